"""Takes away, when Python starts, what it lacks on Windows, as far as the standard library here can do without."""

import os
import signal
import socket
import sys


class _Absent:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "readline"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, _Absent())
for module, names in {
    os: "fork forkpty geteuid getgid getegid setsid killpg getpgid sched_getaffinity statvfs fchmod chown mkfifo"
    " wait3 wait4 getloadavg pread",
    signal: "SIGALRM SIGXCPU SIGHUP SIGUSR1 SIGCHLD setitimer pthread_sigmask siginterrupt",
    socket: "send_fds recv_fds",
}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
