"""The walls around a worker, put up before any line of the student's code runs.

Three mechanisms, none of which needs root: Landlock (which files may be opened), seccomp (which system calls may be made) and
resource limits (how much of everything). Running as root, the worker also gives up every capability, for good. Linux only.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import sysconfig
from pathlib import Path

import numpy as np

from autograder.seam import landlock, seccomp
from autograder.seam.packages import FoundPackages, PackageFinder, find_packages
from autograder.seam.walls import Walls

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 1, 38, 24
_LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522
_MAX_OPEN_FILES = 64


def _readable_paths(packages: FoundPackages) -> list[Path]:
    """Return the paths of Python's own library, of numpy and of `packages`, and nothing else that is installed beside them."""
    library = {Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")}
    paths = []
    for directory in library:
        if directory.is_dir():
            paths += [
                entry for entry in directory.iterdir() if entry.name not in ("site-packages", "dist-packages")
            ]
    package = Path(np.__file__).resolve().parent
    paths += [path for path in (package, package.with_name("numpy.libs")) if path.is_dir()]
    return [*paths, *packages.paths]


class Confinement:
    """Prepared once in the fork server; `apply` is called in each worker.

    Parameters
    ----------
    boxes : Path
        The directory in which each worker has its box, which also holds the submission's files.
    walls : Walls
    """

    def __init__(self, boxes: Path, walls: Walls) -> None:
        self._walls = walls
        packages = find_packages(walls.packages)
        sys.meta_path.append(PackageFinder(packages))
        paths = _readable_paths(packages)
        self._ruleset = landlock.create_ruleset(paths, [boxes]) if landlock.abi_version() > 0 else None
        self._program = seccomp.assemble(threads=walls.processes > 1) if seccomp.supported() else None

    def apply(self, box: Path) -> None:
        """Confine the calling process for good.

        Parameters
        ----------
        box : Path
            The one directory in which it may write.

        Raises
        ------
        OSError
            The kernel refuses a part; the process must not run a student's code then.
        """
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.geteuid() == 0:
            _drop_capabilities(libc)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "no_new_privs refused")
        self._limit_resources()
        if self._ruleset is not None:
            landlock.restrict_self(self._ruleset)
            os.close(self._ruleset)
            # Making the list of all that may be read takes longer than starting a worker; this one is short.
            own = landlock.create_writing_ruleset(box)
            landlock.restrict_self(own)
            os.close(own)
        if self._program is not None:
            seccomp.install(self._program)

    def _limit_resources(self) -> None:
        walls = self._walls
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        memory = _within(hard, address_space_bytes("self") + walls.memory_bytes)
        # The soft limit is moved for single checks; the worker itself cannot move it, since prlimit is closed to it.
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        cpu = int(np.ceil(walls.cpu_s))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (walls.file_bytes, walls.file_bytes))
        resource.setrlimit(resource.RLIMIT_NOFILE, (_MAX_OPEN_FILES, _MAX_OPEN_FILES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
        if walls.processes > 1:
            # The kernel counts all tasks of the user, so those of others are added. Root is not counted: seccomp decides alone.
            count = _tasks_of_user() + walls.processes - 1
            resource.setrlimit(resource.RLIMIT_NPROC, (count, count))


def address_space_bytes(pid: int | str) -> int:
    """Return the size of a process's address space, as the kernel counts it for RLIMIT_AS."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def limit_memory(pid: int, extra_bytes: int) -> None:
    """Let process `pid`, a child of the caller, allocate `extra_bytes` beyond what it has now."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_AS)
    soft = _within(hard, address_space_bytes(pid) + extra_bytes)
    resource.prlimit(pid, resource.RLIMIT_AS, (soft, hard))


def _within(hard: int, size: int) -> int:
    """Return `size`, or the hard limit under which the grader itself runs (``ulimit -v``) where that is less."""
    return size if hard == resource.RLIM_INFINITY else min(size, hard)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails beyond the kernel's last one, which is fine
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    if libc.capset(ctypes.byref(header), ctypes.byref(none)) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def _tasks_of_user() -> int:
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == os.getuid():
                count += len(list((entry / "task").iterdir()))
        except OSError:  # the process ended meanwhile
            continue
    return count
