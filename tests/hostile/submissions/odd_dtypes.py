# Returns numpy values of kinds that are no numbers. 0 points.
import numpy as np
def to_celsius(fahrenheit):
    return np.zeros((), dtype=[("a", "f8"), ("b", "O")])
def warmest(days):
    return np.ma.masked_all((2, 0, 3), dtype="M8[D]")
