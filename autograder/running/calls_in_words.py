"""A call of the student's code as Python that runs when it is pasted.

Arrays stand in it whole where they are small; a large one has a name, and the message says how to get it. What the call builds on
stands before it: the gate whose backward is called has had its forward, and a cache is what an earlier call returned.
"""

from __future__ import annotations

import itertools
import keyword
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.seam.call_values import Opaque
from autograder.seam.calls import Call

_MAX_ENTRIES = 36
_MAX_CHARACTERS = 240
_LINE = 100

# Returns the names of a function's parameters.
_NamesOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class CallInWords:
    """Statements that make the call, and the inputs that stand in them by name alone."""

    statements: tuple[str, ...]
    inputs: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The statements on one line where they fit, else one per line."""
        line = "; ".join(self.statements)
        return line if len(line) <= _LINE else "\n".join(self.statements)


def describe_call(call: Call, names_of: _NamesOf) -> CallInWords:
    """Return a call as the student would write it, with what it builds on; for a value read, its name.

    Parameters
    ----------
    call : Call
    names_of : callable
        Returns the names of the parameters of a function, given its name; nothing where they are not known.
    """
    if call.args is None:
        return CallInWords((call.name,), {})
    return _Writer(names_of).write(call)


class _Writer:
    def __init__(self, names_of: _NamesOf) -> None:
        self._names_of = names_of
        self._inputs: dict[str, Any] = {}
        self._taken: set[str] = {"np"}
        self._objects: dict[int, str] = {}  # by the number of the student's object
        self._results: dict[int, str] = {}  # by the identity of what a call returned

    def write(self, call: Call) -> CallInWords:
        earlier = list(_built_on(call))
        self._name_results(call, earlier)
        statements = [self._statement(each) for each in (*earlier, call)]
        return CallInWords(tuple(statements), self._inputs)

    def _name_results(self, call: Call, earlier: Sequence[Call]) -> None:
        """Name each object, and each result that a later call is given: after the parameter that it is passed for."""
        for each in earlier:
            if isinstance(each.result, Opaque):
                words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", each.result.type_name)
                self._objects[each.result._ref] = self._free((words or ["thing"])[-1].lower())
        returned = {id(part) for each in earlier for part in _parts(each.result)}
        for later in (*earlier, call):
            for name, value in self._arguments(later):
                if id(value) in returned and id(value) not in self._results and not isinstance(value, Opaque):
                    self._results[id(value)] = self._free(name)

    def _statement(self, call: Call) -> str:
        function = call.name
        if call.receiver:
            function = f"{self._objects.get(call.receiver, 'it')}.{call.name.rpartition('.')[2]}"
        names = [name for name, _ in self._arguments(call)]
        written = [self._value(value, name) for value, name in zip(call.args or (), names)]
        written += [f"{name}={self._value(value, name)}" for name, value in (call.kwargs or {}).items()]
        made = f"{function}({', '.join(written)})"
        target = self._target(call.result)
        return f"{target} = {made}" if target else made

    def _target(self, result: object) -> str:
        """Return what the result of a call is bound to, where a later call needs it."""
        if isinstance(result, Opaque):
            return self._objects.get(result._ref, "")
        if id(result) in self._results:
            return self._results[id(result)]
        if isinstance(result, tuple) and any(id(part) in self._results for part in result):
            return ", ".join(self._results.get(id(part), "_") for part in result)
        return ""

    def _arguments(self, call: Call) -> Iterator[tuple[str, Any]]:
        names = list(self._names_of(call.name))
        for position, value in enumerate(call.args or ()):
            yield names[position] if position < len(names) else f"argument_{position + 1}", value
        yield from (call.kwargs or {}).items()

    def _value(self, value: Any, name: str) -> str:
        if isinstance(value, Opaque) and value._ref in self._objects:
            return self._objects[value._ref]
        if id(value) in self._results:
            return self._results[id(value)]
        written = literal(value)
        return written if written is not None else self._input(name, value)

    def _input(self, name: str, value: Any) -> str:
        known = next((own for own, other in self._inputs.items() if other is value), None)
        if known is None:
            known = self._free(name)
            self._inputs[known] = value
        return known

    def _free(self, name: str) -> str:
        name = name if name.isidentifier() and not keyword.iskeyword(name) else "value"
        free = name
        number = 1
        while free in self._taken:
            number += 1
            free = f"{name}_{number}"
        self._taken.add(free)
        return free


def _built_on(call: Call) -> Iterator[Call]:
    """Yield the earlier calls that a call builds on, in their order.

    Those are the calls that made its object and were the last of each method on it, and those whose results it is given.
    """
    before = list(itertools.takewhile(lambda each: each is not call, call.calls))
    needed: set[int] = set()
    wanted = [(len(before), call)]
    while wanted:
        place, current = wanted.pop()
        given = {id(part) for value in _given(current) for part in _parts(value)}
        methods = {current.name}
        for at in range(place - 1, -1, -1):
            each = before[at]
            made_it = isinstance(each.result, Opaque) and each.result._ref == current.receiver != 0
            prepared_it = each.receiver == current.receiver != 0 and each.name not in methods
            methods.add(each.name)
            returned = any(id(part) in given for part in _parts(each.result))
            if each.args is not None and at not in needed and (made_it or prepared_it or returned):
                needed.add(at)
                wanted.append((at, each))
    return (before[at] for at in sorted(needed))


def _given(call: Call) -> Iterator[Any]:
    yield from (*(call.args or ()), *(call.kwargs or {}).values())


def _parts(value: Any) -> Iterator[Any]:
    """Yield a value and the parts of a tuple, but for small constants, which are one object wherever they come from."""
    for part in (value, *(value if isinstance(value, tuple) else ())):
        if isinstance(part, np.ndarray | dict | list | Opaque) or (isinstance(part, tuple) and part):
            yield part


def literal(value: Any, limit: int = _MAX_CHARACTERS) -> str | None:
    """Return a value as Python that makes it again, or None where that would be too long, or cannot be written."""
    if isinstance(value, np.ndarray):
        text = _array(value, limit)
    elif isinstance(value, np.generic):
        text = literal(value.item(), limit)
    elif isinstance(value, float):
        text = _float(value)
    elif value is None or isinstance(value, bool | int | str | complex):
        text = repr(value)
    elif isinstance(value, list | tuple):
        text = _sequence(value, limit)
    elif isinstance(value, dict):
        text = _mapping(value, limit)
    elif callable(value) and getattr(np, name := str(getattr(value, "__name__", "")), None) is value:
        text = f"np.{name}"
    else:
        text = None
    return text if text is not None and len(text) <= limit else None


def _array(array: np.ndarray[Any, Any], limit: int) -> str | None:
    if array.dtype.kind not in "biufc" or (array.size > _MAX_ENTRIES and limit <= _MAX_CHARACTERS):
        return None
    usual = array.dtype in (np.dtype(np.float64), np.dtype(np.int64), np.dtype(bool))
    kind = "" if usual else f", dtype=np.{array.dtype.name}"
    if array.size == 0:
        kind = "" if array.dtype == np.float64 else f", dtype=np.{array.dtype.name}"
        return f"np.zeros({array.shape}{kind})"
    inside = literal(array.tolist(), limit)
    return None if inside is None else f"np.array({inside}{kind})"


def _float(value: float) -> str:
    if math.isfinite(value):
        return repr(value)
    return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"


def _sequence(value: list[Any] | tuple[Any, ...], limit: int) -> str | None:
    entries: list[str] = []
    for entry in value:
        written = literal(entry, limit)
        if written is None or sum(map(len, entries)) > limit:
            return None
        entries.append(written)
    inside = ", ".join(entries)
    if isinstance(value, list):
        return f"[{inside}]"
    return f"({inside},)" if len(value) == 1 else f"({inside})"


def _mapping(value: dict[Any, Any], limit: int) -> str | None:
    entries: list[str] = []
    for key, entry in value.items():
        written = literal(key, limit), literal(entry, limit)
        if None in written or len(entries) > _MAX_ENTRIES:
            return None
        entries.append(f"{written[0]}: {written[1]}")
    return "{" + ", ".join(entries) + "}"
