# Asks the solution with lists of lists, texts and functions of its own. At most 3 points.
def to_celsius(fahrenheit): raise ValueError
def warmest(days):
    for odd in ([[[[]]]] * 9999, "x" * 4_000_000, {n: n for n in range(9999)}, warmest, lambda: 0, 2**2040, float("nan")):
        try:
            to_celsius(odd)
        except Exception:
            pass
    return [to_celsius([0.0] * 800_000) for _ in range(10**6)]
