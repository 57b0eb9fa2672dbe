"""The sources of workers in this process, started when they are first needed."""

from __future__ import annotations

from autograder.course.limits import Isolation, Limits
from autograder.seam.fork_server import ForkServer
from autograder.seam.plain_starter import PlainStarter
from autograder.seam.starters import Starter
from autograder.seam.student_process import walls_of
from autograder.seam.walls import missing_mechanisms


class Workers:
    """The sources of workers in this process, one for each isolation and set of limits that is asked for."""

    def __init__(self) -> None:
        self._starters: dict[tuple[Isolation, Limits], Starter] = {}

    def source(self, isolation: Isolation, limits: Limits) -> Starter:
        """Return where workers with these limits come from."""
        key = (isolation, limits)
        if key not in self._starters:
            self._starters[key] = start_workers(isolation, limits)
        return self._starters[key]

    def drop(self, isolation: Isolation, limits: Limits) -> None:
        """End a source that may be broken; the next call of `source` starts a new one."""
        starter = self._starters.pop((isolation, limits), None)
        if starter is not None:
            starter.close()

    def close(self) -> None:
        """End all sources and their workers."""
        for starter in self._starters.values():
            starter.close()
        self._starters.clear()


def start_workers(isolation: Isolation, limits: Limits) -> Starter:
    """Return the source of workers that `isolation` asks for on this machine."""
    output_bytes = limits.output_kb * 1024
    required = isolation is Isolation.REQUIRED
    if required or (isolation is Isolation.BEST_EFFORT and not missing_mechanisms()):
        return ForkServer(walls_of(limits), output_bytes, required=required)
    return PlainStarter(output_bytes)
