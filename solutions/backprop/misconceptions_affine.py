"""Wrong affine layers."""

from functools import cache, partial

import numpy as np
from backprop import affine_backward, affine_forward, as_float_array, check_affine_inputs
from misconceptions import DOUT, UPSTREAM, X, numbers, wrote_into

from autograder import contract, dtype_of, misconception, part, probe, shape_of

right_affine_forward, right_affine_backward = affine_forward, affine_backward


@misconception("affine", replaces="affine_forward", hint="Which input did you not use?")
def affine_without_bias(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    return x.reshape(len(x), -1) @ w, (x, w)


@misconception("affine", replaces="affine_forward", hint="How often does b enter each score?")
def affine_bias_twice(x, w, b):
    out, cache = right_affine_forward(x, w, b)
    return out + b, cache


@misconception("affine", replaces="affine_forward", hint="How many axes may x have?")
def affine_for_flat_rows_only(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    return x @ w + b, (x, w)


@misconception("affine", replaces="affine_forward", hint="Which shape did x have when it came in?")
def affine_forgets_the_shape(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    rows = x.reshape(len(x), -1)
    return rows @ w + b, (rows, w)


@misconception("affine", replaces="affine_forward", hint="What does numpy do with a b of length 1?")
def affine_accepts_any_bias(x, w, b):
    x, w, b = as_float_array(x), as_float_array(w), as_float_array(b)
    return x.reshape(len(x), -1) @ w + b, (x, w)


@misconception("affine", replaces="affine_forward", hint="Whose shape does x.shape = ... change?")
def affine_reshapes_in_place(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    shape = x.shape
    x.shape = (len(x), w.shape[0])
    return x @ w + b, (x.reshape(shape), w)


@misconception(
    "affine", replaces="affine_backward", hint="Which shape has b after it has moved against your db?"
)
def affine_bias_gradient_as_a_row(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw, db[None, :]


@misconception(
    "affine", replaces="affine_backward", hint="How many examples use b, and what happens where paths meet?"
)
def affine_bias_gradient_mean(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout.mean(axis=0)


@misconception("affine", replaces="affine_backward", hint="Which shape must db have?")
def affine_bias_gradient_not_summed(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout


@misconception("affine", replaces="affine_backward", hint="Which axis counts the examples?")
def affine_bias_gradient_wrong_axis(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout.sum(axis=1)


@misconception("affine", replaces="affine_backward", hint="Does a batch of one still have two axes?")
def affine_bias_gradient_squeezed(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, np.sum(np.squeeze(dout), axis=0)


@misconception("affine", replaces="affine_backward", hint="Where is the 1/N of the loss already?")
def affine_divides_again(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw / len(dout), db / len(dout)


@misconception("affine", replaces="affine_backward", hint="Which shape must dw have?")
def affine_weight_gradient_transposed(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw.T, db


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_without_upstream(dout, cache):
    return right_affine_backward(np.ones_like(dout), cache)


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_weight_gradient_without_upstream(dout, cache):
    dx, _, db = right_affine_backward(dout, cache)
    return dx, right_affine_backward(np.ones_like(dout), cache)[1], db


@misconception("affine", replaces="affine_backward", hint="In which order are the gradients asked for?")
def affine_gradients_swapped(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dw, dx, db


@misconception(
    "affine",
    replaces="affine_backward",
    hint="Is a weight's gradient kept, or added to, from example to example?",
)
def affine_last_example_only(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    x, _ = cache
    for row, upstream in zip(x.reshape(len(x), -1), dout):
        dw = np.outer(row, upstream)
    return dx, dw, db


@misconception("affine", replaces="affine_backward", hint="What dtype do your own arrays have?")
def affine_in_double(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, np.zeros(dw.shape) + dw, db


W = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])
B = np.array([0.5, -0.25])


@probe("affine")
def affine_probe(code):
    def layer(x):
        out, cache = code.affine_forward(x.copy(), W.copy(), B.copy())
        return numbers(out), numbers(code.affine_backward(DOUT[: len(x), :2].copy(), cache))

    def dtypes():
        _, cache = code.affine_forward(X.astype(np.float32), W.astype(np.float32), B.astype(np.float32))
        gradients = code.affine_backward(np.ones((2, 2), dtype=np.float32), cache)
        # Which of them is made double says nothing of why.
        kept = all(dtype_of(gradient) == "float32" for gradient in gradients)
        return "as they came" if kept else "double"

    def writing():
        given = X.reshape(2, 3, 1).copy()
        code.affine_forward(given, W.copy(), B.copy())
        return wrote_into(code, given, X.reshape(2, 3, 1))

    def short_bias():
        return numbers(code.affine_forward(X.copy(), W.copy(), B[:1].copy())[0])

    inputs = {"two rows": X, "three axes": X.reshape(2, 3, 1), "one row": X[:1]}
    looks = {}
    for name, x in inputs.items():
        both = cache(partial(layer, x))
        looks[f"out, {name}"] = partial(lambda both: part(both(), 0), both)
        for at, gradient in enumerate(("dx", "dw", "db")):
            looks[f"{gradient}, {name}"] = partial(lambda both, at: part(part(both(), 1), at), both, at)
    return {
        **looks,
        "shape of dx": lambda: shape_of(part(part(layer(X.reshape(2, 3, 1)), 1), 0)),
        "shape of db": contract(lambda: shape_of(part(part(layer(X), 1), 2))),
        "a bias that is too short": short_bias,
        "dtypes": contract(dtypes),
        "arguments changed": contract(writing),
    }
