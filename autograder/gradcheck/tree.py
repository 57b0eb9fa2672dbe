"""Parameters in nested containers ("pytrees"): the arrays in a dict, list or tuple of such, each with a name.

Lists and tuples of numbers alone count as arrays; as soon as one holds an array or a dict it is a container.
"""

from __future__ import annotations

import copy
import numbers
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np


class Misfit(Exception):
    """A tree has not the form of another; the message says where."""


def is_container(value: Any) -> bool:
    """Whether `value` holds several arrays under names or numbers, instead of being one."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and any(_holds_more(item) for item in value)


def leaves(tree: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays of a tree in order, each with its name: ``W``, ``layers[0].W``; ``""`` where the tree is one."""
    if not is_container(tree):
        yield name, tree
        return
    for part, item in zip(_names(tree, name), _items(tree)):
        yield from leaves(item, part)


def matching_leaves(tree: Any, other: Any, name: str = "") -> Iterator[Any]:
    """The arrays of `other` in the order of `tree`'s. Lists and tuples stand for each other.

    Parameters
    ----------
    tree
        The parameters.
    other
        Their gradients.
    name
        What both are called in messages; empty at the top.

    Raises
    ------
    Misfit
        Where `other` lacks a key or has another number of items.
    """
    if not is_container(tree):
        yield other
        return
    names = _names(tree, name)
    if isinstance(tree, Mapping):
        if not isinstance(other, Mapping):
            inner = f" of {name}" if name else ""
            raise Misfit(
                f"the gradients{inner} should be a dict with keys {_listed(tree)}, got {described(other)}"
            )
        lacking = [key for key in tree if key not in other]
        if lacking:
            inner = f" of {name}" if name else ""
            has = _listed(other) or "none"
            raise Misfit(f"the dict of gradients{inner} lacks {_listed(lacking)}; it has {has}")
        others = [other[key] for key in tree]
    else:
        length = len(other) if isinstance(other, list | tuple) else None
        if length != len(tree):
            inner = f" of {name}" if name else ""
            got = described(other) if length is None else f"{length}"
            raise Misfit(f"the gradients{inner} should be a list of {len(tree)} arrays, got {got}")
        others = list(other)
    for item, part, counterpart in zip(_items(tree), names, others):
        yield from matching_leaves(item, counterpart, part)


def rebuilt(tree: Any, values: Iterator[Any]) -> Any:
    """A tree of the same form with other arrays, taken from `values` in order."""
    if not is_container(tree):
        return next(values)
    if isinstance(tree, Mapping):
        items = {key: rebuilt(item, values) for key, item in tree.items()}
        if type(tree) is dict or not isinstance(tree, dict):
            return items
        other = copy.copy(tree)  # keeps what a subclass has beside its items, e.g. a default
        other.update(items)
        return other
    parts = [rebuilt(item, values) for item in tree]
    make: Callable[[Any], Any] = getattr(type(tree), "_make", type(tree))
    return make(parts)


def described(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    return f"a {type(value).__name__}"


def _holds_more(item: Any) -> bool:
    if isinstance(item, list | tuple):
        return is_container(item)
    return isinstance(item, Mapping) or (
        hasattr(item, "__array__") and not isinstance(item, numbers.Number | np.generic)
    )


def _items(tree: Any) -> list[Any]:
    return list(tree.values()) if isinstance(tree, Mapping) else list(tree)


def _names(tree: Any, name: str) -> list[str]:
    if not isinstance(tree, Mapping):
        return [f"{name}[{number}]" for number in range(len(tree))]
    words = [str(key) for key in tree]
    if max(Counter(words).values(), default=1) > 1:  # {1: ..., "1": ...}
        words = [repr(key) for key in tree]
    return [f"{name}.{word}" if name else word for word in words]


def _listed(keys: Any) -> str:
    return ", ".join(str(key) for key in keys)
