"""Many submissions: which need grading, by which processes or machines, where results are kept.

Used by the commands and the reports. Imports from `grading` and below; the only room that knows Dask.
"""
