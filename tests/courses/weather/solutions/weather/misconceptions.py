from autograder import misconception, probe


@misconception("to_celsius", hint="Which comes first, the subtraction or the division?")
def divides_first(fahrenheit):
    return fahrenheit / 1.8 - 32


@probe("to_celsius")
def to_celsius_probe(code):
    return [code.to_celsius(value) for value in (0.0, 32.0, 212.0)]


@misconception("warmest", hint="What is nan > 3?")
def keeps_nan(days):
    return max(days, key=days.get)


@probe("warmest")
def warmest_probe(code):
    nan = float("nan")
    return [code.warmest(days) for days in ({"a": nan, "b": 1.0}, {"a": 1.0, "b": nan}, {"a": 1.0, "b": 2.0})]
