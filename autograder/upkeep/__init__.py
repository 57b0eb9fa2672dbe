"""What a course's authors run on it: building students' files, the self-check, the doctor.

Used by the commands and by `nbgrader_bridge`. Imports from `batch` and below.
"""
