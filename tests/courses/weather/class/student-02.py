def to_celsius(fahrenheit):
    return fahrenheit / 1.8 - 32


def warmest(days):
    return max(days, key=days.get)
