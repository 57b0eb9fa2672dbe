"""Named blocks of parameters as one flat vector, and back: the only place that reads a caller's arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.gradcheck.report import Diagnosis, FloatArray, Index, Kind


class Unusable(Exception):
    """Something of the student's cannot be used for a check; `diagnosis` says what and why."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis)
        self.diagnosis = diagnosis


@dataclass(frozen=True)
class Block:
    """One array of the parameters: its name, shape, own dtype and place in the flat vector."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    place: slice

    @property
    def size(self) -> int:
        return int(self.place.stop - self.place.start)

    def index(self, offset: int) -> Index:
        """Index within the block of its entry number `offset`."""
        return tuple(int(i) for i in np.unravel_index(offset, self.shape))


@dataclass(frozen=True)
class Layout:
    """How a scalar, an array or a dict of arrays lies in one flat float64 vector."""

    blocks: tuple[Block, ...]
    is_mapping: bool

    @classmethod
    def of(cls, x: Any) -> tuple[Layout, FloatArray]:
        """Read the caller's `x`.

        Returns
        -------
        layout : Layout
        flat : ndarray, shape (n,), float64
            A copy of all entries.

        Raises
        ------
        ValueError
            If `x` is empty, not real numbers, or not finite: the check's author has to mend that.
        """
        is_mapping = isinstance(x, Mapping)
        arrays = (
            {str(name): np.asarray(value) for name, value in x.items()} if is_mapping else {"": np.asarray(x)}
        )
        blocks, start = [], 0
        for name, array in arrays.items():
            if array.dtype.kind not in "iuf":
                raise ValueError(f"x{_called(name)} has dtype {array.dtype}; pass real numbers")
            dtype = array.dtype if array.dtype.kind == "f" else np.dtype(np.float64)
            blocks.append(Block(name, array.shape, dtype, slice(start, start + array.size)))
            start += array.size
        if start == 0:
            raise ValueError("x has no entries; pass at least one number")
        flat = np.concatenate([array.astype(np.float64).ravel() for array in arrays.values()])
        if not np.isfinite(flat).all():
            raise ValueError("x is not finite; choose another point")
        return cls(tuple(blocks), is_mapping), flat

    @property
    def low_precision(self) -> bool:
        """Whether any block came as float32 or less."""
        return any(block.dtype.itemsize < 8 for block in self.blocks)

    def unflatten(self, flat: FloatArray, *, own_dtype: bool = False) -> Any:
        """Fresh arrays (or floats for 0-d blocks) for a call: float64, or in each block's own dtype."""

        def value(block: Block) -> Any:
            array = flat[block.place].reshape(block.shape)
            if block.shape == ():
                return float(array)
            return array.astype(block.dtype if own_dtype else np.float64, copy=True)

        if self.is_mapping:
            return {block.name: value(block) for block in self.blocks}
        return value(self.blocks[0])

    def rounded(self, flat: FloatArray) -> FloatArray:
        """The nearest point that each block's own dtype can hold."""
        return np.concatenate([flat[b.place].astype(b.dtype).astype(np.float64) for b in self.blocks])

    def flatten_gradient(self, gradient: Any) -> tuple[FloatArray, bool]:
        """Read a gradient that a student computed.

        Lists count as arrays, and an axis of length 1 more or less than in the block does not matter.

        Returns
        -------
        flat : ndarray, shape (n,), float64
        low_precision : bool
            Whether any block came as float32 or less.

        Raises
        ------
        Unusable
            If blocks are missing, or one has a wrong shape, is not numeric or is not finite.
        """
        if self.is_mapping:
            gradient = self._by_name(gradient)
        else:
            gradient = {"": gradient}
        parts, low = [], False
        for block in self.blocks:
            array = _numeric(gradient[block.name], block)
            parts.append(_shaped(array, block).astype(np.float64).ravel())
            low = low or (array.dtype.kind == "f" and array.dtype.itemsize < 8)
            if not np.isfinite(parts[-1]).all():
                bad = int(np.flatnonzero(~np.isfinite(parts[-1]))[0])
                where = block.index(bad)
                text = f"the gradient{_of(block)} is not finite: {_at(where)} is {parts[-1][bad]}"
                raise Unusable(Diagnosis(Kind.GRADIENT_NOT_FINITE, text, block.name or None, index=where))
        return np.concatenate(parts), low

    def _by_name(self, gradient: Any) -> Mapping[Any, Any]:
        wanted = [block.name for block in self.blocks]
        if not isinstance(gradient, Mapping):
            text = f"the gradients should be a dict with keys {_listed(wanted)}, got {_described(gradient)}"
            raise Unusable(Diagnosis(Kind.GRADIENT_BLOCKS, text))
        missing = [name for name in wanted if name not in gradient]
        if missing:
            text = (
                f"the dict of gradients lacks {_listed(missing)}; it has {_listed(list(gradient)) or 'none'}"
            )
            raise Unusable(Diagnosis(Kind.GRADIENT_BLOCKS, text, missing[0]))
        return gradient


def _numeric(value: Any, block: Block) -> np.ndarray[Any, np.dtype[Any]]:
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):  # a ragged list
        array = np.asarray(None, dtype=object)
    if array.dtype.kind not in "biuf":
        text = f"the gradient{_of(block)} should be an array of real numbers, got {_described(value)}"
        raise Unusable(Diagnosis(Kind.GRADIENT_NOT_NUMERIC, text, block.name or None))
    return array


def _shaped(array: np.ndarray[Any, np.dtype[Any]], block: Block) -> np.ndarray[Any, np.dtype[Any]]:
    """Accept (1, H) or (H, 1) for (H,), and the reverse; never (H, 1) for (1, H)."""
    if array.shape == block.shape:
        return array
    squeezed = tuple(n for n in array.shape if n != 1) == tuple(n for n in block.shape if n != 1)
    if squeezed and not (array.ndim == len(block.shape) >= 2):
        return array.reshape(block.shape)
    text = f"the gradient{_of(block)} has shape {array.shape}, expected {block.shape}"
    if array.ndim == 2 and array.shape == block.shape[::-1]:
        text += "; is it transposed?"
    raise Unusable(Diagnosis(Kind.GRADIENT_SHAPE, text, block.name or None))


def _described(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    return f"a {type(value).__name__}"


def _listed(names: list[Any]) -> str:
    return ", ".join(str(name) for name in names)


def _called(name: str) -> str:
    return f"[{name!r}]" if name else ""


def _of(block: Block) -> str:
    return f" of {block.name}" if block.name else ""


def _at(index: Index) -> str:
    return f"the entry at {list(index)}" if index else "it"
