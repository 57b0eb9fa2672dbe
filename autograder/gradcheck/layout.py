"""Parameters as one flat vector, and back: the only place that reads a caller's arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.gradcheck.findings import Diagnosis, FloatArray, Index, Kind
from autograder.gradcheck.precision import EPS64, eps_of, known_eps
from autograder.gradcheck.tree import Misfit, described, is_container, leaves, matching_leaves, rebuilt

Array = np.ndarray[Any, np.dtype[Any]]


class Unusable(Exception):
    """Something of the student's cannot be used for a check; `diagnosis` says what and why."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(diagnosis)
        self.diagnosis = diagnosis


@dataclass(frozen=True)
class Block:
    """One array of the parameters: its name, shape, own dtype and place in the flat vector.

    A complex array is one of real numbers with a last axis of length 2: real and imaginary part.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    place: slice
    is_complex: bool = False

    @property
    def size(self) -> int:
        return int(self.place.stop - self.place.start)

    @property
    def own_shape(self) -> tuple[int, ...]:
        """The shape that the caller's array has."""
        return self.shape[:-1] if self.is_complex else self.shape

    def index(self, offset: int) -> Index:
        """Index within the block of its entry number `offset`."""
        return tuple(int(i) for i in np.unravel_index(offset, self.shape))

    def at(self, index: Index) -> str:
        """An index in words: ``[1, 2]``, and for complex numbers ``the real part of [1, 2]``."""
        if not self.is_complex:
            return f"{list(index)}" if index else ""
        part = ("the real part", "the imaginary part")[index[-1]]
        return f"{part} of {list(index[:-1])}" if len(index) > 1 else part


@dataclass(frozen=True)
class Layout:
    """How a number, an array or a tree of arrays lies in one flat float64 vector.

    Attributes
    ----------
    blocks : tuple of Block
    template : object
        The caller's own tree, for its form.
    conjugate : bool
        Whether gradients of complex arrays are conjugated, d/dx - i d/dy, as in JAX.
    """

    blocks: tuple[Block, ...]
    template: Any = field(repr=False)
    conjugate: bool = False
    _leaves: tuple[Any, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, x: Any, conjugate: bool = False) -> tuple[Layout, FloatArray]:
        """Read the caller's `x`.

        Returns
        -------
        layout : Layout
        flat : ndarray, shape (n,), float64
            A copy of all entries.

        Raises
        ------
        ValueError
            If `x` is empty, not numbers, or not finite: the check's author has to mend that.
        """
        blocks: list[Block] = []
        parts: list[FloatArray] = []
        start = 0
        for name, leaf in leaves(x):
            array = _author_array(name, leaf)
            is_complex = array.dtype.kind == "c"
            values = _reals(array)
            dtype = array.real.dtype if array.dtype.kind in "fc" else np.dtype(np.float64)
            place = slice(start, start + values.size)
            blocks.append(Block(name, values.shape, dtype, place, is_complex))
            parts.append(values.ravel())
            start += values.size
        if start == 0:
            raise ValueError("x has no entries; pass at least one number")
        flat = np.concatenate(parts)
        if not np.isfinite(flat).all():
            raise ValueError("x is not finite; choose another point")
        return cls(tuple(blocks), x, conjugate, tuple(leaf for _, leaf in leaves(x))), flat

    @property
    def eps(self) -> float:
        """Relative spacing of the coarsest of the blocks' own dtypes."""
        return max(known_eps(block.dtype) for block in self.blocks)

    def unflatten(self, flat: FloatArray, *, own_dtype: bool = False, give: bool = False) -> Any:
        """Fresh arrays in x's form for a call: float64, or in each block's own dtype.

        Arrays stay arrays (0-d ones too), Python's numbers stay such, and a pandas object keeps its index.

        Parameters
        ----------
        flat : ndarray, shape (n,), float64
        own_dtype : bool
            Whether to use each block's own dtype.
        give : bool
            Whether the arrays may be views of `flat`, which the caller does not need any more.
        """
        if len(self.blocks) == 1 and isinstance(self.template, np.ndarray):
            return self._value(self.blocks[0], self.template, flat, own_dtype, give)
        values = [
            self._value(block, leaf, flat, own_dtype, give) for block, leaf in zip(self.blocks, self._leaves)
        ]
        if type(self.template) is dict and len(self.template) == len(values):  # no deeper than one level
            return dict(zip(self.template, values))
        return rebuilt(self.template, iter(values))

    def _value(self, block: Block, leaf: Any, flat: FloatArray, own_dtype: bool, give: bool) -> Any:
        dtype = block.dtype if own_dtype else np.float64
        array = np.array(flat[block.place], dtype=dtype, copy=None if give else True).reshape(block.shape)
        if block.is_complex:
            array = array.view(np.result_type(array.dtype, np.complex64)).reshape(block.own_shape)
        if isinstance(leaf, np.ndarray):
            return array
        if isinstance(leaf, np.generic):
            return array[()]
        if block.own_shape == () and not hasattr(leaf, "__array__"):
            return array.item()
        return _as_pandas(leaf, array)

    def rounded(self, flat: FloatArray) -> FloatArray:
        """The nearest point that each block's own dtype can hold."""
        if all(block.dtype == np.float64 for block in self.blocks):
            return flat
        return np.concatenate([flat[b.place].astype(b.dtype).astype(np.float64) for b in self.blocks])

    def flatten_gradient(self, gradient: Any) -> tuple[FloatArray, float]:
        """Read a gradient that a student computed.

        Lists count as arrays, and an axis of length 1 more or less than in the block does not matter.

        Returns
        -------
        flat : ndarray, shape (n,), float64
        eps : float
            Relative spacing of the coarsest float type in which a block was computed.

        Raises
        ------
        Unusable
            If blocks are missing, or one has a wrong shape, is not numeric or is not finite.
        """
        try:
            found = list(matching_leaves(self.template, gradient))
        except Misfit as misfit:
            missing = _first_missing(self.template, gradient)
            raise Unusable(Diagnosis(Kind.GRADIENT_BLOCKS, str(misfit), missing)) from misfit
        arrays = [
            _numeric(_in_order(leaf, value), block)
            for leaf, value, block in zip(self._leaves, found, self.blocks)
        ]
        parts, eps = [], EPS64
        for block, array in zip(self.blocks, arrays):
            values = self._gradient_values(_shaped(array, block, self.blocks, arrays), block).ravel()
            if not np.isfinite(values).all():
                bad = int(np.flatnonzero(~np.isfinite(values))[0])
                where = block.index(bad)
                text = f"the gradient{_of(block)} is not finite: {_at(block, where)} is {values[bad]}"
                raise Unusable(Diagnosis(Kind.GRADIENT_NOT_FINITE, text, block.name or None, index=where))
            eps = max(eps, eps_of(values, array.real.dtype))
            parts.append(values)
        return (parts[0] if len(parts) == 1 else np.concatenate(parts)), eps

    def _gradient_values(self, array: Array, block: Block) -> FloatArray:
        if not block.is_complex:
            return array.astype(np.float64)
        return _reals((np.conj(array) if self.conjugate else array).astype(np.complex128))


