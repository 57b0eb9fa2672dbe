# Answers wrongly, then rightly, and calls nothing. Not full points.
tries = []
def to_celsius(fahrenheit):
    tries.append(1)
    return (fahrenheit - 32) / 1.8 if len(tries) > 1 else 0.0
def warmest(days):
    tries.append(1)
    known = {day: value for day, value in days.items() if value == value}
    return max(known, key=known.get) if tries.count(1) % 2 else None
