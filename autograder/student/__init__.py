"""A student at work: the visible checks in a folder, in a notebook, in a terminal.

Used by the commands and, in notebooks, through `autograder.check`. Imports from `reports` and below.
"""
