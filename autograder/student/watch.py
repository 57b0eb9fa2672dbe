"""`autograder check --watch`: checks again at each save, in a process that stays warm."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from autograder.checks.declaration import Check
from autograder.running.session import CheckSession
from autograder.running.subjects import Subject
from autograder.student.own_checks import check_with
from autograder.student.own_report import OwnReport
from autograder.student.place import Place
from autograder.vocabulary.outcomes import CheckResult

_WATCHED = (".py", ".ipynb")
# Editors write a file in several steps; what comes within this time is one save.
_ONE_SAVE_MS = 100


def reports_at_each_save(place: Place, saves: Iterator[object]) -> Iterator[OwnReport]:
    """Yield a report now and after each save.

    Parameters
    ----------
    place : Place
    saves : iterator
        Yields something at each save; `saves_in` for a folder on disk.
    """
    session = CheckSession([place.folder], place.folder)

    def run(
        subject: Subject, pick: Callable[[Sequence[Check]], Collection[Check]]
    ) -> dict[str, list[CheckResult]]:
        picked = frozenset(pick(session.checks))
        return session.run(subject, lambda check: check in picked)

    try:
        yield check_with(place, run)
        for _ in saves:
            yield check_with(place, run)
    finally:
        session.close()


def saves_in(folder: Path) -> Iterator[object]:
    """Yield at each save of a .py or .ipynb in a folder, until Ctrl-C."""
    import watchfiles

    def is_work(_change: object, path: str) -> bool:
        name = Path(path).name
        return name.endswith(_WATCHED) and not name.startswith((".", "test_"))

    yield from watchfiles.watch(
        folder, watch_filter=is_work, recursive=False, step=_ONE_SAVE_MS, debounce=800, raise_interrupt=True
    )
