"""Auto-graded exercises, graded across a process boundary."""
