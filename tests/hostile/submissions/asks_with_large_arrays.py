# Asks the solution for the earlier exercise with arrays as large as they may be, again and again. At most 3 points.
import numpy as np
def to_celsius(fahrenheit): raise ValueError
def warmest(days):
    kept = []
    while True:
        kept.append(to_celsius(np.zeros(2**22)))
