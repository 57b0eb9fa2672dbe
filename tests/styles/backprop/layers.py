"""Right layers and circuits, as different students write them."""

import numpy as np


def sigmoid_forward__masks(x):
    x = as_float_array(x)
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    small = np.exp(x[~positive])
    out[~positive] = small / (1 + small)
    return out, out.copy()


def sigmoid_backward__masks(dout, cache):
    return dout * cache * (1 - cache)


def sigmoid_forward__tanh(x):
    x = as_float_array(x)
    out = (1 + np.tanh(x / 2)) / 2
    return out, {"out": out}


def sigmoid_backward__tanh(dout, cache):
    s = cache["out"]
    return (s - s * s) * dout


def relu_forward__clip(x):
    x = as_float_array(x)
    return np.clip(x, 0, None), x


def relu_backward__clip(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache <= 0] = 0
    return dx


def relu_forward__mask(x):
    x = as_float_array(x)
    on = x > 0
    return x * on, on


def relu_backward__mask(dout, cache):
    return np.multiply(dout, cache)


def affine_forward__dot(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    N = x.shape[0]
    out = x.reshape(N, -1).dot(w) + b
    return out, (x, w, b)


def affine_backward__dot(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(N, -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def affine_forward__einsum(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    rows = np.reshape(x, (len(x), w.shape[0]))
    return np.einsum("ni,ij->nj", rows, w) + b[None, :], [rows, w, x.shape]


def affine_backward__einsum(dout, cache):
    rows, w, shape = cache
    dx = np.einsum("nj,ij->ni", dout, w).reshape(shape)
    return [dx, np.einsum("ni,nj->ij", rows, dout), np.einsum("nj->j", dout)]


def expression_circuit__slide(x, y, z):
    q = x + y
    f = q * z
    df = 1.0
    dq, dz = z * df, q * df
    dx, dy = dq, dq
    return {"x": x, "y": y, "z": z, "q": q, "f": f}, {"x": dx, "y": dy, "z": dz, "q": dq, "f": df}


def branch_circuit__accumulated(x, y):
    s, m = x + y, max(x, y)
    f = s * m
    grads = {"x": 0.0, "y": 0.0, "s": m, "m": s, "f": 1.0}
    for name in ("x", "y"):
        grads[name] += grads["s"]
    grads["x" if x > y else "y"] += grads["m"]
    return dict(x=x, y=y, s=s, m=m, f=f), grads
