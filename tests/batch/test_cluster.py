"""A real scheduler on this machine, and workers as people start them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.batch.cluster import grade_on_cluster
from autograder.batch.grade_class import grade_class
from autograder.batch.interrupts import Interrupts
from autograder.batch.store import ResultStore
from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import find_submissions
from autograder.vocabulary.errors import UsageError

distributed = pytest.importorskip("distributed")
WORKER = [sys.executable, "-m", "distributed.cli.dask_worker", "--host", "127.0.0.1", "--no-dashboard"]


def plan_of(course: Path) -> GradingPlan:
    return GradingPlan(course / "course.yaml", "weather", Isolation.REQUIRED)


def class_of(course: Path, size: int) -> dict[str, float]:
    """Make a class of many and return the points that each earns."""
    points = {"student-01": 5.0, "student-02": 1.0, "student-03": 2.0}
    texts = {name: (course / "class" / f"{name}.py").read_text() for name in points}
    for number in range(4, size + 1):
        like = f"student-{(number - 1) % 3 + 1:02}"
        (course / "class" / f"student-{number:02}.py").write_text(texts[like] + f"# {number}\n")
        points[f"student-{number:02}"] = points[like]
    return points


def points_on(course: Path, out: Path, address: str) -> dict[str, float | None]:
    steps = grade_class(
        plan_of(course), find_submissions([course / "class"], "weather"), ResultStore(out), scheduler=address
    )
    return {step.result.student: step.result.points for step in steps}


@pytest.fixture
def cluster() -> Iterator[distributed.LocalCluster]:
    with distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster:
        yield cluster


@pytest.fixture
def scheduler(cluster) -> str:
    return str(cluster.scheduler_address)


@contextlib.contextmanager
def worker(address: str, folder: Path, name: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with several threads that stands in a folder of its own and knows of no course."""
    folder.mkdir(exist_ok=True)
    command = [*WORKER, address, "--name", name, "--nthreads", "3", "--no-nanny"]
    process = subprocess.Popen(
        [*command, "--local-directory", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def test_workers_of_many_threads_that_see_no_course_grade_right_when_one_is_killed_and_one_joins_late(
    weather, tmp_path, scheduler
):
    expected = class_of(weather, 24)
    found = find_submissions([weather / "class"], "weather")
    points = {}
    with contextlib.ExitStack() as workers:
        first = workers.enter_context(worker(scheduler, tmp_path / "one", "one"))
        steps = grade_class(plan_of(weather), found, ResultStore(tmp_path / "out"), scheduler=scheduler)
        for step in steps:
            points[step.result.student] = step.result.points
            if len(points) == 2:
                workers.enter_context(worker(scheduler, tmp_path / "two", "two"))
                os.kill(first.pid, signal.SIGKILL)
    assert points == expected


def test_a_worker_of_another_version_is_refused_by_name_and_others_do_its_work(
    weather, tmp_path, cluster, scheduler, capfd
):
    odd = tmp_path / "odd"
    odd.mkdir()
    # What such a worker would find where packages are installed: another numpy's record.
    (odd / "numpy-0.1.dist-info").mkdir()
    (odd / "numpy-0.1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: numpy\nVersion: 0.1\n"
    )
    path = os.pathsep.join([str(odd), str(Path(__file__).parents[2])])
    with worker(scheduler, tmp_path / "stale", "the-odd-one", PYTHONPATH=path):
        with pytest.raises(UsageError, match=r"the-odd-one.*numpy 0\.1 instead of"):
            points_on(weather, tmp_path / "alone", scheduler)
        with worker(scheduler, tmp_path / "good", "good"):
            until = time.monotonic() + 60
            while len(cluster.scheduler.workers) < 2 and time.monotonic() < until:
                time.sleep(0.05)
            assert points_on(weather, tmp_path / "both", scheduler) == class_of(weather, 3)
    assert "Refused: worker the-odd-one" in capfd.readouterr().err


def test_a_course_that_has_changed_since_is_graded_by_its_new_rules(weather, tmp_path, scheduler):
    with worker(scheduler, tmp_path / "one", "one"):
        before = points_on(weather, tmp_path / "before", scheduler)
        course = weather / "course.yaml"
        course.write_text(course.read_text().replace("points: 3", "points: 30", 1))
        after = points_on(weather, tmp_path / "after", scheduler)
    assert before["student-01"] == 5.0
    assert after["student-01"] == 32.0


def test_a_scheduler_that_is_not_there_is_a_usage_error(weather):
    found = iter(find_submissions([weather / "class"], "weather"))
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        list(grade_on_cluster(plan_of(weather), found, "tcp://127.0.0.1:9", Interrupts()))
