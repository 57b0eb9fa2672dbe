"""A small course of four functions and twelve checks, for measuring what grading costs beside other ways to run the same."""
