"""What the wrong gates and layers share: what probes feed them and how they look at the answer."""

from functools import cache

import numpy as np

from autograder import contract, part

UPSTREAM = "What arrives from above, and where do you use it?"
SHARED = "How many gates share this memory?"

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


def probe_gate(code, gate_class, *inputs):
    """Return what two gates show that are run in turn, then one of them again, and what they write into."""

    @cache
    def on_arrays():
        first, second = gate_class(), gate_class()
        out = first.forward(*(array.copy() for array in inputs))
        second.forward(*(array[:, :1] * 2 for array in inputs))
        return numbers(out), numbers(first.backward(DOUT.copy()))

    @cache
    def on_scalars():
        gate = gate_class()
        gate.forward(*(float(array[0, 0]) for array in inputs))
        return numbers(gate.forward(*(float(array[0, 1]) for array in inputs))), numbers(gate.backward(2.5))

    def writing():
        gate, given, dz = gate_class(), [array.copy() for array in inputs], DOUT.copy()
        gate.forward(*given)
        wrote = wrote_into(code, given[0], inputs[0])
        gate.backward(dz)
        return wrote, wrote_into(code, dz, DOUT)

    return {
        "out": lambda: part(on_arrays(), 0),
        "gradients": lambda: part(on_arrays(), 1),
        "out for numbers": lambda: part(on_scalars(), 0),
        "gradients for numbers": lambda: part(on_scalars(), 1),
        "arguments changed": contract(writing),
    }
