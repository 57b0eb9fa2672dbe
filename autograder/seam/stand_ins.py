"""What stands for a package that is not there while grading. Runs inside the worker; standard library only.

A stand-in swallows what has no value of its own, such as plotting. What only passes things through, such as a progress bar or a
decorator, passes them through. Where its value would count, it says which package is missing.
"""

from __future__ import annotations

import itertools
import types
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

# Progress bars: what they are given to loop over is looped over. Of a name that ends in "range" they count as range does.
_BARS = frozenset(
    {
        *(
            "tqdm",
            "stqdm",
            "p_tqdm",
            "tqdm_joblib",
            "rich",
            "fastprogress",
            "progressbar",
            "alive_progress",
            "progress",
        ),
        *("enlighten", "ipypb"),
    }
)
# What bars call the values to loop over.
_LOOPED_OVER = ("iterable", "sequence", "iterator", "it", "gen")
# What bars offer in the place of built-in functions.
_LIKE_BUILTINS = {
    "tenumerate": enumerate,
    "tzip": zip,
    "tmap": map,
    "thread_map": map,
    "process_map": map,
    "tproduct": itertools.product,
}
# Debugging and display aids: they return what they are given.
_AIDS = frozenset(
    {
        *(
            "icecream",
            "varname",
            "devtools",
            "snoop",
            "pysnooper",
            "birdseye",
            "IPython",
            "ipywidgets",
            "typeguard",
        ),
        *("beartype", "jaxtyping", "line_profiler", "memory_profiler"),
    }
)


class NotAvailable(ModuleNotFoundError):
    """A value was needed from a package that is not there."""


class AbsentBase:
    """Stands for a class of an absent package among the bases of a student's class, such as ``nn.Module``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __init_subclass__(cls, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        forward = getattr(self, "forward", None)
        if forward is None:
            raise TypeError(f"{type(self).__name__!r} object is not callable")
        return forward(*args, **kwargs)


class Placeholder:
    """Stands for anything of a package that is absent."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Placeholder:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self._name}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # A decorator such as @njit hands the function back, so that the student's code still runs.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            is_exception = isinstance(args[0], type) and issubclass(args[0], BaseException)
            return Placeholder(f"{self._name}()") if is_exception else args[0]
        passed = _passed_on(self._name, args or _by_keyword(kwargs))
        return Placeholder(f"{self._name}()") if passed is None else passed

    def __getitem__(self, key: Any) -> Placeholder:
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Placeholder]:
        # `figure, axes = plt.subplots()` is the usual unpacking.
        return iter((self, self))

    def __enter__(self) -> Placeholder:
        return self

    def __exit__(self, *details: object) -> None:
        return None

    def __bool__(self) -> bool:  # `if torch.cuda.is_available():`
        return False

    def __or__(self, other: Any) -> Any:  # `x: torch.Tensor | None`
        if other is None or isinstance(other, (type, types.UnionType, types.GenericAlias, Placeholder)):
            return self
        raise missing(self)

    __ror__ = __or__

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return () if AbsentBase in bases else (AbsentBase,)

    def __instancecheck__(self, instance: Any) -> bool:
        return False

    def __subclasscheck__(self, subclass: Any) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._name}: not available while grading>"

    def _refuse(self, *operands: Any, **details: Any) -> NoReturn:
        raise missing(self)

    __array__ = __float__ = __int__ = __index__ = __complex__ = __len__ = __contains__ = __next__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __rmatmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = (
        _refuse
    )
    __and__ = __rand__ = __xor__ = __rxor__ = __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = _refuse
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse


class PassedOn:
    """What a progress bar returns for the values it is given: the same values, with the bar's methods doing nothing."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = values

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)  # type: ignore[arg-type]

    def __getitem__(self, key: Any) -> Any:
        return self._values[key]  # type: ignore[index]

    def __enter__(self) -> PassedOn:
        return self

    def __exit__(self, *details: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


def missing(placeholder: Placeholder) -> NotAvailable:
    """Return the error that says from which package a value was needed."""
    package = placeholder._name.partition(".")[0]
    return NotAvailable(f"{package} is not available here", name=package)


def _by_keyword(kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Return what is to be looped over where it was given by name: ``tqdm(iterable=rows)``."""
    return next(((kwargs[name],) for name in _LOOPED_OVER if name in kwargs), ())


def _passed_on(name: str, args: tuple[Any, ...]) -> Any:
    """Return what a call hands on of its arguments, or None where it has a value of its own."""
    package, _, function = name.partition(".")
    if not args or isinstance(args[0], Placeholder):
        return None
    if package in _AIDS:
        return args[0] if len(args) == 1 else args
    loops_over = isinstance(args[0], Iterable) and not isinstance(args[0], (str, bytes))
    if package == "joblib" and loops_over:  # Parallel(n_jobs=2)(delayed(f)(x) for x in values)
        return list(args[0])
    if package in _BARS and function.rpartition(".")[2] in _LIKE_BUILTINS:
        return PassedOn(list(_LIKE_BUILTINS[function.rpartition(".")[2]](*args)))
    if package in _BARS and loops_over:
        return PassedOn(args[0])
    if (
        package in (*_BARS, "numba")
        and function.endswith("range")
        and all(isinstance(each, int) for each in args)
    ):
        return PassedOn(range(*args))
    return None
