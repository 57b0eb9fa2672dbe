"""What a check's author writes with: how a check is declared, assertions, differences in words, the lecture's values.

Used by check files (through `autograder` itself) and by `running`. Imports from `course` and `vocabulary`.
"""
