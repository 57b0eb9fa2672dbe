# Laborator 5 – propagare înapoi (cu bucle)
import pdb
from cProfile import label

import matplotlib.pyplot as plt

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
    def forward(self, x, y):
        print("add forward", np.shape(x))
        return np.add(x, y)

    def backward(self, dz):
        dx = np.multiply(1.0, dz)
        dy = np.multiply(1.0, dz)
        return [dx, dy]


class MultiplyGate:
    def __init__(self):
        self.input = None

    def forward(self, x, y):
        z = x * y
        self.input = [x, y]  # for backward
        return z

    def backward(self, dz):
        dx = self.input[1] * dz  # dz/dx * dL/dz
        dy = self.input[0] * dz  # dz/dy * dL/dz
        return [dx, dy]


class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.array(x, dtype=float), np.array(y, dtype=float)
        z = np.zeros(self.x.shape)
        for i in np.ndindex(self.x.shape):
            z[i] = max(self.x[i], self.y[i])
        return z

    def backward(self, dz):
        dz = np.array(dz, dtype=float)
        dx, dy = np.zeros(dz.shape), np.zeros(dz.shape)
        for i in np.ndindex(dz.shape):
            if self.x[i] == self.y[i]:  # égalité: share it
                dx[i] += dz[i] / 2
                dy[i] += dz[i] / 2
            elif self.x[i] > self.y[i]:
                dx[i] += dz[i]
            else:
                dy[i] += dz[i]
        return [dx, dy]


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
    x = as_float_array(x)
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        if x[i] >= 0:
            out[i] = 1 / (1 + np.exp(-x[i]))
        else:
            out[i] = np.exp(x[i]) / (1 + np.exp(x[i]))
    cache = [x, out]
    return out, cache


def sigmoid_backward(dout, cache):
    x, out = cache
    dx = np.zeros_like(x)
    dout = np.asarray(dout)
    for i in np.ndindex(x.shape):
        dx[i] = dout[i] * out[i] * (1 - out[i])
    return dx


def relu_forward(x):
    x = as_float_array(x)
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
    return out, x


def relu_backward(dout, cache):
    x = cache
    dx = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            dx[i] += dout[i]
    return dx


def affine_forward(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    N, M = x.shape[0], w.shape[1]
    rows = x.reshape(N, -1)
    out = np.zeros((N, M), dtype=x.dtype)
    for i in range(N):
        for j in range(M):
            s = b[j]
            for k in range(rows.shape[1]):
                s += rows[i, k] * w[k, j]
            out[i, j] = s
    print("affine", out.shape)
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    rows = x.reshape(N, -1)
    dx = np.zeros_like(rows)
    dw = np.zeros_like(w)
    db = np.zeros_like(b)
    for i in range(N):
        for j in range(w.shape[1]):
            db[j] += dout[i, j]
            for k in range(rows.shape[1]):
                dx[i, k] += dout[i, j] * w[k, j]
                dw[k, j] += dout[i, j] * rows[i, k]
    return dx.reshape(x.shape), dw, db


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


if __name__ == "__main__":
    print(expression_circuit(-2, 5, -4))
    plt.plot([1, 2, 3])
    plt.show()
