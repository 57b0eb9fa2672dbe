# Writes outside of its box. 0 points.
import os
def to_celsius(fahrenheit):
    for path in ("/tmp/autograder-hostile", "../autograder-hostile", os.path.expanduser("~/autograder-hostile")):
        try: open(path, "w").close()
        except OSError: pass
    return -1e9
warmest = to_celsius
