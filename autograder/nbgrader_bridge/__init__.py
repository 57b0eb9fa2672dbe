"""The bridge to nbgrader: its commands and pages stay, the engine grades.

With `build`'s notebooks this package is the only user of nbgrader, nbformat, nbconvert and traitlets. It needs the
extra `instructor`.

Used by nbgrader, through our `nbgrader_config.py`, and by the commands. Imports from `reports`, `upkeep` and below.
"""
