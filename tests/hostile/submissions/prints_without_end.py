# Prints without end, and without a line's end. 0 points.
import os
import sys
def to_celsius(fahrenheit):
    while True:
        sys.stdout.write("\x1b[2J\ud800" * 1000)
def warmest(days):
    while True:
        os.write(1, b"\0" * 65536)
        os.write(2, b"\xff" * 65536)
