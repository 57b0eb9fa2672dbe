"""How far a change of one function reaches: which checks can come out differently.

A check that neither calls a function nor calls one that uses it, directly or through others, runs on a wrong version
of that function exactly as on the solution. So the self-check need not run it for each of hundreds of wrong versions.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from autograder.checks.declaration import Check
from autograder.course.misconceptions import Misconception


class Reach:
    """Knows what every check of an assignment calls.

    Parameters
    ----------
    called : mapping of str to frozenset of str
        By name of check, the names of the submission that it calls or reads when run on the solution.
    source : str
        The solution's text.
    """

    def __init__(self, called: Mapping[str, frozenset[str]], source: str) -> None:
        uses = _direct_uses(source)
        self._reached = {
            check: _closure({name.partition(".")[0] for name in names}, uses)
            for check, names in called.items()
        }

    def reaches(self, check: Check, entry: Misconception) -> bool:
        """Say whether `check` may come out differently with `entry` in place; its own exercise's checks always may."""
        return check.exercise == entry.exercise or entry.replaces in self._reached[check.name]


def _direct_uses(source: str) -> dict[str, set[str]]:
    """Return, for each top-level definition, the names that occur in it."""
    return {
        node.name: {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def _closure(names: set[str], uses: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += uses.get(name, ())
    return found
