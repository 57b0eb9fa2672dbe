"""Seccomp: the list of system calls that a worker may make; every other fails with EPERM.

The filter is a classic BPF program, assembled once in the fork server, so that a worker pays for one `prctl`. It is an allowlist
because that is the only kind that stays right when kernels grow. What Landlock's first version does not cover is decided here:
no sockets, no new programs or processes, no signals to anyone, no tracing, no shared memory.

System call numbers: ``arch/x86/entry/syscalls/syscall_64.tbl`` and ``include/uapi/asm-generic/unistd.h`` (arm64) of Linux.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import struct
import termios

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _AND, _JUMP_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_CLONE_THREAD = 0x10000

_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86-64, arm64); None where an architecture has no such call
_PLAIN: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "stat": (4, None), "fstat": (5, 80),
    "lstat": (6, None), "poll": (7, None), "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226),
    "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66),
    "access": (21, None), "pipe": (22, None), "select": (23, None), "sched_yield": (24, 124), "mremap": (25, 216),
    "madvise": (28, 233), "dup": (32, 23), "dup2": (33, None), "pause": (34, None), "nanosleep": (35, 101),
    "getitimer": (36, 102), "alarm": (37, None), "setitimer": (38, 103), "getpid": (39, 172), "sendfile": (40, 71),
    "sendto": (44, 206), "recvfrom": (45, 207), "exit": (60, 93), "uname": (63, 160), "flock": (73, 32),
    "fsync": (74, 82), "fdatasync": (75, 83), "ftruncate": (77, 46), "getdents": (78, None),
    "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50), "rename": (82, None), "mkdir": (83, None),
    "rmdir": (84, None), "unlink": (87, None), "readlink": (89, None), "umask": (95, 166),
    "gettimeofday": (96, 169), "getrlimit": (97, 163), "getrusage": (98, 165), "sysinfo": (99, 179),
    "times": (100, 153), "getuid": (102, 174), "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177),
    "getppid": (110, 173), "rt_sigpending": (127, 136), "sigaltstack": (131, 132), "statfs": (137, 43),
    "fstatfs": (138, 44), "gettid": (186, 178), "time": (201, None), "futex": (202, 98),
    "sched_getaffinity": (204, 123), "getdents64": (217, 61), "set_tid_address": (218, 96),
    "restart_syscall": (219, 128), "fadvise64": (221, 223), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "epoll_wait": (232, None), "epoll_ctl": (233, 21),
    "mkdirat": (258, 34), "newfstatat": (262, 79), "unlinkat": (263, 35),
    "renameat": (264, 38), "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72),
    "ppoll": (271, 73), "set_robust_list": (273, 99), "epoll_pwait": (281, 22), "epoll_create1": (291, 20),
    "dup3": (292, 24), "pipe2": (293, 59), "renameat2": (316, 276), "getrandom": (318, 278),
    "copy_file_range": (326, 285), "statx": (332, 291), "rseq": (334, 293), "close_range": (436, 436),
    "faccessat2": (439, 439),
}  # fmt: skip
_FCNTL, _PRLIMIT64, _CLONE, _CLONE3, _IOCTL = (72, 25), (302, 261), (56, 220), (435, 435), (16, 29)
_OPEN, _OPENAT = (2, None), (257, 56)

# F_SETOWN and F_SETSIG would let a process have the kernel send signals for it.
_FCNTL_ALLOWED = (
    fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_SETFL, fcntl.F_GETLK, fcntl.F_SETLK,
    fcntl.F_SETLKW, fcntl.F_DUPFD_CLOEXEC,
)  # fmt: skip
# Landlock's first two versions let a file that may only be read be emptied, by truncate() or by opening it so.
_READ_AND_EMPTY = os.O_RDONLY | os.O_TRUNC, os.O_ACCMODE | os.O_TRUNC
_FIOCLEX = 0x5451
_IOCTL_ALLOWED = (termios.TCGETS, _FIOCLEX)


def system_calls() -> dict[str, tuple[int | None, int | None]]:
    """Return every system call that the filter knows, by name: its number on x86-64 and on arm64, None where there is none."""
    special = {"fcntl": _FCNTL, "prlimit64": _PRLIMIT64, "clone": _CLONE, "clone3": _CLONE3, "ioctl": _IOCTL}
    return {**_PLAIN, **special, "open": _OPEN, "openat": _OPENAT}


def supported() -> bool:
    """Say whether system call numbers of this machine's architecture are known."""
    return platform.machine() in _AUDIT_ARCHITECTURE


