"""Frames over a stream socket: a kind byte, a length, a payload. Used on both sides; standard library only."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable

MAX_FRAME_BYTES = 64 * 2**20

_HEADER = struct.Struct("<cI")


def send_frame(channel: socket.socket, kind: bytes, payload: bytes) -> None:
    """Send one frame; blocks until it is out or the socket's timeout has passed.

    Parameters
    ----------
    channel
        A connected stream socket.
    kind
        One byte that says what the frame is.
    payload
        Its content, below 4 GiB.
    """
    header = _HEADER.pack(kind, len(payload))
    if len(payload) < 4096:
        channel.sendall(header + payload)
    else:
        channel.sendall(header)
        channel.sendall(payload)


def receive_frame(channel: socket.socket, look: Callable[[], float] | None = None) -> tuple[bytes, bytes]:
    """Return kind and payload of the next frame.

    Parameters
    ----------
    channel : socket.socket
    look : callable, optional
        Called before each wait, also while a frame comes byte by byte. Returns for how many seconds to wait until the next look,
        or raises to end the waiting.

    Raises
    ------
    EOFError
        The other side closed the socket, or announced a frame above `MAX_FRAME_BYTES`.
    """
    kind, size = _HEADER.unpack(_receive(channel, _HEADER.size, look))
    if size > MAX_FRAME_BYTES:
        raise EOFError(f"a frame of {size} bytes is above the limit of {MAX_FRAME_BYTES}")
    return kind, _receive(channel, size, look)


def by_deadline(deadline: float) -> Callable[[], float]:
    """Return a look for `receive_frame` that ends waiting, with TimeoutError, at a time on `time.monotonic`'s clock.

    Raises
    ------
    TimeoutError
        By the returned look, once that time has come.
    """

    def look() -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    return look


def _receive(channel: socket.socket, size: int, look: Callable[[], float] | None) -> bytes:
    data = bytearray(size)
    view = memoryview(data)
    filled = 0
    while filled < size:
        if look is not None:
            channel.settimeout(look())
        try:
            count = channel.recv_into(view[filled:])
        except TimeoutError:
            continue  # the next look decides
        if count == 0:
            raise EOFError("the other side is gone")
        filled += count
    return bytes(data)
