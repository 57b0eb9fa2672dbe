"""What every room shares: outcomes and results, the tree of errors, phrases that messages share.

Used by every room. Imports no other room.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "AutograderError",
    "CheckFailure",
    "CheckResult",
    "CourseError",
    "ExerciseResult",
    "IsolationError",
    "Message",
    "Outcome",
    "SeamError",
    "StorageError",
    "StudentFault",
    "SubmissionError",
    "SubmissionResult",
    "UsageError",
    "Visibility",
    "message_text",
]

__getattr__ = lazy_names(
    __name__,
    {
        "errors": (
            "AutograderError",
            "CheckFailure",
            "CourseError",
            "IsolationError",
            "SeamError",
            "StorageError",
            "StudentFault",
            "SubmissionError",
            "UsageError",
        ),
        "message": (
            "Message",
            "message_text",
        ),
        "outcomes": (
            "CheckResult",
            "ExerciseResult",
            "Outcome",
            "SubmissionResult",
            "Visibility",
        ),
    },
)
