# Writes many files. 0 points.
import os
def to_celsius(fahrenheit):
    at = 0
    while True:
        at += 1
        os.close(os.open(f"e{at}", os.O_CREAT | os.O_WRONLY))
warmest = to_celsius
