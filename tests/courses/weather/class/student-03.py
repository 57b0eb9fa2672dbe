def to_celsius(fahrenheit):
    return (fahrenheit - 32) / 1.8


def warmest(days)
    return max(days, key=days.get)
