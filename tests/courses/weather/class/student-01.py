def to_celsius(fahrenheit):
    return (fahrenheit - 32) * 5 / 9


def warmest(days):
    best = None
    for day in days:
        if days[day] == days[day] and (best is None or days[day] > days[best]):
            best = day
    return best
