"""Frames over a stream socket: a kind byte, a length, a payload. Used on both sides; standard library only."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable

MAX_FRAME_BYTES = 64 * 2**20

_HEADER = struct.Struct("<cI")
# Read at once: more than most frames have, little enough to be allocated anew each time.
_PIECE_BYTES = 16384


class Channel:
    """Sends and receives frames; the one reader of its socket, since it may read ahead.

    Parameters
    ----------
    connection : socket.socket
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._patience_s = connection.gettimeout()
        self._read = b""
        self._held_back = b""

    def hold_back(self, kind: bytes, payload: bytes) -> None:
        """Send a small frame together with the next one, or with `flush`."""
        self._held_back += _HEADER.pack(kind, len(payload)) + payload

    def flush(self) -> None:
        """Send what is held back."""
        held_back, self._held_back = self._held_back, b""
        self._connection.sendall(held_back)

    def close(self) -> None:
        """Close the socket."""
        self._connection.close()

    def send(self, kind: bytes, payload: bytes, patience_s: float | None = None) -> None:
        """Send one frame.

        Parameters
        ----------
        kind
            One byte that says what the frame is.
        payload
            Its content, below 4 GiB.
        patience_s
            For how many seconds a large frame may block; None for ever.

        Raises
        ------
        TimeoutError
            The other side did not read it in that time.
        """
        header = self._held_back + _HEADER.pack(kind, len(payload))
        self._held_back = b""
        if (
            len(payload) < _PIECE_BYTES
        ):  # fits into the socket's buffer, since each side waits for the other's answer
            self._connection.sendall(header + payload)
        else:
            self._wait_at_most(patience_s)
            self._connection.sendall(header)
            self._connection.sendall(payload)

    def receive(self, look: Callable[[], float] | None = None) -> tuple[bytes, bytes]:
        """Return kind and payload of the next frame.

        Parameters
        ----------
        look : callable, optional
            Called before each wait, also while a frame comes byte by byte. Returns for how many seconds to wait until the next
            look, or raises to end the waiting.

        Raises
        ------
        EOFError
            The other side closed the socket, or announced a frame above `MAX_FRAME_BYTES`.
        """
        while len(self._read) < _HEADER.size:
            self._read += self._piece(look)
        kind, size = _HEADER.unpack_from(self._read)
        if size > MAX_FRAME_BYTES:
            raise EOFError(f"a frame of {size} bytes is above the limit of {MAX_FRAME_BYTES}")
        end = _HEADER.size + size
        if len(self._read) < end:
            return kind, self._long(size, look)
        payload, self._read = self._read[_HEADER.size : end], self._read[end:]
        return kind, payload

    def _long(self, size: int, look: Callable[[], float] | None) -> bytes:
        """Return a payload of which only the beginning has been read."""
        data = bytearray(size)
        filled = len(self._read) - _HEADER.size
        data[:filled] = self._read[_HEADER.size :]
        self._read = b""
        with memoryview(data) as view:
            while filled < size:
                self._wait_at_most(look() if look is not None else None)
                try:
                    count = self._connection.recv_into(view[filled:])
                except TimeoutError:
                    continue  # the next look decides
                if count == 0:
                    raise EOFError("the other side is gone")
                filled += count
        return bytes(data)

    def _piece(self, look: Callable[[], float] | None) -> bytes:
        while True:
            self._wait_at_most(look() if look is not None else None)
            try:
                piece = self._connection.recv(_PIECE_BYTES)
            except TimeoutError:
                continue  # the next look decides
            if not piece:
                raise EOFError("the other side is gone")
            return piece

    def _wait_at_most(self, patience_s: float | None) -> None:
        if patience_s != self._patience_s:  # each change costs a system call
            self._connection.settimeout(patience_s)
            self._patience_s = patience_s


def by_deadline(deadline: float) -> Callable[[], float]:
    """Return a look for `Channel.receive` that ends waiting, with TimeoutError, at a time on `time.monotonic`'s clock.

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
