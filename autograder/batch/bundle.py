"""What another machine needs to grade an assignment: the course file and the assignment's files, as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course.limits import Isolation
from autograder.grading.plan import GradingPlan

_CONFTEST = "conftest.py"


@dataclass(frozen=True)
class Bundle:
    """A plan with the files that it is about.

    Attributes
    ----------
    course_file : str
        The name of the course's file.
    assignment : str
    isolation : Isolation
    rules_digest : str
        The plan's: what is unpacked elsewhere has to have it too.
    made_by : tuple of (str, str)
        The versions that results depend on, by name.
    files : tuple of (str, bytes)
        By path relative to the course's folder.
    """

    course_file: str
    assignment: str
    isolation: Isolation
    rules_digest: str
    made_by: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, bytes], ...]

    def unpack(self, folder: Path) -> GradingPlan:
        """Write the files into `folder` and return the plan that they make there, with the digest that they have there."""
        for name, content in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return GradingPlan(folder / self.course_file, self.assignment, self.isolation)


def pack(plan: GradingPlan) -> Bundle:
    """Return the bundle of a plan."""
    folders = plan.folders
    root = folders.root
    paths = [plan.course_file, root / _CONFTEST]
    for folder in (folders.visible, folders.hidden):
        paths.append(folder.parent / _CONFTEST)
        paths += sorted(folder.rglob("*"))
    return Bundle(
        course_file=plan.course_file.name,
        assignment=plan.assignment,
        isolation=plan.isolation,
        rules_digest=plan.rules_digest,
        made_by=_versions(plan),
        files=tuple(
            (path.relative_to(root).as_posix(), path.read_bytes())
            for path in dict.fromkeys(paths)
            if path.is_file() and not _is_litter(path.relative_to(root))
        ),
    )


def why_not(bundle: Bundle, plan: GradingPlan) -> str:
    """Return why an unpacked `plan` cannot be used for `bundle`, a different version or different files; empty where it can."""
    here = dict(_versions(plan))
    other = [
        f"{name} {here[name]} instead of {wanted}"
        for name, wanted in bundle.made_by
        if here.get(name) != wanted
    ]
    if other:
        return "has " + ", ".join(other)
    if plan.rules_digest != bundle.rules_digest:
        return f"has rules with the digest {plan.rules_digest[:12]} instead of {bundle.rules_digest[:12]}"
    return ""


def _versions(plan: GradingPlan) -> tuple[tuple[str, str], ...]:
    made_by = plan.made_by()
    return tuple((name, getattr(made_by, name)) for name in ("engine", "python", "numpy", "pytest"))


def _is_litter(path: Path) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)
