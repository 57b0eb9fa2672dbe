# Asks the solution for the earlier exercise, in a later one, for something endless. At most 3 points.
def to_celsius(fahrenheit): raise ValueError
def warmest(days):
    return to_celsius([1e308] * 10**7)
