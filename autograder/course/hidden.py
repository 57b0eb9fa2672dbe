"""What a student is told about the hidden checks: how many there are and what they look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

HIDDEN_CHECKS_FILE = "hidden_checks.yaml"


def hidden_counts(folder: Path) -> Mapping[str, Mapping[str, int]]:
    """Return, by exercise and topic, the number of hidden checks, from the file that `autograder build` wrote."""
    path = folder / HIDDEN_CHECKS_FILE
    if not path.is_file():
        return {}
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


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