def assemble(threads: bool) -> bytes:
    """Return the filter program; `threads` allows new threads, never new processes."""
    column = list(_AUDIT_ARCHITECTURE).index(platform.machine())
    program = _Program()
    program.load(_ARCHITECTURE_AT)
    program.unless_equal_return(_AUDIT_ARCHITECTURE[platform.machine()], _KILL)
    program.load(_NUMBER_AT)
    for numbers in _PLAIN.values():
        number = numbers[column]
        if number is not None:
            program.if_equal_return(number, _ALLOW)
    for call, flags_at in ((_OPEN, 1), (_OPENAT, 2)):
        number = call[column]
        if number is not None:
            program.argument_not_in(number, flags_at, os.O_ACCMODE | os.O_TRUNC, _READ_AND_EMPTY)
    program.argument_in(_FCNTL[column], 1, _FCNTL_ALLOWED, errno.EPERM)
    # Python takes ENOTTY as "this file has no such control" and does without.
    program.argument_in(_IOCTL[column], 1, _IOCTL_ALLOWED, errno.ENOTTY)
    program.pointer_is_null(_PRLIMIT64[column], 2)
    if threads:
        program.argument_has_bit(_CLONE[column], 0, _CLONE_THREAD)
    # ENOSYS makes the C library fall back to clone, whose flags a filter can see.
    program.if_equal_return(_CLONE3[column], _ERRNO | errno.ENOSYS)
    program.return_(_ERRNO | errno.EPERM)
    return program.code()


def install(program: bytes) -> None:
    """Put the calling process, for good, under a filter of `assemble`. `no_new_privs` must be set.

    Raises
    ------
    OSError
        The kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp filter refused")


class _Program:
    """Classic BPF, one instruction ``(code, jump if true, jump if false, constant)`` at a time."""

    def __init__(self) -> None:
        self._instructions: list[tuple[int, int, int, int]] = []

    def load(self, offset: int) -> None:
        self._instructions.append((_LOAD, 0, 0, offset))

    def return_(self, action: int) -> None:
        self._instructions.append((_RETURN, 0, 0, action))

    def if_equal_return(self, value: int, action: int) -> None:
        self._instructions.append((_JUMP_EQUAL, 0, 1, value))
        self.return_(action)

    def unless_equal_return(self, value: int, action: int) -> None:
        self._instructions.append((_JUMP_EQUAL, 1, 0, value))
        self.return_(action)

    def argument_in(self, number: int, argument: int, values: tuple[int, ...], otherwise: int) -> None:
        """Decide call `number`: allowed where its 32-bit `argument` is one of `values`, else error `otherwise`."""
        self._instructions.append((_JUMP_EQUAL, 0, 2 * len(values) + 2, number))
        self.load(_ARGUMENTS_AT + 8 * argument)
        for value in values:
            self.if_equal_return(value, _ALLOW)
        self.return_(_ERRNO | otherwise)

    def argument_not_in(self, number: int, argument: int, mask: int, values: tuple[int, ...]) -> None:
        """Decide call `number`: allowed unless its 32-bit `argument`, under `mask`, is one of `values`."""
        self._instructions.append((_JUMP_EQUAL, 0, 2 * len(values) + 3, number))
        self.load(_ARGUMENTS_AT + 8 * argument)
        self._instructions.append((_AND, 0, 0, mask))
        for value in values:
            self.if_equal_return(value, _ERRNO | errno.EPERM)
        self.return_(_ALLOW)

    def pointer_is_null(self, number: int, argument: int) -> None:
        """Decide call `number`: allowed where its 64-bit `argument` is zero."""
        self._instructions.append((_JUMP_EQUAL, 0, 6, number))
        self.load(_ARGUMENTS_AT + 8 * argument)
        self._instructions.append((_JUMP_EQUAL, 0, 3, 0))
        self.load(_ARGUMENTS_AT + 8 * argument + 4)
        self._instructions.append((_JUMP_EQUAL, 0, 1, 0))
        self.return_(_ALLOW)
        self.return_(_ERRNO | errno.EPERM)

    def argument_has_bit(self, number: int, argument: int, bit: int) -> None:
        """Decide call `number`: allowed where `bit` of `argument` is set."""
        self._instructions.append((_JUMP_EQUAL, 0, 4, number))
        self.load(_ARGUMENTS_AT + 8 * argument)
        self._instructions.append((_JUMP_ANY_BIT, 0, 1, bit))
        self.return_(_ALLOW)
        self.return_(_ERRNO | errno.EPERM)

    def code(self) -> bytes:
        return b"".join(struct.pack("@HBBI", *instruction) for instruction in self._instructions)
