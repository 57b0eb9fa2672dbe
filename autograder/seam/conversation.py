"""One request to a worker and what passes until its answer: callbacks, and what the worker says on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from autograder.seam.channel import Channel
from autograder.seam.clock import Clock

# Given a frame's bytes, takes note of it or returns what to reply.
Note = Callable[[bytes], None]


def converse(
    channel: Channel,
    request: bytes,
    on_callback: Callable[[bytes], bytes],
    clock: Clock,
    notes: Mapping[bytes, Note],
    meanwhile: Callable[[], None],
) -> bytes:
    """Send a request and return the answer.

    Parameters
    ----------
    channel : Channel
    request : bytes
    on_callback : callable
        Given a callback's bytes, returns the reply's.
    clock : Clock
    notes : mapping of bytes to callable
        What to do with a frame of each kind that is no callback and no answer.
    meanwhile : callable
        Called now and then while the worker is at work; may raise to end the waiting.

    Raises
    ------
    TimeUp
        By the clock.
    EOFError, OSError
        The worker is gone, or does not keep to the protocol.
    """

    def look() -> float:
        meanwhile()
        return clock.look()

    _send(channel, b"Q", request, clock)
    while True:
        kind, payload = channel.receive(look)
        if kind == b"A":
            return payload
        if kind == b"C":
            _send(channel, b"R", on_callback(payload), clock)
        elif kind in notes:
            notes[kind](payload)
        else:
            raise EOFError("the worker broke the protocol")


def _send(channel: Channel, kind: bytes, payload: bytes, clock: Clock) -> None:
    """Send a frame; a worker that does not read is given as long as one that does not answer."""
    clock.look()
    try:
        channel.send(kind, payload, clock.patience_s)
    except TimeoutError:
        clock.look()
        raise
