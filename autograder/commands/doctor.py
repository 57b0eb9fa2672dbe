"""`autograder doctor`."""

from __future__ import annotations

from pathlib import Path

from autograder.commands.common import plain_console
from autograder.course.course import find_course, load_course
from autograder.course.limits import Isolation, Limits
from autograder.seam.walls import missing_mechanisms
from autograder.upkeep.doctor import examine, mechanisms


def report_protection(course_file: Path | None) -> int:
    """Print each protection and how the attack on it ended; 0 when all hold, 1 otherwise."""
    path = course_file or find_course(Path.cwd())
    limits = load_course(path).limits if path else Limits()
    console = plain_console()
    for line in mechanisms():
        console.print(line)
    isolation = Isolation.BEST_EFFORT if missing_mechanisms() else Isolation.REQUIRED
    console.print("What a submission tried, in a worker as `autograder grade` starts it:")
    findings = examine(limits, isolation)
    for finding in findings:
        word = "enforced" if finding.enforced else "OPEN    "
        console.print(f"  {word}  {finding.attempt}: {finding.detail}", markup=False, soft_wrap=True)
    held = sum(finding.enforced for finding in findings)
    console.print(f"{held} of {len(findings)} protections are enforced on this machine.")
    return 0 if held == len(findings) else 1
