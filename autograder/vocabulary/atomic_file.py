"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast


@contextlib.contextmanager
def replacing(path: Path, *, prefix: str = ".", mode: int | None = None) -> Iterator[BinaryIO]:
    """Yield a file to write to that takes the place of `path` when the ``with`` block ends.

    A reader sees the old file or the new one, never a part. Where the block raises, or there is no room, the old file stays and
    no part of the new one is left.

    Parameters
    ----------
    path : Path
        May exist, also as a file that cannot be written to; its folder must exist.
    prefix : str
        Begins the name of the file while it is not whole.
    mode : int, optional
        The file's permissions; by default those of any new file here.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield cast(BinaryIO, file)
        # mkstemp makes files for their owner alone; these are shared like any other file of the folder.
        Path(temporary).chmod(_usual_mode() if mode is None else mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
