"""The pytest plugin by which students and authors run checks."""
