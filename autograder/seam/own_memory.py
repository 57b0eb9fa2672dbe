"""The grading process's own memory limit: reaching it costs one check, not the class."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def bounded_memory(extra_bytes: int) -> Iterator[None]:
    """Let this process allocate `extra_bytes` beyond what it has, inside the ``with`` block; more is a MemoryError.

    Does nothing where the system is not Linux, or has set a lower limit already.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    from autograder.seam.confinement import address_space_bytes

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = address_space_bytes("self") + extra_bytes
    set_already = min((limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY), default=wanted)
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, set_already), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
