"""One submission to one result: the plan, the grader, points, the diagnosis of misconceptions.

Used by `batch` and `upkeep`. Imports from `running` and below.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "Grader",
    "GradingPlan",
]

__getattr__ = lazy_names(
    __name__,
    {
        "grader": ("Grader",),
        "plan": ("GradingPlan",),
    },
)
