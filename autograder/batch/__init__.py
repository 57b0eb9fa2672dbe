"""Many submissions: which need grading, by which processes or machines, where results are kept.

Used by the commands and the reports. Imports from `grading` and below; the only room that knows Dask.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "ResultStore",
    "grade_one",
]

__getattr__ = lazy_names(
    __name__,
    {
        "executors": ("grade_one",),
        "store": ("ResultStore",),
    },
)
