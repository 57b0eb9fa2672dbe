"""Ending a statement at the top level that does not end by itself. Runs inside the worker; standard library only.

What waits, such as a sleep, gives the processor away by itself; what works has it taken away, however busy the machine is. The
kernel counts both apart.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator

try:
    import resource
except ImportError:  # Windows, which has no interval timer either
    resource = None  # type: ignore[assignment]

_TICK_S = 0.1
# A statement that works but is kept from the processor is given this many times its limit on the wall's clock.
_PATIENCE = 12.0
# All statements together get this many times the limit of one; after that each gets little.
_WHOLE = 4.0
_LITTLE_S = 0.5
# Code that catches every exception is given this long to end after it was interrupted.
_GRACE_S = 1.0


class TooLong(BaseException):
    """Raised inside a statement that is to end. Not an Exception, so that the student's own handlers let it through."""


class StatementClock:
    """Interrupts statements that take too long, by the processor's time and, for what waits, by the wall's.

    Parameters
    ----------
    limit_s : float
        Seconds for one statement.
    give_up : callable
        Called, in the middle of the statement, where it goes on although it was interrupted; is not expected to return.

    Notes
    -----
    Where the system has no interval timer nothing is interrupted, and whoever waits for the worker ends it.
    """

    def __init__(self, limit_s: float, give_up: Callable[[], None]) -> None:
        self._limit_s = limit_s
        self._give_up = give_up
        self._left_s = _WHOLE * limit_s
        self._running = False
        self._interrupted_at: float | None = None
        self._cpu = self._wall = 0.0
        self._last_tick = self._waited_s = 0.0
        self._given_away = 0

    @contextlib.contextmanager
    def ticking(self) -> Iterator[None]:
        """Watch the statements that are run inside the ``with`` block."""
        if not hasattr(signal, "setitimer"):
            yield
            return
        before = signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, _TICK_S, _TICK_S)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            signal.signal(signal.SIGALRM, before)

    def run(self, statement: Callable[[], object]) -> None:
        """Run one statement; raises `TooLong` where it was interrupted, and whatever else it raises."""
        self._cpu, self._wall = time.process_time(), time.monotonic()
        self._last_tick, self._waited_s, self._given_away = self._wall, 0.0, _times_given_away()
        self._interrupted_at = None
        self._running = True
        try:
            statement()
        finally:
            self._running = False
            self._left_s -= time.process_time() - self._cpu

    def _tick(self, *_: object) -> None:
        if not self._running:
            return
        now, given_away = time.monotonic(), _times_given_away()
        if given_away > self._given_away:
            self._waited_s += now - self._last_tick
        self._last_tick, self._given_away = now, given_away
        if self._interrupted_at is None:
            if not self._is_over(time.process_time() - self._cpu, now - self._wall):
                return
            self._interrupted_at = now
        elif now - self._interrupted_at > _GRACE_S:
            self._give_up()
        raise TooLong

    def _is_over(self, cpu_s: float, wall_s: float) -> bool:
        limit_s = min(self._limit_s, max(self._left_s, _LITTLE_S))
        return cpu_s >= limit_s or self._waited_s >= limit_s or wall_s >= _PATIENCE * limit_s


def _times_given_away() -> int:
    """Return how often this process has given the processor away to wait for something."""
    return 0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
