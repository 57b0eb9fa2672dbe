"""What a student handed in: files, archives and notebooks, read into units of code with notes on what was odd.

Used by `seam`, which runs the units, and by all rooms that look for submissions. Imports from `vocabulary` and `course`.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "Submission",
    "Unit",
    "find_submissions",
]

__getattr__ = lazy_names(
    __name__,
    {
        "finding": (
            "Submission",
            "find_submissions",
        ),
        "units": ("Unit",),
    },
)
