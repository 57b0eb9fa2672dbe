# Reads the solution, or whatever it can find of it. 0 points.
import gc
import glob
import sys
def find():
    for pattern in ("/**/solutions/weather/weather.py", "../**/weather.py", "/proc/*/environ", "/proc/*/cmdline"):
        for path in glob.iglob(pattern, recursive=False):
            with open(path) as file: exec(file.read(), globals())
try: find()
except Exception: pass
for thing in gc.get_objects():
    if callable(thing) and getattr(thing, "__name__", "") == "to_celsius": to_celsius = thing
