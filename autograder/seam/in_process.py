"""The seam without a second process, for `check` in a notebook: the functions live in the kernel and are called there.

Values still cross through the codec, so that a check sees exactly what it sees when the notebook is graded. There are
no limits: the student interrupts the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from autograder.seam.worker import Worker


class InProcess:
    """Answers a check's calls with the functions in `namespace`."""

    entered: Set[str] = frozenset()
    fell_asleep = False

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._on_callback: Callable[[bytes], bytes] | None = None
        self._worker = Worker(self._ask)
        self._worker.adopt(namespace)

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Forget what earlier checks were given."""
        self._worker.kept.forget()

    def end_check(self) -> None:
        """Nothing is counted."""

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Answer a request at once."""
        outer, self._on_callback = self._on_callback, on_callback
        try:
            return self._worker.handle(request)
        finally:
            self._on_callback = outer

    def read_output(self) -> str:
        """Printed text is in the notebook already."""
        return ""

    def _ask(self, request: bytes) -> bytes:
        assert self._on_callback is not None
        return self._on_callback(request)
