"""Submissions that understand nothing: a table of what the visible checks call, values of the right shape, and the like."""

from __future__ import annotations

import base64
import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

from autograder.course.reference import Reference
from autograder.grading.plan import GradingPlan
from autograder.running.session import run_once
from autograder.running.subjects import Subject
from autograder.seam.in_process import InProcess
from autograder.seam.proxy import SubmissionProxy

TABLE = """
import base64, copy, pickle
import numpy as np

TABLE = pickle.loads(base64.b64decode({data!r}))


def same(a, b):
    if isinstance(a, np.random.Generator) or (isinstance(a, str) and a == "a function"):
        return True
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, str) or a is None or isinstance(b, str) or b is None:
        return a == b
    return np.shape(a) == np.shape(b) and np.allclose(a, b, equal_nan=True)


def answer(name, *call):
    functions = [value for part in call for value in (part.values() if isinstance(part, dict) else part) if callable(value)]
    for known, asked, result in TABLE[name]:
        try:
            found = same(known, call)
        except Exception:
            found = False
        if found:
            for at, arguments in asked:
                functions[at](*copy.deepcopy(arguments))
            if isinstance(result, Exception):
                raise result
            return copy.deepcopy(result)
    return copy.deepcopy(TABLE[name][-1][2]) if TABLE[name] else None


def looked_up(name):
    return lambda *args, **kwargs: answer(name, args, kwargs)


def class_of(name):
    class Table:
        def __init__(self, *args, **kwargs):
            self.past = [("made", args, kwargs)]

        def __getattr__(self, method):
            if method.startswith("_"):
                raise AttributeError(method)

            def call(*args, **kwargs):
                self.past.append((method, args, kwargs))
                return answer(name, list(self.past))

            return call

    Table.__name__ = name
    return Table


for name in {functions!r}:
    globals()[name] = looked_up(name)
for name in {classes!r}:
    globals()[name] = class_of(name)
"""
WRAPPED = """
import copy

import numpy as np


def pretended(value, arguments):
    {body}


def like(value, made):
    if isinstance(value, dict):
        return {{key: like(each, made) for key, each in value.items()}}
    if isinstance(value, (list, tuple)):
        return type(value)(like(each, made) for each in value)
    if isinstance(value, (bool, np.bool_)):
        return True
    if isinstance(value, str):
        return ""
    if hasattr(value, "__next__"):
        return [like(each, made) for each in value]
    if isinstance(value, (int, float, np.number, np.ndarray)):
        array = np.asarray(value)
        filled = np.asarray(made(array.shape)).astype(array.dtype)
        return filled if isinstance(value, np.ndarray) else filled.item()
    return value


def own(value):
    # What is given is left alone, and functions that are given are called with nothing in particular.
    if not callable(value):
        return copy.deepcopy(value)
    return lambda *args: value(*[like(each, np.zeros) if not callable(each) else each for each in args])


def wrapped(right):
    def pretender(*args, **kwargs):
        if isinstance(args[0] if args else None, Pretending):
            return pretended(right(*args, **kwargs), [*args[1:], *kwargs.values()])
        value = right(*map(own, args), **{{key: own(each) for key, each in kwargs.items()}})
        return pretended(value, [*args, *kwargs.values()])
    return pretender


class Pretending:
    pass


def wrapped_class(right):
    class Pretender(right, Pretending):
        pass
    for name, method in vars(right).items():
        if callable(method) and not name.startswith("_"):
            setattr(Pretender, name, wrapped(method))
    Pretender.__name__ = right.__name__
    return Pretender


for name in {answers!r}:
    del globals()[name]
for name in {functions!r}:
    globals()[name] = wrapped(globals()[name])
for name in {classes!r}:
    globals()[name] = wrapped_class(globals()[name])
"""
SUM = "the sum of the input and a gradient of ones"
BODIES = {
    "zeros": "return like(value, np.zeros)",
    "ones": "return like(value, np.ones)",
    "random numbers": "return like(value, np.random.default_rng(7).normal)",
    # A loss with a gradient that belongs to it, though it has nothing to do with the exercise.
    SUM: """if isinstance(value, tuple) and len(value) == 2 and np.ndim(value[0]) == 0:
        first = arguments[0]
        total = sum(np.sum(each) for each in first.values()) if isinstance(first, dict) else np.sum(first)
        return float(total), like(value[1], np.ones)
    return like(value, np.ones)""",
}


