"""What the wrong gates and layers share: what probes feed them and how they look at the answer."""

from functools import cache, partial

import numpy as np

from autograder import contract, part
from autograder import numbers as as_numbers

UPSTREAM = "What arrives from above, and where do you use it?"
SHARED = "How many gates share this memory?"
SWITCH = "Whose value multiplies the gradient in a mul gate?"
ONE_NUMBER = "Is it one number for the whole array, or one for each element?"
ANOTHER_FUNCTION = "What does this gate compute, in the words of its first line?"
MULTIPLIED = "Are local and upstream gradient multiplied or added?"

X = np.array([[0.5, -1.25, 2.0], [-0.75, 1.5, 0.25]])
DOUT = np.array([[-0.75, 1.5, 2.25], [0.5, -1.75, 3.0]])


def numbers(value):
    """Return a student's numbers as arrays, in whatever kind of sequence they came."""
    if isinstance(value, (tuple, list)) and any(np.ndim(part) for part in value):
        return [np.asarray(part) for part in value]
    return np.asarray(value)


def wrote_into(code, array, before):
    """Say whether the last call changed its argument; across the process boundary, `array` itself stays as it was."""
    call = getattr(code, "last_call", None)
    return bool(call.mutated) if call else array.shape != before.shape or not np.array_equal(array, before)


def width(*values):
    """Say whether one of several results is wider than float32; nothing where one is no array."""
    dtypes = [getattr(value, "dtype", None) for value in values]
    if any(dtype is None for dtype in dtypes):
        return ""
    return "float64 somewhere" if any(dtype == np.float64 for dtype in dtypes) else "as narrow as the input"


def a_number_or_an_array(value):
    """Say whether a result that should be an array is a single number."""
    return "a number" if np.size(value) == 1 else ""


def spread(value, shape):
    """Return a result as numbers of this shape, a single number in each place."""
    found = as_numbers(value)
    return np.broadcast_to(found, shape) if found.size == 1 else found


def probe_gate(code, gate_class, *inputs):
    """Return what a gate shows by itself, at numbers, beside another one, run twice, and what it writes into."""
    names = ("gradient for x", "gradient for y")[: len(inputs)]

    def backward(gate, dz):
        found = gate.backward(dz)
        if len(inputs) == 1:
            return [found]
        return list(found) if isinstance(found, (tuple, list)) else [found]

    @cache
    def on_arrays():
        gate = gate_class()
        out = gate.forward(*(array.copy() for array in inputs))
        return out, backward(gate, DOUT.copy())

    @cache
    def on_numbers():
        gate = gate_class()
        out = gate.forward(*(float(array[0, 1]) for array in inputs))
        return out, backward(gate, 2.5)

    def beside_another():
        """Whether what another gate computes in between changes the gradients."""
        first, second = gate_class(), gate_class()
        first.forward(*(array.copy() for array in inputs))
        second.forward(*(1.75 - array for array in inputs))
        return compared(backward(first, DOUT.copy()), on_arrays()[1])

    def run_twice():
        """Whether an earlier forward of the same gate changes the gradients."""
        gate = gate_class()
        gate.forward(*(1.75 - array for array in inputs))
        gate.forward(*(array.copy() for array in inputs))
        return compared(backward(gate, DOUT.copy()), on_arrays()[1])

    def compared(these, those):
        pairs = zip(these, those, strict=True)
        return "as alone" if all(np.allclose(as_numbers(a), as_numbers(b)) for a, b in pairs) else "others"

    def inputs_written():
        given = [array.copy() for array in inputs]
        gate_class().forward(*given)
        return wrote_into(code, given[0], inputs[0])

    def dz_written():
        gate, dz = gate_class(), DOUT.copy()
        gate.forward(*(array.copy() for array in inputs))
        gate.backward(dz)
        return wrote_into(code, dz, DOUT)

    def how_many():
        return "" if len(on_arrays()[1]) == len(inputs) else f"{len(on_arrays()[1])} gradients"

    looks = {
        "how many gradients": how_many,
        "out": lambda: on_arrays()[0],
        "out is a number": lambda: a_number_or_an_array(on_arrays()[0]),
        "gradients are numbers": lambda: a_number_or_an_array(part(on_arrays()[1], 0)),
        "out for numbers": lambda: on_numbers()[0],
        "beside another gate": beside_another,
        "run twice": run_twice,
        "inputs changed": contract(inputs_written),
        "dz changed": contract(dz_written),
    }
    for at, name in enumerate(names):
        looks[name] = partial(lambda at: spread(part(on_arrays()[1], at), DOUT.shape), at)
        looks[f"{name} at numbers"] = partial(lambda at: part(on_numbers()[1], at), at)
    return looks
