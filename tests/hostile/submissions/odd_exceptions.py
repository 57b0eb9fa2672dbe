# Raises what cannot be put into words. 0 points.
class Silent(Exception):
    def __str__(self): raise RecursionError
    __repr__ = __str__
    @property
    def args(self): raise SystemExit
class Meta(type):
    def __getattribute__(cls, name): raise KeyboardInterrupt
Strange = Meta("Strange", (Exception,), {})
def to_celsius(fahrenheit): raise Silent
def warmest(days):
    try:
        raise ExceptionGroup("\ud800", [Silent(), ValueError(10**5000)])
    except ExceptionGroup as group:
        group.__cause__ = group
        raise Strange() from group
