import operator

import numpy as np


def as_float_array(x):
    """Return `x` as an array: float32 and float64 as they are, everything else as float64."""
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def check_affine_inputs(x, w, b):
    """Return `x`, `w` and `b` as float arrays; raise ValueError where their shapes do not fit together."""
    x, w, b = as_float_array(x), as_float_array(w), as_float_array(b)
    if x.ndim < 2 or x.shape[0] == 0:
        raise ValueError(f"x must be (N, ...) with at least one example, but has shape {x.shape}")
    inputs = int(np.prod(x.shape[1:]))
    if w.ndim != 2 or w.shape[0] != inputs:
        raise ValueError(f"w must be ({inputs}, M) for x of shape {x.shape}, but has shape {w.shape}")
    if b.shape != (w.shape[1],):
        raise ValueError(f"b must be ({w.shape[1]},) for w of shape {w.shape}, but has shape {b.shape}")
    return x, w, b


class AddGate:
    """z = x + y, element by element."""

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return dz, dz


class MultiplyGate:
    """z = x * y, element by element."""

    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        dx = self.y * dz
        dy = self.x * dz
        return dx, dy


class MaxGate:
    """z = max(x, y), element by element."""

    def forward(self, x, y):
        self.mask = x >= y
        return np.maximum(x, y)

    def backward(self, dz):
        return dz * self.mask, dz * (1 - self.mask)


class ExpGate:
    """z = e^x, element by element."""

    def forward(self, x):
        self.out = np.exp(x)
        return self.out

    def backward(self, dz):
        return dz * self.out


class ReciprocalGate:
    """z = 1 / x, element by element, for x other than 0."""

    def forward(self, x):
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        return -dz / self.x**2


def sigmoid_forward(x):
    """Compute the sigmoid of every element, without overflow at any x."""
    x = as_float_array(x)
    out = 0.5 * (1 + np.tanh(0.5 * x))
    return out, {"out": out}


def sigmoid_backward(dout, cache):
    s = cache["out"]
    return dout * s * (1 - s)


def relu_forward(x):
    """Compute max(0, x) for every element."""
    x = as_float_array(x)
    out = np.maximum(0, x)
    return out, out


def relu_backward(dout, cache):
    return dout * (cache > 0)


def affine_forward(x, w, b):
    """Compute x @ w + b for a batch of examples."""
    x, w, b = check_affine_inputs(x, w, b)
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def expression_circuit(x, y, z):
    """Run f = (x + y) z forward and backward."""
    values = {"x": x, "y": y, "z": z}
    gradients = {"f": 1.0}
    values["q"] = x + y
    values["f"] = values["q"] * z
    gradients["q"] = z
    gradients["z"] = values["q"]
    gradients["x"] = 1 * gradients["q"]
    gradients["y"] = 1 * gradients["q"]
    return values, gradients


def neuron_circuit(w, x):
    """Run the slide's neuron forward and backward."""
    (w0, w1, w2), (x0, x1) = w, x
    values = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    gradients = {"f": 1.0}
    v, g = values, gradients
    v["p0"] = w0 * x0
    v["p1"] = w1 * x1
    v["s"] = v["p0"] + v["p1"]
    v["z"] = v["s"] + w2
    v["n"] = -1 * v["z"]
    v["e"] = np.exp(v["n"])
    v["d"] = 1 + v["e"]
    v["f"] = 1 / v["d"]
    g["d"] = g["f"] * -1 / v["d"] ** 2
    g["e"] = g["d"]
    g["n"] = g["e"] * v["e"]
    g["z"] = -1 * g["n"]
    g["s"] = g["z"]
    g["w2"] = g["z"]
    g["p0"] = g["s"]
    g["p1"] = g["s"]
    g["w0"] = g["p0"] * x0
    g["x0"] = g["p0"] * w0
    g["w1"] = g["p1"] * x1
    g["x1"] = g["p1"] * w1
    return values, gradients


def branch_circuit(x, y):
    """Run f = (x + y) max(x, y) forward and backward: x and y are each used twice."""
    values = {"x": x, "y": y}
    gradients = {"f": 1.0}
    values["s"] = x + y
    values["m"] = max(x, y)
    values["f"] = values["s"] * values["m"]
    gradients["s"] = values["m"]
    gradients["m"] = values["s"]
    gradients["x"] = gradients["s"]
    gradients["y"] = gradients["s"]
    if x > y:
        gradients["x"] += gradients["m"]
    else:
        gradients["y"] += gradients["m"]
    return values, gradients


ANSWERS = {
    # What does an add gate do to gradients?
    #   "distributor", "router", "switcher"
    "add_gate": "distributor",
    # What does a max gate do to gradients?
    #   "distributor", "router", "switcher"
    "max_gate": "router",
    # What does a mul gate do to gradients?
    #   "distributor", "router", "switcher"
    "mul_gate": "switcher",
    # The Jacobian of a map from 4096 numbers to 4096 numbers has the shape
    #   "4096", "2 x 4096", "4096 x 4096"
    "jacobian_shape": "4096 x 4096",
    # The Jacobian of a map from 3072 numbers to 10 scores, one row an output:
    #   "3072 x 3072", "10 x 3072", "10 x 10"
    "jacobian_of_scores": "10 x 3072",
    # How many entries in a row of the Jacobian of an elementwise max(0, x) are not 0?
    #   "at most 1", "half", "all"
    "relu_nonzeros_per_row": "at most 1",
    # One such 4096 x 4096 Jacobian for each of 100 examples, in float64, takes
    #   "3.3 MB", "134 MB", "13.4 GB"
    "batch_jacobian_memory": "13.4 GB",
}
