"""The process boundary between the grader and a student's code.

The grader holds the checks and draws every conclusion; a worker process holds the student's code and answers calls.
What crosses is plain data in the codec of `autograder.seam.codec`, never an object of the student's making.

Modules in the order of import, lowest first: `codec`; the worker's side (`placeholders`, `loading`, `worker`); the walls
(`rlimits`, `landlock`, `seccomp`, `confinement`); `forkserver`; the grader's side (`channel`, `starters`, `proxy`).
"""
