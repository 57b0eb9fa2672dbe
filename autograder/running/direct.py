"""A check's call with its fixtures resolved once, when it is collected.

pytest resolves the fixtures of a test anew in each run: for checks that run on submission after submission that is half of what
grading costs. A check all of whose fixtures are plain functions of the check's own scope is called directly here, from pytest's
own definitions; every other check is left to pytest's protocol, and both give the same verdicts.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.checks.declaration import Check
from autograder.running import fixtures
from autograder.running.subjects import Subject

# Marks that change how pytest runs a test.
_SPECIAL_MARKS = frozenset({"skip", "skipif", "xfail", "usefixtures"})
_Make = Callable[[Check, Subject, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class _Step:
    """One fixture: its name, and what makes its value of the check, the subject and the values before it."""

    name: str
    make: _Make
    yields: bool


@dataclass(frozen=True)
class DirectCall:
    """How to call a check without pytest."""

    function: Callable[..., Any]
    arguments: tuple[str, ...]
    steps: tuple[_Step, ...]

    def run(self, check: Check, subject: Subject) -> None:
        """Set up the fixtures, call the check, and tear down what was set up, also where something raised."""
        values: dict[str, Any] = {}
        opened: list[Iterator[Any]] = []
        try:
            for step in self.steps:
                made = step.make(check, subject, values)
                if step.yields:
                    opened.append(made)
                    made = next(made)
                values[step.name] = made
            self.function(**{name: values[name] for name in self.arguments})
        finally:
            _close(opened)

    @property
    def uses_submission(self) -> bool:
        """Whether the check can call the student's code."""
        return any(step.name == "submission" for step in self.steps)


def direct_call(item: pytest.Item) -> DirectCall | None:
    """Return how to call a collected check directly, or None where only pytest knows how to run it."""
    if not isinstance(item, pytest.Function) or item.cls is not None or not inspect.isfunction(item.obj):
        return None
    if any(mark.name in _SPECIAL_MARKS for mark in item.iter_markers()):
        return None
    definitions: Mapping[str, Sequence[pytest.FixtureDef[Any]]] = item._fixtureinfo.name2fixturedefs
    params: Mapping[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    arguments = item._fixtureinfo.argnames
    # pytest lists `request` where any fixture asks for it, as its own do; only who needs it makes a difference.
    names = [name for name in item.fixturenames if name != "request" or name in arguments]
    steps: dict[str, _Step] = {}
    try:
        for name in names:
            _resolve(name, item, definitions, params, steps, ())
    except _OnlyPytestKnows:
        return None
    return DirectCall(item.obj, tuple(arguments), tuple(steps.values()))


class _OnlyPytestKnows(Exception):
    """A fixture is of a kind that is left to pytest."""


def _resolve(
    name: str,
    item: pytest.Function,
    definitions: Mapping[str, Sequence[pytest.FixtureDef[Any]]],
    params: Mapping[str, Any],
    steps: dict[str, _Step],
    above: tuple[str, ...],
) -> None:
    """Add the step for a fixture behind those for what it asks for."""
    if name in steps:
        return
    if name not in definitions or name in above:  # `request`, or a fixture that wraps another of its name
        raise _OnlyPytestKnows
    definition = definitions[name][-1]
    function = definition.func
    if own := _OWN.get(f"{function.__module__}.{function.__qualname__}"):
        steps[name] = _Step(name, own, yields=inspect.isgeneratorfunction(own))
        return
    if name in params:
        if definition.argnames != ("request",):
            raise _OnlyPytestKnows
        steps[name] = _Step(name, _constant(params[name]), yields=False)
        return
    if definition.scope != "function" or definition.params or not inspect.isfunction(function):
        raise _OnlyPytestKnows
    for needed in definition.argnames:
        _resolve(needed, item, definitions, params, steps, (*above, name))
    steps[name] = _Step(
        name, _calling(function, definition.argnames), yields=inspect.isgeneratorfunction(function)
    )


def _constant(value: Any) -> _Make:
    return lambda check, subject, values: value


def _calling(function: Callable[..., Any], names: Sequence[str]) -> _Make:
    return lambda check, subject, values: function(**{name: values[name] for name in names})


def _submission(check: Check, subject: Subject, values: Mapping[str, Any]) -> Generator[Any]:
    yield from fixtures.checked(check, subject)


_PLUGIN = "autograder.running.plugin"
# The plugin's own fixtures, without the request that pytest would make for each.
_OWN: dict[str, _Make] = {
    f"{_PLUGIN}.submission": _submission,
    f"{_PLUGIN}.reference": lambda check, subject, values: subject.reference.module,
    f"{_PLUGIN}.rng": lambda check, subject, values: fixtures.generator(check.name, check, subject),
    f"{_PLUGIN}.choices": lambda check, subject, values: fixtures.choices_of(check, subject),
}


def _close(opened: list[Iterator[Any]]) -> None:
    """Let each generator fixture run to its end, last first; what one of them raises is raised when all are closed."""
    problem: BaseException | None = None
    for fixture in reversed(opened):
        try:
            next(fixture, None)
        except BaseException as error:
            problem = problem or error
    if problem is not None:
        raise problem
