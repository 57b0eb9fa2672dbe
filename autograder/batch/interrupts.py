"""Being told to end: what is under way is given a moment, and everything that is finished is kept."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class Told(KeyboardInterrupt):
    """The run was told to end. `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Interrupts:
    """Notes that the run was told to end, for those who look between two steps.

    Inside `may_break` a signal takes effect at once: where something waits that holds nothing worth keeping.
    """

    def __init__(self) -> None:
        self._number = 0
        self._breaks = False

    @property
    def told(self) -> bool:
        """Whether the run was told to end."""
        return self._number != 0

    def tell(self, number: int, frame: FrameType | None = None) -> None:
        """Take note of a signal; a second one always takes effect at once.

        Parameters
        ----------
        number : int
            The signal's.
        frame : frame, optional
            Unused; `signal.signal` calls its handlers with it.

        Raises
        ------
        Told
            It is the second signal, or came within `may_break`.
        """
        again, self._number = self.told, number
        if self._breaks or again:
            raise Told(number)

    def end_if_told(self) -> None:
        """Let the caller end here if the run was told to end.

        Raises
        ------
        Told
            It was.
        """
        if self.told:
            raise Told(self._number)

    @contextlib.contextmanager
    def may_break(self) -> Iterator[None]:
        """Let a signal raise Told within the block, or before it where one has come."""
        self._breaks = True
        try:
            self.end_if_told()
            yield
        finally:
            self._breaks = False


@contextlib.contextmanager
def listening() -> Iterator[Interrupts]:
    """Take note of SIGINT and SIGTERM within the block, in the main thread; elsewhere nothing changes."""
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    # A shell lets SIGINT be ignored in what it runs in the background, and means it.
    wanted = [
        number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, interrupts.tell) for number in wanted}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
