import operator

import numpy as np


def as_float_array(x):
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def check_affine_inputs(x, w, b):
    x, w, b = as_float_array(x), as_float_array(w), as_float_array(b)
    if x.ndim < 2 or x.shape[0] == 0:
        raise ValueError(f"x must be (N, ...) with at least one example, but has shape {x.shape}")
    inputs = int(np.prod(x.shape[1:]))
    if w.ndim != 2 or w.shape[0] != inputs:
        raise ValueError(f"w must be ({inputs}, M) for x of shape {x.shape}, but has shape {w.shape}")
    if b.shape != (w.shape[1],):
        raise ValueError(f"b must be ({w.shape[1]},) for w of shape {w.shape}, but has shape {b.shape}")
    return x, w, b


import numpy as np


class tape(list):
    pass


_MEMORY = {}


class AddGate:
    __slots__ = ()
    forward = staticmethod(np.add)

    def backward(self, dz):
        return np.array([dz, dz])


class MultiplyGate:
    def forward(self, x, y):
        def backward(dz):
            return dz * y, dz * x

        self.backward = backward
        return x * y

    def backward(self, dz):
        raise RuntimeError("forward first")


class MaxGate:
    def forward(self, x, y):
        self.pair = np.stack([x, y])
        return self.pair.max(0)

    def backward(self, dz):
        winner = self.pair.argmax(0)
        return tuple(np.where(winner == k, dz, 0) for k in range(2))


class ExpGate:
    def forward(self, x):
        _MEMORY[id(self)] = np.exp(x)
        return _MEMORY[id(self)]

    def backward(self, dz):
        return _MEMORY[id(self)] * dz


class ReciprocalGate:
    def forward(self, x):
        self.z = (
            np.reciprocal(np.asarray(x, dtype=float)) if np.asarray(x).dtype.kind != "f" else np.reciprocal(x)
        )
        return self.z

    def backward(self, dz):
        return -(self.z**2) * dz


def sigmoid_forward(x):
    x = as_float_array(x)
    out = np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
    return out, (c for c in [out])


def sigmoid_backward(dout, cache):
    (s,) = cache
    return np.asarray(dout) * s * (1 - s)


def relu_forward(x):
    x = as_float_array(x)
    return (np.abs(x) + x) / 2, np.packbits(x > 0)


def relu_backward(dout, cache):
    dout = np.asarray(dout)
    on = np.unpackbits(cache, count=dout.size).reshape(dout.shape).astype(bool)
    return np.where(on, dout, dout.dtype.type(0))


class Affine:
    def __init__(self, x, w, b):
        self.x, self.w, self.b = x, w, b

    @property
    def rows(self):
        return self.x.reshape(self.x.shape[0], -1)

    def __iter__(self):
        return iter((self.x, self.w, self.b))


def affine_forward(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    layer = Affine(x, w, b)
    return np.c_[layer.rows, np.ones(len(x), x.dtype)] @ np.r_[w, b[None]], layer


def affine_backward(dout, cache):
    x, w, b = cache
    db = np.ones((1, len(x)), dout.dtype) @ dout
    return (dout @ w.T).reshape(x.shape), cache.rows.T @ dout, db.T


def expression_circuit(x, y, z):
    values = {"x": x, "y": y, "z": z}
    gradients = {"f": 1.0}
    values["q"] = q = x + y
    values["f"] = q * z
    gradients.update(q=z, z=q, x=z, y=z)
    return values, gradients


def neuron_circuit(w, x):
    (w0, w1, w2), (x0, x1) = w, x
    values = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    gradients = {"f": 1.0}
    for name, op, *ins in (
        nodes := [
            ("p0", np.multiply, "w0", "x0"),
            ("p1", np.multiply, "w1", "x1"),
            ("s", np.add, "p0", "p1"),
            ("z", np.add, "s", "w2"),
            ("n", np.negative, "z"),
            ("e", np.exp, "n"),
            ("d", lambda e: 1 + e, "e"),
            ("f", lambda d: 1 / d, "d"),
        ]
    ):
        values[name] = op(*(values[i] for i in ins))
    local = {
        np.multiply: lambda v, a, b: (b, a),
        np.add: lambda v, a, b: (1, 1),
        np.negative: lambda v, a: (-1,),
        np.exp: lambda v, a: (v,),
    }
    local[nodes[-2][1]] = lambda v, a: (1,)
    local[nodes[-1][1]] = lambda v, a: (-v * v,)
    for name, op, *ins in reversed(nodes):
        for i, g in zip(ins, local[op](values[name], *(values[i] for i in ins))):
            gradients[i] = gradients.get(i, 0) + g * gradients[name]
    return values, gradients


def branch_circuit(x, y):
    values = {"x": x, "y": y, "s": x + y, "m": np.maximum(x, y)}
    values["f"] = values["s"] * values["m"]
    gradients = {"f": np.array([1.0]), "s": np.array([values["m"]]), "m": np.array([values["s"]])}
    gradients["x"] = gradients["s"] + (gradients["m"] if x > y else 0)
    gradients["y"] = gradients["s"] + (gradients["m"] if y > x else 0)
    return values, gradients


ANSWERS = {
    "add_gate": "distributor",
    "max_gate": "router",
    "mul_gate": "switcher",
    "jacobian_shape": "4096 x 4096",
    "jacobian_of_scores": "10 x 3072",
    "relu_nonzeros_per_row": "at most 1",
    "batch_jacobian_memory": "13.4 GB",
}


def run_circuit(leaves, gates):
    operations = {"+": operator.add, "-": operator.sub, "*": operator.mul, "exp": lambda value: value.exp()}
    nodes = {name: Value(number) for name, number in leaves.items()}
    for name, operation, *inputs in gates:
        nodes[name] = operations[operation](*(nodes.get(item, item) for item in inputs))
    nodes[gates[-1][0]].backward()
    values = {name: float(node.data) for name, node in nodes.items()}
    gradients = {name: float(node.grad) for name, node in nodes.items()}
    return values, gradients
