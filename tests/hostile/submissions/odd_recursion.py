# Recurses until the C stack is used up. 0 points.
import sys
def to_celsius(fahrenheit):
    sys.setrecursionlimit(2**31 - 1)
    return to_celsius(fahrenheit) + 1
def warmest(days):
    deep = []
    for _ in range(10**6): deep = [deep]
    return deep
