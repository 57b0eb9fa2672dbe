"""Landlock: the kernel's own list of what a process may open, by system calls (Linux 5.13 and newer, x86-64 and arm64).

Numbers and structures: ``include/uapi/linux/landlock.h``; the three system calls have the same numbers on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1

READ_FILE, READ_DIR = 1 << 2, 1 << 3
_WRITE_FILE, _REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 1, 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_WRITING = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _TRUNCATE
# Everything a file system can be asked for, by the ABI that introduced it.
_ALL_FS_ABI_1 = (1 << 13) - 1
_FS_SINCE = {2: 1 << 13, 3: _TRUNCATE, 5: 1 << 15}
_NET_SINCE_4 = 0b11  # bind and connect TCP
_SCOPE_SINCE_6 = 0b11  # abstract unix sockets and signals

_libc = ctypes.CDLL(None, use_errno=True)


def abi_version() -> int:
    """Return the kernel's Landlock version, 0 where it has none."""
    version = int(_libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG))
    return max(version, 0)


def create_ruleset(readable: Iterable[Path], writable: Iterable[Path]) -> int:
    """Return the file descriptor of a ruleset that allows reading below `readable` and anything usual below `writable`.

    Raises
    ------
    OSError
        The kernel refuses; see `abi_version`.
    """
    abi = abi_version()
    handled = _ALL_FS_ABI_1
    for since, bits in _FS_SINCE.items():
        if abi >= since:
            handled |= bits
    attributes = struct.pack("<Q", handled)
    if abi >= 4:
        attributes += struct.pack("<Q", _NET_SINCE_4)
    if abi >= 6:
        attributes += struct.pack("<Q", _SCOPE_SINCE_6)
    ruleset = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    for path in readable:
        _allow(ruleset, path, READ_FILE | READ_DIR)
    for path in writable:
        _allow(ruleset, path, (READ_FILE | READ_DIR | _WRITING) & handled)
    return ruleset


def create_writing_ruleset(writable: Path) -> int:
    """Return the file descriptor of a ruleset that says nothing on reading, and allows writing below `writable` only.

    Raises
    ------
    OSError
        The kernel refuses; see `abi_version`.
    """
    handled = _WRITING if abi_version() >= 3 else _WRITING & ~_TRUNCATE
    attributes = struct.pack("<Q", handled)
    ruleset = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    _allow(ruleset, writable, handled)
    return ruleset


def restrict_self(ruleset: int) -> None:
    """Put the calling process, for good, under a ruleset. `no_new_privs` must be set.

    Raises
    ------
    OSError
        The kernel refuses.
    """
    _call(_RESTRICT_SELF, ruleset, 0)


def _allow(ruleset: int, path: Path, access: int) -> None:
    directory = path.is_dir()
    if not directory:
        access &= READ_FILE | _WRITE_FILE | _TRUNCATE
    target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("<Qi", access, target), 0)
    finally:
        os.close(target)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(number, *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
