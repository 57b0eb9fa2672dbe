# Sleeps. 0 points.
import time
def to_celsius(fahrenheit): time.sleep(1000)
warmest = to_celsius
