"""The lowest versions that pyproject.toml declares, tried: ``python -m tests.lowest`` installs them and runs tests on them.

They are laid over the environment that runs this, which has everything else: a virtual environment in ``.venv/lowest`` holds
the lowest versions alone and finds the rest in the packages of this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOWEST = ROOT / ".venv" / "lowest"
# What users install; `docs` and `dev` serve the gate alone.
_EXTRAS = ["notebook", "reports", "parquet", "instructor", "cluster"]
# Each declared package is used by some of these, which take a minute together.
_TESTS = [
    "tests/batch/test_cluster.py",
    "tests/batch/test_grade_class.py",
    "tests/checks",
    "tests/course",
    "tests/grading/test_grader.py",
    "tests/reports/test_exports.py",
    "tests/reports/test_similarity.py",
    "tests/running",
    "tests/seam/test_codec.py",
    "tests/student/test_check.py",
    "tests/student/test_watch.py",
]


def lowest_versions(project: dict[str, object]) -> list[str]:
    """Return what to install, as ``name==version``: the lower bound of each declared dependency.

    Parameters
    ----------
    project
        The table ``project`` of pyproject.toml.

    Raises
    ------
    ValueError
        A dependency has no lower bound, so that nobody knows what works.

    """
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *(entry for extra in _EXTRAS for entry in extras[extra])]
    pinned = []
    for requirement in map(Requirement, declared):
        if requirement.name == project["name"]:
            continue
        bounds = [bound.version for bound in requirement.specifier if bound.operator == ">="]
        if len(bounds) != 1:
            raise ValueError(f"pyproject.toml: {requirement}: expected one lower bound, such as '>=2.0'")
        pinned.append(f"{requirement.name}=={bounds[0]}")
    return pinned


def install(pinned: list[str]) -> None:
    """Make the environment of the lowest versions, unless it is there already."""
    made_of = LOWEST / "made_of.txt"
    if made_of.is_file() and made_of.read_text().split() == pinned:
        return
    venv.create(LOWEST, clear=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", LOWEST, "install", "--quiet", "--no-deps"),
            *(*pinned, "--editable", ROOT),
        ],
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    packages = LOWEST / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    (packages / "the_rest.pth").write_text(sysconfig.get_path("purelib") + "\n")
    made_of.write_text("\n".join(pinned))


def main() -> int:
    """Install the lowest versions and run tests on them; return the exit code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    oldest = project["requires-python"].removeprefix(">=")
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if here != oldest:
        print(f"The lowest versions are tried on Python {oldest}; some have no build for this one, {here}.")
        return 0
    pinned = lowest_versions(project)
    install(pinned)
    print("Lowest versions:", *pinned, flush=True)
    environment = {
        **os.environ,
        "PATH": f"{LOWEST / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    python = LOWEST / "bin" / "python"
    commands = [
        ["-m", "autograder", "build", "--check"],
        ["-m", "pytest", "--quiet", "--numprocesses", "auto", *_TESTS],
    ]
    return max(subprocess.run([python, *words], cwd=ROOT, env=environment).returncode for words in commands)


if __name__ == "__main__":
    sys.exit(main())
