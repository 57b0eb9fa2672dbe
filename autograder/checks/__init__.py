"""What a check's author writes with: how a check is declared, assertions, differences in words, the lecture's values.

Used by check files (through `autograder` itself) and by `running`. Imports from `course` and `vocabulary`.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "Check",
    "assert_answer",
    "assert_close",
    "assert_inputs_unchanged",
    "assert_offered",
    "assert_raises",
    "expect_tuple",
    "fail",
    "lecture_values",
]

__getattr__ = lazy_names(
    __name__,
    {
        "compare": (
            "assert_answer",
            "assert_close",
            "assert_inputs_unchanged",
            "assert_offered",
            "assert_raises",
            "expect_tuple",
            "fail",
        ),
        "declaration": ("Check",),
        "lecture": ("lecture_values",),
    },
)
