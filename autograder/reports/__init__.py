"""Results for eyes and for other programs, one format a file; none knows another.

Used by `student`, `nbgrader_bridge` and the commands. Imports results from `vocabulary`, and from `batch` and below.
"""
