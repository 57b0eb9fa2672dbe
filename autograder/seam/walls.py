"""What a worker is confined to, and whether this machine can do it. Importable on every system."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Walls:
    """What a worker may use. Sizes in bytes, times in seconds.

    `memory_bytes` counts address space beyond what Python and numpy take; `processes` counts processes and threads, the worker
    itself included. `packages` may be read and imported besides Python's own library and numpy.
    """

    memory_bytes: int
    cpu_s: float
    file_bytes: int
    processes: int
    packages: tuple[str, ...] = ()


def missing_mechanisms() -> list[str]:
    """Return, for each mechanism that this machine lacks, what is missing and the remedy; empty where all is there."""
    if not sys.platform.startswith("linux"):
        return [
            f"{sys.platform} has neither Landlock nor seccomp: grade on Linux, or set `isolation: best_effort`"
        ]
    from autograder.seam import landlock, seccomp

    missing = []
    if landlock.abi_version() < 1:
        missing.append(
            "Landlock is not enabled in this kernel: use Linux 5.13 or newer, with landlock in the kernel's `lsm=` list"
        )
    if not seccomp.supported():
        missing.append("the system call numbers of this processor are unknown: grade on x86-64 or arm64")
    return missing
