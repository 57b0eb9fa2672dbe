"""The seam without a second process, for `check` in a notebook: the functions live in the kernel and are called there.

Values still cross through the codec, so that a check sees exactly what it sees when the notebook is graded. An endless loop ends
at its time limit, and one interrupt ends everything: both arrive as an exception in the middle of the student's code.
"""

from __future__ import annotations

import _thread
import contextlib
import math
import random
import signal
import threading
import time
import types
from collections.abc import Callable, Iterator, Set
from typing import Any

import numpy as np

from autograder.seam.faults import SHORT_LEASH_S, too_slow
from autograder.seam.worker import Worker
from autograder.vocabulary.errors import LimitExceeded

# How long to wait before code that caught the first exception is given another.
_AGAIN_S = 0.2


class _TimeIsUp(BaseException):
    """Raised in the student's code when its time is used up."""


class InProcess:
    """Answers a check's calls with the functions in `namespace`.

    Parameters
    ----------
    namespace : dict
        The notebook's globals.
    check_s : float
        Time limit of a check in seconds; it holds where calls are `guarded`, in the main thread, which alone can be interrupted.
    """

    entered: Set[str] = frozenset()
    fell_asleep = False

    def __init__(self, namespace: dict[str, Any], check_s: float = math.inf) -> None:
        self._on_callback: Callable[[bytes], bytes] | None = None
        self._worker = Worker(self._ask)
        self._worker.adopt(namespace)
        self._limit_s = self._check_s = check_s
        self._deadline = 0.0
        self._slow: set[str] = set()
        self._depth = 0
        self._alarm: _Alarm | None = None

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """Let time limits and interrupts reach the student's code for the checks inside the ``with`` block.

        The notebook's own random numbers go on afterwards as if nothing had been drawn.
        """
        state, legacy = random.getstate(), np.random.get_state()
        try:
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            self._alarm = _Alarm()
            with self._alarm:
                yield
        finally:
            self._alarm = None
            random.setstate(state)
            np.random.set_state(legacy)

    def begin_check(self, time_s: float | None, memory_bytes: int | None) -> None:
        """Forget what earlier checks were given, make unseeded draws the same each time, and start the check's time."""
        self._worker.begin_check()
        self._check_s = self._limit_s if time_s is None else time_s
        self._deadline = time.monotonic() + self._check_s

    def end_check(self) -> None:
        """Nothing is counted."""

    def exchange(self, label: str, request: bytes, on_callback: Callable[[bytes], bytes]) -> bytes:
        """Answer a request at once.

        Parameters
        ----------
        label : str
            The function called; a function that was too slow once is given less time.
        request : bytes
        on_callback : callable
            Given a callback's bytes, returns the reply's.

        Raises
        ------
        LimitExceeded
            The check's time is used up.
        KeyboardInterrupt
            The user interrupted, which ends all checks.
        """
        outer, self._on_callback = self._on_callback, on_callback
        self._depth += 1
        left_s = self._deadline - time.monotonic()
        if label in self._slow:
            left_s = min(left_s, SHORT_LEASH_S)
        try:
            if (
                self._alarm is None or self._depth > 1
            ):  # a call within a callback runs on the time of the outer one
                return self._worker.handle(request)
            answer = self._alarm.ring_after(left_s, lambda: self._worker.handle(request))
            if answer is None:
                self._slow.add(label)
                raise LimitExceeded("time", too_slow(label, self._check_s))
            return answer
        finally:
            self._depth -= 1
            self._on_callback = outer

    def read_output(self) -> str:
        """Printed text is in the notebook already."""
        return ""

    def _ask(self, request: bytes) -> bytes:
        assert self._on_callback is not None
        return self._on_callback(request)


class _Alarm:
    """Raises in the main thread when time is up; works wherever Python does, since it takes the way of an interrupt."""

    def __init__(self) -> None:
        self._ringing = False
        self._interrupted = False
        self._before: Any = None

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._heard)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _heard(self, number: int, frame: types.FrameType | None) -> None:
        if self._ringing:
            raise _TimeIsUp
        self._interrupted = True
        raise KeyboardInterrupt

    def ring_after(self, seconds: float, work: Callable[[], bytes]) -> bytes | None:
        """Return what `work` returns, or None where it had to be ended."""
        done = threading.Event()
        rang = False

        def watch() -> None:
            nonlocal rang
            wait_s = max(seconds, 0.001)
            while not done.wait(wait_s):
                rang = self._ringing = True
                _thread.interrupt_main()
                wait_s = _AGAIN_S

        watcher = threading.Thread(target=watch, name="time limit", daemon=True)
        watcher.start()
        answer: bytes | None = None
        with contextlib.suppress(_TimeIsUp):
            try:
                answer = work()
            finally:
                done.set()
        self._settle(watcher)
        if self._interrupted:
            raise KeyboardInterrupt
        return None if rang else answer

    def _settle(self, watcher: threading.Thread) -> None:
        """Wait for the watcher; a last ring that is still on its way is heard here."""
        while True:
            with contextlib.suppress(_TimeIsUp):
                watcher.join()
                for _ in range(10):  # the interpreter looks for signals when it goes round
                    pass
                self._ringing = False
                return
