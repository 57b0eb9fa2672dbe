"""What a course's authors wrote: course.yaml as typed, frozen objects, the folders, the source of an assignment, misconceptions.

Used by every room that grades, builds or reports. Imports from `vocabulary`.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "Assignment",
    "AssignmentFolders",
    "Course",
    "Exercise",
    "Isolation",
    "LatePolicy",
    "Limits",
    "Reference",
    "find_course",
    "load_bank",
    "load_course",
]

__getattr__ = lazy_names(
    __name__,
    {
        "assignment": (
            "Assignment",
            "Exercise",
        ),
        "course": (
            "Course",
            "find_course",
            "load_course",
        ),
        "folders": ("AssignmentFolders",),
        "late": ("LatePolicy",),
        "limits": (
            "Isolation",
            "Limits",
        ),
        "misconceptions": ("load_bank",),
        "reference": ("Reference",),
    },
)
