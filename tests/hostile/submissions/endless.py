# Does not end. 0 points.
def to_celsius(fahrenheit):
    while True:
        try:
            while True: pass
        except BaseException: pass
warmest = to_celsius
