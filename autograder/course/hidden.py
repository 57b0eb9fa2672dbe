"""What a student is told about the hidden checks: how many there are and what they look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from autograder.course import fields
from autograder.course.fields import Place
from autograder.course.yaml_file import parse_yaml, read_text

_HIDDEN_CHECKS_FILE = "hidden_checks.yaml"


def hidden_counts(folder: Path) -> Mapping[str, Mapping[str, int]]:
    """Return, by exercise and topic, the number of hidden checks, from the file that `autograder build` wrote."""
    path = folder / _HIDDEN_CHECKS_FILE
    if not path.is_file():
        return {}
    counts = parse_yaml(read_text(path), path.name)
    found: Mapping[str, Mapping[str, int]] = fields.convert(
        counts or {}, dict[str, dict[str, int]], Place(path.name)
    )
    return found


def hidden_remaining(folder: Path, exercises: set[str] | None = None) -> str:
    """Return the sentence that ends every run of visible checks.

    Parameters
    ----------
    folder : Path
        The assignment's folder.
    exercises : set of str, optional
        Only these exercises.
    """
    topics: Counter[str] = Counter()
    for exercise, counts in hidden_counts(folder).items():
        if exercises is None or exercise in exercises:
            topics.update(counts)
    total = sum(topics.values())
    if not total:
        return "There are no hidden checks."
    about = ", ".join(sorted(topic for topic in topics if topic))
    noun, verb = ("check", "remains") if total == 1 else ("checks", "remain")
    return f"{total} hidden {noun} {verb}" + (f" ({about})." if about else ".")
