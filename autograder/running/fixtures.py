"""What the plugin's fixtures give to a check, whether pytest asks for them or the check is called directly."""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Generator
from typing import TYPE_CHECKING

from autograder.vocabulary.outcomes import Visibility

if TYPE_CHECKING:
    import numpy as np

    from autograder.checks.declaration import Check
    from autograder.running.subjects import Subject
    from autograder.seam.proxy import SubmissionProxy


def checked(check: Check | None, subject: Subject) -> Generator[SubmissionProxy]:
    """Yield what a check sees of the student's code, for the time and memory that the check has."""
    subject.begin_check(check.time_s if check else None, check.memory_bytes if check else None)
    try:
        yield subject.proxy
    finally:
        subject.process.end_check()


def generator(check_name: str, check: Check | None, subject: Subject) -> np.random.Generator:
    """Return the random generator of a check: by its name, and for a hidden one by the course's secret where there is one.

    Parameters
    ----------
    check_name : str
    check : Check or None
    subject : Subject
    """
    import numpy as np

    is_hidden = check is not None and check.visibility is not Visibility.VISIBLE
    secret = subject.secret if is_hidden else ""
    seed = _seed(check_name, secret)
    if (
        seed.n_children_spawned
    ):  # a check's generators go their own ways, and the next run is to have the same
        _seed.cache_clear()
        seed = _seed(check_name, secret)
    return np.random.default_rng(seed)


@functools.lru_cache(maxsize=1024)
def _seed(check_name: str, secret: str) -> np.random.SeedSequence:
    """Return the seed of a check's generator; making it takes longer than making the generator."""
    import numpy as np

    number = zlib.crc32(check_name.encode())
    if not secret:
        return np.random.SeedSequence(number)
    return np.random.SeedSequence(
        [number, int.from_bytes(hashlib.sha256(secret.encode()).digest(), "little")]
    )


def choices_of(check: Check | None, subject: Subject) -> dict[str, tuple[str, ...]]:
    """Return the answers to choose from, by question; empty where there is no course's file to know them from."""
    if subject.rules is None or check is None:
        return {}
    return dict(subject.rules.exercise(check.exercise).choices)
