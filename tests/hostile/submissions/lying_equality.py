# Says that it is equal to everything. 0 points.
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __float__(self): return 0.0
    def __array__(self, *args, **kwargs): raise SystemExit
def to_celsius(fahrenheit): return Liar()
def warmest(days): return Liar()
