"""What a student handed in: files, archives and notebooks, read into units of code with notes on what was odd.

Used by `seam`, which runs the units, and by whoever looks for submissions. Imports from `vocabulary` and `course`.
"""
