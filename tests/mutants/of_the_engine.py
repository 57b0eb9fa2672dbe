"""Lines of the engine whose loss nobody would notice at once: ``python -m tests.mutants.of_the_engine``.

Each is broken in a copy of the project, where the test that guards it has to fail; with the line as it is, it passes. Prints
each mutation with its test, and ends with 1 where one survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Mutation(NamedTuple):
    """A line that is broken: what is lost, where, how, and the test that has to notice."""

    what: str
    file: str
    old: str
    new: str
    test: str


MUTATIONS = [
    Mutation(
        "capabilities are not dropped",
        "seam/confinement.py",
        "            _drop_capabilities(libc)\n",
        "            pass\n",
        "seam/test_walls.py::test_not_even_root_reads_what_nobody_may_read",
    ),
    Mutation(
        "a worker outlives its parent",
        "seam/confinement.py",
        "libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)",
        "pass",
        "seam/test_walls.py::test_a_worker_ends_with_the_fork_server",
    ),
    Mutation(
        "memory may be locked",
        "seam/confinement.py",
        "resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))",
        "pass",
        "seam/test_walls.py::test_no_memory_may_be_locked",
    ),
    Mutation(
        "system calls of another architecture are not refused",
        "seam/seccomp.py",
        "    program.unless_equal_return(_AUDIT_ARCHITECTURE[platform.machine()], _KILL)\n",
        "",
        "seam/test_seccomp.py::test_a_call_of_another_architecture_ends_the_process",
    ),
    Mutation(
        "a dict may have any number of entries",
        "seam/decoder.py",
        "if self._dict_entries > MAX_DICT_ENTRIES:",
        "if False:",
        "seam/test_codec.py",
    ),
    Mutation(
        "an array without entries may be written to",
        "seam/decoder.py",
        "received.flags.writeable = False",
        "pass",
        "seam/test_codec.py::test_a_received_array_cannot_be_written_to",
    ),
    Mutation(
        "the second run draws other numbers",
        "running/fixtures.py",
        "return np.random.default_rng(number)",
        "return np.random.default_rng()",
        "grading/test_by_itself.py::test_the_second_run_draws_the_same_numbers",
    ),
    Mutation(
        "the second run replaces later exercises too",
        "running/by_itself.py",
        "            break\n",
        "            continue\n",
        "grading/test_by_itself.py::test_later_exercises_stay_the_students_own_in_the_second_run",
    ),
    Mutation(
        "the second run's message is shown",
        "running/by_itself.py",
        "return PASSED if second.outcome is Outcome.PASSED else first",
        "return second",
        "grading/test_by_itself.py::test_the_message_is_that_of_the_first_run",
    ),
    Mutation(
        "the digest leaves the engine out",
        "course/digest.py",
        '"engine": _engine_digest()[:16]',
        '"engine": "0" * 16',
        "grading/test_changed_course.py::test_what_another_engine_graded_is_graded_again",
    ),
    Mutation(
        "only their owner can read result files",
        "vocabulary/atomic_file.py",
        "Path(temporary).chmod(_usual_mode() if mode is None else mode)",
        "pass",
        "batch/test_grade_class.py::test_result_files_are_shared_like_any_other_file",
    ),
    Mutation(
        "kept results keep the due date of then",
        "batch/grade_class.py",
        "        if dated != stored:\n            store.save(dated)\n",
        "",
        "batch/test_grade_class.py::test_what_is_kept_is_stored_with_the_due_date_of_today",
    ),
    Mutation(
        "a worker draws from numpy without a seed",
        "seam/worker.py",
        "        np.random.seed(0)\n",
        "",
        "seam/test_walls.py::test_unseeded_draws_are_the_same_in_every_worker",
    ),
]


def main() -> int:
    """Break each line, run its test, print what came of it; return the exit code."""
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        ignored = shutil.ignore_patterns(".venv", ".git", "build", "results", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, copy, ignore=ignored)
        for mutation in MUTATIONS:
            verdict = _verdict(copy, mutation)
            survived += verdict != "killed"
            print(f"{verdict:8}  {mutation.what}  ({mutation.test})", flush=True)
    print(f"{len(MUTATIONS) - survived} of {len(MUTATIONS)} killed")
    return int(survived > 0)


def _verdict(copy: Path, mutation: Mutation) -> str:
    file = copy / "autograder" / mutation.file
    text = file.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        return "no line"
    if not _passes(copy, mutation.test):
        return "red"
    file.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    try:
        return "survived" if _passes(copy, mutation.test) else "killed"
    finally:
        file.write_text(text, encoding="utf-8")


def _passes(copy: Path, tests: str) -> bool:
    places = [f"tests/{test}" for test in tests.split()]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", *places]
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
