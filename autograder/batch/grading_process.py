"""A process that grades for another one, and ends with it.

Orders come in on the standard input as pickles, each with its length before it, and answers go out on the standard output in the
same way. Both ends are this package, so nothing of a student's is ever unpickled that was not packed here. When the input ends,
because the other process has finished or was killed, this one ends too, in the middle of a submission if need be.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import threading
from typing import IO, Any

from autograder.batch.graders import grade_one

# What an idle process gets to end its workers and clear their boxes.
_ENDING_S = 5.0
_LENGTH = struct.Struct("!Q")


def send(file: IO[bytes], value: object) -> None:
    """Write a value as a frame."""
    data = pickle.dumps(value)
    file.write(_LENGTH.pack(len(data)) + data)
    file.flush()


def receive(file: IO[bytes]) -> Any:
    """Read a frame's value.

    Raises
    ------
    EOFError
        The other end is closed.
    """
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def start() -> None:
    """Grade what is ordered until no more orders come."""
    # Checks may read and print what they like; the two pipes are out of their reach.
    orders_in = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(orders_in, orders), name="orders", daemon=True).start()
    while (order := orders.get()) is not None:
        answer: object
        try:
            answer = grade_one(*order)
        except Exception as error:
            answer = _portable(error)
        try:
            send(answers, answer)
        except OSError:  # nobody waits for it any more
            break


def _read(file: IO[bytes], orders: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            orders.put(receive(file))
    except (EOFError, OSError):
        orders.put(None)
    # The fork server sees that this process is gone, ends its workers and clears their boxes.
    threading.Event().wait(_ENDING_S)
    os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return the error if it can be pickled, or one that says the same."""
    try:
        copy = pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return copy if isinstance(copy, Exception) else RuntimeError(str(error))
