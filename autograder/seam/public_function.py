"""A function that a check declares public, on its way to a worker, where it runs beside the student's code.

What a student's code calls runs in the grader, since it may hold what is expected. Each such call is a round trip between two
processes, and a numerical gradient makes hundreds. A function in which nothing is secret need not stay in the grader: its code
and the plain data that it uses are sent. The way leads from the grader to the worker only; nothing is ever unmarshalled here.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import marshal
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

_ALLOWED = "it may use its arguments, plain data, numpy and the standard library"


class PublicFunction:
    """A function that a check declares public; called in the grader it is the function itself.

    Attributes
    ----------
    function : function
    calls : int
        How often the student's code called it during the last call that it was passed to, as the student's process counted.
    """

    type_name = "function"  # in messages

    def __init__(self, function: types.FunctionType) -> None:
        if not isinstance(function, types.FunctionType):
            raise TypeError(f"in_worker takes a Python function, not a {type(function).__name__}")
        functools.update_wrapper(self, function)
        self.function = function
        self.calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


def in_worker(function: Callable[..., Any]) -> PublicFunction:
    """Declare a function public: it runs beside the student's code, at a hundredth of what a call of the grader costs.

    For what a student's code calls often and may know, such as the function whose gradient is asked for. Never for what gives an
    expected value: a student's code can look into it.

    Parameters
    ----------
    function : function
        A plain Python function or lambda. It may use its arguments, numbers, text, arrays, lists and dicts of these from
        around it, and numpy and the standard library, imported at the top of the file; no other function, so neither the solution
        nor pytest.

    Returns
    -------
    PublicFunction
        To be passed to ``submission.f(...)`` as the function would be. Its `calls` says afterwards how often it was called. Where
        the function counts for itself, or notes its arguments, it has to stay in the grader.

    Raises
    ------
    TypeError
        It is no plain function. One that uses something else is refused when it is passed on.

    Examples
    --------
    >>> square = in_worker(lambda x: float((x**2).sum()))
    >>> square(np.array([3.0, 4.0]))
    25.0
    """
    return PublicFunction(function)  # type: ignore[arg-type]


def parts_of(function: types.FunctionType) -> tuple[Any, ...]:
    """Return what a function consists of, as plain data and the names of modules.

    Raises
    ------
    TypeError
        The function uses something that has to stay in the grader.
    """
    modules, data = {}, {}
    for name in sorted(set(_names_in(function.__code__)) & function.__globals__.keys()):
        value = function.__globals__[name]
        if isinstance(value, types.ModuleType):
            modules[name] = _public_module(function, name, value)
        else:
            data[name] = _public_data(function, name, value)
    names = function.__code__.co_freevars
    try:
        around = [cell.cell_contents for cell in function.__closure__ or ()]
    except ValueError:
        raise _refused(function, "a name that has no value yet") from None
    cells = tuple(_public_data(function, name, value) for name, value in zip(names, around, strict=True))
    defaults = tuple(_public_data(function, "a default", value) for value in function.__defaults__ or ())
    by_name = {
        name: _public_data(function, name, value) for name, value in (function.__kwdefaults__ or {}).items()
    }
    code = np.frombuffer(marshal.dumps(_without_paths(function.__code__)), np.uint8)
    return code, function.__name__, modules, data, cells, defaults, by_name


def function_of(parts: tuple[Any, ...], called: Callable[[], object]) -> Callable[..., Any]:
    """Return the function that consists of `parts`, which tells of each call. Runs in the worker."""
    code, name, modules, data, cells, defaults, by_name = parts
    around = {alias: importlib.import_module(module) for alias, module in modules.items()}
    function = types.FunctionType(
        marshal.loads(code.tobytes()),
        {"__builtins__": builtins, "__name__": "check", **data, **around},
        name,
        defaults,
        tuple(map(types.CellType, cells)),
    )
    function.__kwdefaults__ = by_name

    @functools.wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        called()
        return function(*args, **kwargs)

    return counted


def _names_in(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _names_in(inner)


def _without_paths(code: types.CodeType) -> types.CodeType:
    """Return the code as if it came from no file: the grader's folders are not the student's business."""
    consts = tuple(
        _without_paths(inner) if isinstance(inner, types.CodeType) else inner for inner in code.co_consts
    )
    return code.replace(co_filename="<check>", co_consts=consts)


def _public_module(function: types.FunctionType, name: str, module: types.ModuleType) -> str:
    if module.__name__.partition(".")[0] not in {"numpy", *sys.stdlib_module_names}:
        raise _refused(function, f"{name}, the module {module.__name__}")
    return module.__name__


def _public_data(function: types.FunctionType, name: str, value: Any) -> Any:
    if callable(value) or isinstance(value, types.ModuleType):
        raise _refused(function, f"{name}, a {type(value).__name__}")
    return value


def _refused(function: types.FunctionType, what: str) -> TypeError:
    return TypeError(
        f"{function.__name__} cannot run in the worker: it uses {what}; {_ALLOWED}. Pass it without in_worker"
    )
