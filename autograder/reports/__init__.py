"""Results for people and for other programs, one file per format; none imports another.

Used by `student`, `nbgrader_bridge` and the commands. Imports results from `vocabulary`, and from `batch` and below.
"""
