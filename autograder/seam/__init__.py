"""The process boundary between the grader and a student's code.

The grader holds the checks and draws every conclusion; a worker process holds the student's code and answers calls.
What crosses is plain data in the codec of `autograder.seam.codec`, never an object of the student's making.

Modules in the order of import, lowest first:

- the format: `codec`, `encoder`, `decoder`, `public_function`, `channel`;
- the worker's side: `placeholders`, `loading`, `worker_values`, `replacement`, `worker`, `serving`,
  `local_worker`; for a notebook `in_process`;
- the walls: `box`, `walls`, `landlock`, `seccomp`, `confinement`, and `fork_server_process`, which puts them up;
- the grader's side: `starters`, `fork_server`, `plain_starter`, `student_process`; `remembered`, `call_values`,
  `faults`, `calls`, `proxy`.

Used by `running`, `grading` and the doctor. Imports from `submissions`, `course` and `vocabulary`; what runs in a worker imports
numpy and the standard library only.
"""

from autograder.vocabulary.lazy import lazy_names

__all__ = [
    "StudentProcess",
    "SubmissionProxy",
    "Workers",
]

__getattr__ = lazy_names(
    __name__,
    {
        "proxy": ("SubmissionProxy",),
        "student_process": ("StudentProcess",),
        "workers": ("Workers",),
    },
)
