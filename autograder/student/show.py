"""`autograder show CHECK`: where a check stands, what it does, and its call with all inputs, ready to run."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.declaration import Check
from autograder.checks.docstrings import promises
from autograder.checks.sources import function_source
from autograder.running.calls_in_words import CallInWords, describe_call, literal
from autograder.running.session import run_once
from autograder.running.verdict import judged_call
from autograder.seam.calls import Call
from autograder.student.own_checks import open_work
from autograder.student.place import Place, chosen_checks
from autograder.vocabulary.outcomes import CheckResult, Outcome

_WHOLE = 10**6


@dataclass(frozen=True)
class Shown:
    """A check to look at.

    Attributes
    ----------
    check : Check
    line : int
        Where it begins in its file.
    source : str
        The check itself.
    snippet : str
        The call that it ended with as a program; empty where it made none.
    arrays : mapping of str to array
        The inputs that are too large to write down; the snippet loads them from a file.
    passed : bool
    """

    check: Check
    line: int
    source: str
    snippet: str
    arrays: Mapping[str, np.ndarray[Any, Any]]
    passed: bool


def show_check(place: Place) -> Shown:
    """Run one check of a place, the first that its words name, and return what there is to see.

    Raises
    ------
    UsageError
        The words name no check.
    """
    chosen: list[Check] = []

    def pick(checks: Sequence[Check]) -> Collection[Check]:
        chosen.extend(chosen_checks(place.words, place, checks))
        return chosen[:1]

    with open_work(place) as (subject, work, _):
        results = run_once([place.folder], place.folder, subject, pick)
        call = subject.proxy.last_call
        file = work.submission.main or f"{place.assignment}.py"
    (result,) = (check for checks in results.values() for check in checks)
    check = chosen[0]
    source, line = function_source(Path(check.file), check.name.partition("[")[0])
    snippet, arrays = _snippet(call, check, result, file) if call is not None else ("", {})
    return Shown(check, line, source, snippet, arrays, result.outcome is Outcome.PASSED)


def snippet_file(check: Check) -> str:
    """Return the name of the file that a check's snippet is written to."""
    name = "".join(letter if letter.isalnum() else "_" for letter in check.name).strip("_")
    return f"show_{name.removeprefix('test_')}.py"


def _snippet(
    call: Call, check: Check, result: CheckResult, file: str
) -> tuple[str, dict[str, np.ndarray[Any, Any]]]:
    called = result.message.called if result.message else ""
    folder = Path(check.file).parent
    words = describe_call(call, lambda name: promises(folder, name).parameters)
    if called and words.text != called:  # a gradient check speaks of its first call
        words = describe_call(judged_call(call, True), lambda name: promises(folder, name).parameters)
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    lines = [f'"""{check.title}', "", f"The call of {check.name}, made by `autograder show`.", '"""', ""]
    stem, _, kind = file.rpartition(".")
    brings = f"from {stem} import *" if kind == "py" else f"# To be run in {file}, in a cell below your own."
    lines += ["import numpy as np", "", brings, ""]
    for name, value in words.inputs.items():
        lines += _definition(name, value, snippet_file(check), arrays)
    lines += _printed(words)
    return "\n".join(lines) + "\n", arrays


def _printed(words: CallInWords) -> list[str]:
    *before, last = words.statements
    return [*before, f"print({last})"]


def _definition(name: str, value: Any, file: str, arrays: dict[str, np.ndarray[Any, Any]]) -> list[str]:
    """Return lines that make an input again."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        arrays[name] = value
        data = Path(file).with_suffix(".npz").name
        return [f'{name} = np.load("{data}")["{name}"]']
    if isinstance(value, dict) and all(isinstance(entry, np.ndarray) for entry in value.values()):
        lines = [f"{name} = {{}}"]
        for number, (key, entry) in enumerate(value.items()):
            lines += _definition(f"{name}_{number}", entry, file, arrays)
            lines.append(f"{name}[{key!r}] = {name}_{number}")
        return lines
    if isinstance(value, np.random.Generator):
        return [
            f"{name} = np.random.Generator(np.random.{type(value.bit_generator).__name__}())",
            f"{name}.bit_generator.state = {value.bit_generator.state!r}",
        ]
    written = literal(value, _WHOLE)
    if written is not None:
        return [f"{name} = {written}"]
    return (
        _of_callable(name, value)
        if callable(value)
        else [f"{name} = None  # look at the check: it cannot be written down"]
    )


def _of_callable(name: str, value: Any) -> list[str]:
    """Return the source of a function of the check, with the values that it closes over."""
    try:
        closed = inspect.getclosurevars(value)
        source = inspect.getsource(value)
    except (OSError, TypeError):
        return [f"{name} = None  # look at the check: it cannot be written down"]
    lines = []
    for other, content in {**closed.globals, **closed.nonlocals}.items():
        written = literal(content, _WHOLE)
        if written is not None:
            lines.append(f"{other} = {written}")
    body = inspect.cleandoc(source) if source.startswith(" ") else source.rstrip()
    if getattr(value, "__name__", "") == "<lambda>":
        found = _lambda_in(value)
        return [*lines, f"{name} = {found}" if found else f"{name} = None  # look at the check"]
    lines += body.splitlines()
    return lines if value.__name__ == name else [*lines, f"{name} = {value.__name__}"]


def _lambda_in(value: Any) -> str:
    """Return the text of a lambda, where the check's file has only one in that place."""
    file, line = value.__code__.co_filename, value.__code__.co_firstlineno
    text = Path(file).read_text(encoding="utf-8")
    wanted = inspect.signature(value).parameters.keys()
    found = [
        ast.get_source_segment(text, node)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Lambda)
        and node.lineno <= line <= (node.end_lineno or line)
        and [each.arg for each in node.args.args] == list(wanted)
    ]
    return found[0] or "" if len(found) == 1 else ""
