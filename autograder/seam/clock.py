"""How long a student's code may run: processor time judges, the clock on the wall is a generous backstop.

A right program takes the same processor time on a busy machine as on an idle one, but not the same time on the wall. What it
makes the grader do for it, its callbacks, counts as its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable

# So many seconds on the wall are allowed for one of processor time, to whoever waits or sleeps.
PATIENCE = 4.0
# How often a wait for the worker is interrupted to look at what it has used.
TICK_S = 0.1


class TimeUp(Exception):
    """The time is used up; `idle` says that it was the wall's clock, and hardly any processor time was used."""

    def __init__(self, idle: bool) -> None:
        super().__init__(idle)
        self.idle = idle


class Clock:
    """The time of one exchange with a worker.

    Parameters
    ----------
    used_s : callable
        Returns the processor time that the worker has used so far.
    limit_s : float
        Processor time, in seconds, that the exchange may take.
    patience_s : float
        Seconds on the wall that it may take.
    """

    def __init__(self, used_s: Callable[[], float], limit_s: float, patience_s: float) -> None:
        self._worker_s = used_s
        self._limit_s = limit_s
        self._patience_s = patience_s
        self.restart()

    def restart(self) -> None:
        """Begin anew, with the full time."""
        self._worker_began_s = self._worker_s()
        self._grader_began_s = time.thread_time()
        self._began_s = time.monotonic()
        self._wait_s = self._patience_s
        self._look_again_s = 0.0
        if min(self._limit_s, self._patience_s) > 0:
            self._wait_until_next_look(self._limit_s, self._patience_s, self._began_s)

    @property
    def used_s(self) -> float:
        """Processor time used so far, by the worker and by this thread for it."""
        grader_s = time.thread_time() - self._grader_began_s
        return max(self._worker_s() - self._worker_began_s, 0.0) + grader_s

    @property
    def waited_s(self) -> float:
        """Seconds on the wall since it began."""
        return time.monotonic() - self._began_s

    @property
    def patience_s(self) -> float:
        """Seconds on the wall that the exchange may take, and a moment where that is none."""
        return max(self._patience_s, 0.001)

    def look(self) -> float:
        """Return how long a wait for the worker may take until the next look; within that time a look costs next to nothing.

        Raises
        ------
        TimeUp
            There is no time left.
        """
        now_s = time.monotonic()
        if now_s < self._look_again_s:
            return self._wait_s
        left_s = self._limit_s - self.used_s
        if left_s <= 0:
            raise TimeUp(idle=False)
        patience_left_s = self._patience_s - (now_s - self._began_s)
        if patience_left_s <= 0:
            raise TimeUp(idle=left_s > self._limit_s / 2)
        self._wait_until_next_look(left_s, patience_left_s, now_s)
        return self._wait_s

    def _wait_until_next_look(self, left_s: float, patience_left_s: float, now_s: float) -> None:
        self._wait_s = max(min(left_s, patience_left_s, TICK_S), 0.001)
        self._look_again_s = now_s + self._wait_s


class Budget:
    """The time of a submission: of the check at hand, and of all checks together.

    Parameters
    ----------
    submission_s : float
        Processor time for all checks.
    """

    def __init__(self, submission_s: float) -> None:
        self._submission_s = submission_s
        self._used_s = 0.0
        self._waited_s = 0.0
        self._check_s = 0.0
        self._check_used_s = 0.0
        self._check_waited_s = 0.0

    def begin_check(self, check_s: float) -> None:
        """Start a check that may take `check_s` of processor time."""
        self._check_s = check_s
        self._check_used_s = self._check_waited_s = 0.0

    def clock(self, used_s: Callable[[], float], leash_s: float | None) -> Clock:
        """Return the clock of the check's next exchange, with what is left to it.

        Parameters
        ----------
        used_s : callable
            As for `Clock`.
        leash_s : float or None
            What the exchange may take at most.
        """
        limit_s = min(self._check_s - self._check_used_s, self.left_s)
        patience_s = min(
            PATIENCE * self._check_s - self._check_waited_s, PATIENCE * self._submission_s - self._waited_s
        )
        if leash_s is not None:
            limit_s, patience_s = min(limit_s, leash_s), min(patience_s, PATIENCE * leash_s)
        return Clock(used_s, limit_s, patience_s)

    def charge(self, clock: Clock) -> None:
        """Count what an exchange of the check took."""
        used_s, waited_s = self.charge_submission(clock)
        self._check_used_s += used_s
        self._check_waited_s += waited_s

    def charge_submission(self, clock: Clock) -> tuple[float, float]:
        """Count what loading the submission took, not the check's, whichever is the first; return what was counted."""
        used_s, waited_s = clock.used_s, clock.waited_s
        self._used_s += used_s
        self._waited_s += waited_s
        return used_s, waited_s

    @property
    def left_s(self) -> float:
        """Processor time left to the submission; 0 also where it has kept the grader waiting for too long."""
        if self._waited_s >= PATIENCE * self._submission_s:
            return 0.0
        return max(self._submission_s - self._used_s, 0.0)
