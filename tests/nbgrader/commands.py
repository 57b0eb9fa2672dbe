"""Runs commands of nbgrader one after the other in one process, which pays for its import once.

    python commands.py < [[folder, [argument, ...]], ...] as JSON

Prints, as JSON, the exit code of each.
"""

import json
import os
import sys

from nbgrader.apps.nbgraderapp import NbGraderApp


def run(folder: str, arguments: list[str]) -> int:
    os.chdir(folder)
    NbGraderApp.clear_instance()
    try:
        NbGraderApp.launch_instance(arguments)
    except SystemExit as leave:
        return int(leave.code or 0)
    finally:
        command = NbGraderApp._instance and NbGraderApp._instance.subapp
        if command:
            type(command).clear_instance()
    return 0


if __name__ == "__main__":
    print(json.dumps([run(folder, arguments) for folder, arguments in json.load(sys.stdin)]))