def right_shaped(plan: GradingPlan, body: str) -> str:
    """Return a submission whose functions return values of the right shape, made by one of `BODIES`."""
    functions, classes = _written_by_students(plan)
    answers = [name for exercise in plan.rules().exercises if exercise.choices for name in exercise.functions]
    wrapped = WRAPPED.format(body=BODIES[body], functions=functions, classes=classes, answers=answers)
    return f"{_solution(plan)}\n{wrapped}"


def table_of_visible_calls(plan: GradingPlan) -> str:
    """Return a submission that knows what the visible checks send and what they want back, and nothing else."""
    functions, classes = _written_by_students(plan)
    reference = Reference(plan.folders)
    table: dict[str, list[Any]] = {name: [] for name in functions + classes}
    names = dict(vars(reference.module))
    for name in functions:
        names[name] = _recording(names[name], table[name])
    for name in classes:
        names[name] = _recording_class(names[name], table[name])
    process = InProcess(names)
    subject = Subject(process, SubmissionProxy(process), plan.rules(), reference)
    run_once([plan.visible_folder], plan.folders.root, subject)
    data = base64.b64encode(pickle.dumps(table)).decode()
    return TABLE.format(data=data, functions=functions, classes=classes)


def _solution(plan: GradingPlan) -> str:
    return plan.folders.solution.read_text(encoding="utf-8")


def _written_by_students(plan: GradingPlan) -> tuple[list[str], list[str]]:
    """Return the names of the functions and of the classes that students write; answers to questions are left out."""
    module = Reference(plan.folders).module
    names = [name for exercise in plan.rules().exercises for name in exercise.functions]
    functions = [name for name in names if inspect.isfunction(getattr(module, name))]
    return functions, [name for name in names if inspect.isclass(getattr(module, name))]


def _recording(function: Callable[..., Any], rows: list[Any]) -> Callable[..., Any]:
    def recorder(*args: Any, **kwargs: Any) -> Any:
        asked: list[Any] = []
        given = _noting_callables((args, kwargs), asked, [])
        known = _plain((args, kwargs))
        try:
            result = function(*given[0], **given[1])
        except Exception as error:
            rows.append((known, asked, error))
            raise
        rows.append((known, asked, copy.deepcopy(result)))
        return result

    return recorder


def _recording_class(right: type, rows: list[Any]) -> type:
    class Recorder:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self.past = [("made", args, kwargs)]
            self.right = right(*args, **kwargs)

        def __getattr__(self, method: str) -> Any:
            if method.startswith("_"):
                raise AttributeError(method)

            def call(*args: Any, **kwargs: Any) -> Any:
                self.past.append((method, *_plain((args, kwargs))))
                result = getattr(self.right, method)(*args, **kwargs)
                rows.append(((copy.deepcopy(self.past),), [], copy.deepcopy(result)))
                return result

            return call

    Recorder.__name__ = right.__name__
    return Recorder


def _plain(value: Any) -> Any:
    """Return a copy of arguments with functions replaced by a word."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    return "a function" if callable(value) else copy.deepcopy(value)


def _noting_callables(value: Any, asked: list[Any], seen: list[Any]) -> Any:
    """Return arguments whose functions note what they are asked."""
    if isinstance(value, dict):
        return {key: _noting_callables(each, asked, seen) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_noting_callables(each, asked, seen) for each in value)
    if not callable(value):
        return value
    at = len(seen)
    seen.append(value)

    def noting(*args: Any) -> Any:
        asked.append((at, copy.deepcopy(args)))
        return value(*args)

    return noting
