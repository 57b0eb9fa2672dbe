# Returns containers of itself, of endless length and of keys that are no keys. 0 points.
import collections
import numpy as np
class Endless(list):
    def __len__(self): return 2**60
    def __iter__(self): return iter(lambda: self, None)
def to_celsius(fahrenheit):
    loop = []
    loop.append({float("nan"): loop, frozenset(): Endless()})
    return loop
def warmest(days):
    return np.array([collections.ChainMap(days), Endless()], dtype=object)
