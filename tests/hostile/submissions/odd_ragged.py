# Returns ragged lists and objects. 0 points.
def to_celsius(fahrenheit): return [[1.0], [2.0, object()]]
def warmest(days): return [[1.0], {days.get: 3}]
