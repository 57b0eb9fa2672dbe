"""One check on one submission: pytest's plugin and session, the submission under check, the verdict.

Used by `grading` and by a student's own checks. Imports from `seam`, `checks`, `submissions` and below.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "CheckSession",
    "Subject",
    "run_once",
]

__getattr__ = lazy_names(
    __name__,
    {
        "session": (
            "CheckSession",
            "run_once",
        ),
        "subjects": ("Subject",),
    },
)
