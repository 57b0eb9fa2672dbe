"""A worker as a plain process, without walls: for a student's own code on the student's own machine.

Works wherever Python does, Windows included. Started as
 ``python -m autograder.seam.local_worker PORT TOKEN BUDGET DIRECTORY``; connects
to the grader's loopback port, says the token, and serves.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time

from autograder.seam.channel import Channel
from autograder.seam.serving import capture_output, serve

_LOOK_S = 2.0


def main(port: int, token: str, budget: int, directory: str) -> None:
    """Connect to the grader and answer until it hangs up.

    Parameters
    ----------
    port : int
        The grader's, on 127.0.0.1.
    token : str
        Tells the grader that this is the worker that it started.
    budget : int
        Bytes of printed text kept for each request.
    directory : str
        Becomes the current folder.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), name="watch", daemon=True).start()
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    channel = Channel(connection)
    channel.send(b"H", token.encode())
    os.chdir(directory)
    serve(channel, capture_output(1, budget))


def _end_with(grader: int) -> None:
    """End this process when the one that started it is gone, whatever the student's code is doing."""
    while os.getppid() == grader:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
