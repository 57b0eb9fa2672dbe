"""One check on one submission: pytest's plugin and session, the submission under check, the verdict.

Used by `grading` and by a student's own checks. Imports from `seam`, `checks`, `submissions` and below.
"""
