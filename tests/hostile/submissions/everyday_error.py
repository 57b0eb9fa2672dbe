# Has a typing slip in one function. 2 points.
import math


def to_celsius(fahrenheit):
    return (fahrenheit - 32) / 1.8


def warmest(days):
    known = {day: value for day, value in days.items() if not math.isnan(value)}
    return max(knwon, key=known.get)
