"""One submission to one result: the plan, the grader, points, the diagnosis of misconceptions.

Used by `batch` and `upkeep`. Imports from `running` and below.
"""
