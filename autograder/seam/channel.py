"""Frames over a stream socket: a kind byte, a length, a payload. Used on both sides; standard library only."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable

MAX_FRAME_BYTES = 64 * 2**20

_HEADER = struct.Struct("<cI")
_TICK_S = 0.1


def send_frame(channel: socket.socket, kind: bytes, payload: bytes) -> None:
    """Send one frame; blocks until it is out or the socket's timeout has passed."""
    header = _HEADER.pack(kind, len(payload))
    if len(payload) < 4096:
        channel.sendall(header + payload)
    else:
        channel.sendall(header)
        channel.sendall(payload)


def receive_frame(
    channel: socket.socket, deadline: float | None = None, meanwhile: Callable[[], None] | None = None
) -> tuple[bytes, bytes]:
    """Return kind and payload of the next frame.

    Parameters
    ----------
    channel : socket.socket
    deadline : float, optional
        Time on `time.monotonic`'s clock after which waiting ends.
    meanwhile : callable, optional
        Called at least every tenth of a second, also while a frame comes byte by byte; may raise to end the waiting. Only with
        a deadline.

    Raises
    ------
    EOFError
        The other side closed the socket, or announced a frame above `MAX_FRAME_BYTES`.
    TimeoutError
        The deadline passed.
    """
    kind, size = _HEADER.unpack(_receive(channel, _HEADER.size, deadline, meanwhile))
    if size > MAX_FRAME_BYTES:
        raise EOFError(f"a frame of {size} bytes is above the limit of {MAX_FRAME_BYTES}")
    return kind, _receive(channel, size, deadline, meanwhile)


def _receive(
    channel: socket.socket, size: int, deadline: float | None, meanwhile: Callable[[], None] | None
) -> bytes:
    data = bytearray(size)
    view = memoryview(data)
    filled = 0
    while filled < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            channel.settimeout(left if meanwhile is None else min(left, _TICK_S))
        if meanwhile is not None:
            meanwhile()
        try:
            count = channel.recv_into(view[filled:])
        except TimeoutError:
            continue  # the deadline is looked at above
        if count == 0:
            raise EOFError("the other side is gone")
        filled += count
    return bytes(data)
