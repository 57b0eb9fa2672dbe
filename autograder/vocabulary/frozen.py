"""A dict that cannot be changed, for the objects read from course.yaml.

`types.MappingProxyType` would do, but it does not pickle, and courses travel to other processes.
"""

from __future__ import annotations

from typing import Any, Never, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict whose content is fixed when it is made. Equal to a dict of the same content; pickles."""

    def _refuse(self, *_args: object, **_kwargs: object) -> Never:
        raise TypeError(f"{type(self).__name__} cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)
