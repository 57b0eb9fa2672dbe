# Ends the process while the file is loaded. 0 points.
import os
os._exit(0)