def _author_array(name: str, leaf: Any) -> Array:
    called = f"[{name!r}]" if name else ""
    try:
        array = np.asarray(leaf)
    except (ValueError, TypeError) as error:
        raise ValueError(f"x{called} is ragged or not numeric; pass arrays of numbers") from error
    if array.dtype.kind not in "iufc":
        raise ValueError(f"x{called} has dtype {array.dtype}; pass real or complex numbers")
    return array


def _reals(array: Array) -> FloatArray:
    """Real numbers as they are, complex ones with an axis for their two parts; a float64 copy."""
    if array.dtype.kind != "c":
        return array.astype(np.float64)
    return np.stack([array.real, array.imag], axis=-1).astype(np.float64)


def _first_missing(template: Any, gradient: Any) -> str | None:
    try:
        return next((str(key) for key in template if key not in gradient), None)
    except TypeError:
        return None


def _in_order(leaf: Any, value: Any) -> Any:
    """A pandas gradient in the order of x's labels."""
    if hasattr(leaf, "reindex_like") and hasattr(value, "reindex_like"):
        return value.reindex_like(leaf)
    return value


def _as_pandas(leaf: Any, array: Array) -> Any:
    if hasattr(leaf, "reindex_like"):
        axes = {"index": leaf.index} | ({"columns": leaf.columns} if array.ndim == 2 else {"name": leaf.name})
        return type(leaf)(array, **axes)
    return array


def _numeric(value: Any, block: Block) -> Array:
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):  # a ragged list
        array = np.asarray(None, dtype=object)
    if array.dtype.kind not in ("biufc" if block.is_complex else "biuf"):
        wanted = "numbers" if block.is_complex else "real numbers"
        got = "a nested container" if is_container(value) else described(value)
        text = f"the gradient{_of(block)} should be an array of {wanted}, got {got}"
        raise Unusable(Diagnosis(Kind.GRADIENT_NOT_NUMERIC, text, block.name or None))
    return array


def _shaped(array: Array, block: Block, blocks: tuple[Block, ...], arrays: list[Array]) -> Array:
    """Accept (1, H) or (H, 1) for (H,), and the reverse; never (H, 1) for (1, H)."""
    shape = block.own_shape
    if array.shape == shape:
        return array
    squeezed = tuple(n for n in array.shape if n != 1) == tuple(n for n in shape if n != 1)
    if squeezed and not (array.ndim == len(shape) >= 2):
        return array.reshape(shape)
    text = f"the gradient{_of(block)} has shape {array.shape}, expected {shape}"
    for other, its in zip(blocks, arrays):
        if other is not block and array.shape == other.own_shape and its.shape == shape:
            text += f"; are the gradients of {block.name} and {other.name} swapped?"
            break
    else:
        if array.ndim == 2 and array.shape == shape[::-1]:
            text += "; is it transposed?"
    raise Unusable(Diagnosis(Kind.GRADIENT_SHAPE, text, block.name or None))


def _of(block: Block) -> str:
    return f" of {block.name}" if block.name else ""


def _at(block: Block, index: Index) -> str:
    return (block.at(index) if block.is_complex else f"the entry at {list(index)}") if index else "it"
