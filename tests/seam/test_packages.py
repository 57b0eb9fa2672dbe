"""Packages that course.yaml allows are importable behind the walls, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from autograder.seam.fork_server import ForkServer
from autograder.seam.packages import find_packages, missing_packages
from autograder.seam.proxy import SubmissionProxy
from autograder.seam.student_process import StudentProcess, walls_of
from autograder.vocabulary.errors import StudentException
from tests.seam.conftest import LIMITS, submission_of

WITH_SCIPY = msgspec.structs.replace(LIMITS, packages=("scipy",), memory_mb=512)


@pytest.fixture(scope="module")
def code():
    server = ForkServer(walls_of(WITH_SCIPY), WITH_SCIPY.output_kb * 1024)
    source = f"""
import scipy.linalg, scipy.optimize, scipy.stats
from scipy.special import logsumexp
import msgspec

def largest(x): return float(logsumexp(x))
def beside(): return open({msgspec.__file__!r}).read(1)
def listed(): return __import__("os").listdir({str(Path(msgspec.__file__).parents[1])!r})
def other(): return msgspec.json.encode(1) + b""
"""
    process = StudentProcess(submission_of(source), server, WITH_SCIPY)
    process.begin_check(None, None)
    yield SubmissionProxy(process)
    process.close()
    server.close()


def test_a_package_that_the_course_allows_is_the_real_one(code):
    assert code.largest([0.0, 0.0]) == pytest.approx(0.6931471805599453)


@pytest.mark.parametrize("function", ["beside", "listed"])
def test_what_is_installed_beside_it_cannot_be_read(code, function):
    with pytest.raises(StudentException) as caught:
        getattr(code, function)()
    assert "PermissionError" in str(caught.value) or "Permission denied" in str(caught.value)


def test_another_package_is_not_there(code):
    with pytest.raises(StudentException, match="msgspec is not available here"):
        code.other()


def test_packages_come_with_what_they_need_and_without_what_extras_need():
    found = find_packages(["matplotlib"])
    assert {
        "matplotlib",
        "mpl_toolkits",
        "numpy",
        "PIL",
        "pyparsing",
        "dateutil",
    } <= found.places.keys()
    assert "pytest" not in found.places
    assert missing_packages(["scipy", "no_such_package"]) == ["no_such_package"]


def test_nothing_of_it_is_loaded_in_the_process_that_grades(weather, tmp_path):
    course = weather / "course.yaml"
    course.write_text(f"packages: [scipy]\n{course.read_text()}")
    work = tmp_path / "student-01.py"
    work.write_text(
        "from scipy.constants import convert_temperature\n\n"
        "def to_celsius(f): return float(convert_temperature(f, 'F', 'C'))\n"
    )
    program = f"""
import sys
from pathlib import Path
from autograder.commands.grade import GradeOptions, grade_paths
work, out, course = map(Path, {[str(work), str(tmp_path / "out"), str(course)]!r})
code = grade_paths([work], ["weather"], out, course, GradeOptions(jobs=1))
sys.exit(code or 10 * any(name.partition(".")[0] == "scipy" for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert " 2 " in next(line for line in done.stdout.splitlines() if "student-01" in line)


def test_a_package_that_is_not_installed_is_named_before_anything_is_graded(cli, weather, tmp_path):
    course = weather / "course.yaml"
    course.write_text(f"packages: [no_such_package]\n{course.read_text()}")
    (tmp_path / "weather.py").write_text("x = 1\n")
    done = cli("grade", tmp_path, "--assignment", "weather", "--course", course, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "course.yaml: packages: no_such_package is not installed here" in done.stderr
