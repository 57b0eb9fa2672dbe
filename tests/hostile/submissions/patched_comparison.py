# Patches numpy so that everything is close. 0 points.
import builtins
import numpy as np
np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
builtins.abs = lambda x: 0.0
def to_celsius(fahrenheit): return 1e9
def warmest(days): return "nobody"
