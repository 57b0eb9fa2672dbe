"""The filter's system calls are those that are meant, and a process of a foreign architecture is killed."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import struct
import subprocess
import sys

import pytest

from autograder.seam import seccomp

_LIBRARY = ctypes.util.find_library("seccomp")
_ARCHITECTURES = {0: 0xC000003E, 1: 0xC00000B7}  # SCMP_ARCH_X86_64, SCMP_ARCH_AARCH64


@pytest.mark.skipif(_LIBRARY is None, reason="libseccomp is not installed")
@pytest.mark.parametrize("name", seccomp.system_calls())
def test_the_numbers_are_those_of_libseccomp(name):
    resolve = ctypes.CDLL(_LIBRARY).seccomp_syscall_resolve_name_arch
    for column, architecture in _ARCHITECTURES.items():
        number = resolve(ctypes.c_uint32(architecture), name.encode())
        known = seccomp.system_calls()[name][column]
        assert known == number if known is not None else number < 0


def run_filter(program: bytes, architecture: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """Return what the kernel's machine for classic BPF would: the action for a system call."""
    data = struct.pack("<iIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    instructions = list(struct.iter_unpack("@HBBI", program))
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, constant = instructions[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x15:
                at += if_true if accumulator == constant else if_false
            case 0x45:
                at += if_true if accumulator & constant else if_false
            case 0x06:
                return constant
            case _:
                raise AssertionError(f"instruction {code:#x} is not known")


KILL, ALLOW, EPERM = 0x80000000, 0x7FFF0000, 0x00050001
OWN, FOREIGN = (0xC000003E, 0x40000003) if os.uname().machine == "x86_64" else (0xC00000B7, 0x40000028)
OPENAT = 257 if os.uname().machine == "x86_64" else 56


def test_a_call_of_another_architecture_ends_the_process():
    program = seccomp.assemble(threads=False)

    assert run_filter(program, FOREIGN, 1) == KILL  # on 32-bit x86, number 1 is exit; here it is write
    read = seccomp.system_calls()["read"][0 if OWN == 0xC000003E else 1]
    assert run_filter(program, OWN, read) == ALLOW


@pytest.mark.parametrize(
    ("flags", "action"),
    [
        (os.O_RDONLY, ALLOW),
        (os.O_RDONLY | os.O_CLOEXEC, ALLOW),
        (os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ALLOW),
        (os.O_RDWR | os.O_CREAT | os.O_TRUNC, ALLOW),
        (os.O_RDONLY | os.O_TRUNC, EPERM),
        (os.O_RDONLY | os.O_TRUNC | os.O_CLOEXEC, EPERM),
        (os.O_ACCMODE | os.O_TRUNC, EPERM),
    ],
)
def test_a_file_is_emptied_only_by_who_may_write_it(flags, action):
    program = seccomp.assemble(threads=False)

    assert run_filter(program, OWN, OPENAT, (0, 0, flags)) == action


def test_the_kernel_takes_the_program_and_refuses_what_it_says():
    script = (
        "import ctypes, os, tempfile\nfrom autograder.seam import seccomp\n"
        "path = tempfile.NamedTemporaryFile().name\nopen(path, 'w').write('x')\n"
        "assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0\nseccomp.install(seccomp.assemble(threads=False))\n"
        "for attempt in (lambda: os.truncate(path, 0), lambda: os.open(path, os.O_RDONLY | os.O_TRUNC)):\n"
        "    try: attempt()\n    except PermissionError: continue\n    raise SystemExit('not refused')\n"
        "assert open(path).read() == 'x'\nopen(path, 'w').close()\nassert open(path).read() == ''\nos.unlink(path)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
