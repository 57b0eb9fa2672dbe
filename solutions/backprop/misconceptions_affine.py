"""Wrong affine layers."""

from functools import cache, partial

import numpy as np
from backprop import affine_backward, affine_forward, as_float_array, check_affine_inputs
from misconceptions import DOUT, ONE_NUMBER, UPSTREAM, X, as_numbers, numbers, width, wrote_into

from autograder import contract, misconception, part, probe, refusal, shape_of

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


@misconception(
    "affine", replaces="affine_backward", hint="Which of the arrays that you make yourself are float64?"
)
def affine_in_double(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, np.zeros(dw.shape) + dw, db


USERS_OF_B = "How many examples use b, and what happens where paths meet?"
MEAN = "Where is the 1/N of the loss already?"


@misconception("affine", replaces="affine_forward", hint="Does b enter the scores with a plus?")
def affine_minus_bias(x, w, b):
    out, cache = right_affine_forward(x, w, b)
    return out - 2 * b, cache


@misconception(
    "affine", replaces="affine_forward", hint="In which order do the numbers of one image lie in memory?"
)
def affine_reshapes_the_wrong_way(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    return x.reshape(-1, len(x)).T @ w + b, (x, w)


@misconception("affine", replaces="affine_forward", hint="Whose array is it?")
def affine_writes_into_x(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    out, cache = right_affine_forward(x.copy(), w, b)
    x *= 1.5
    return out, cache


@misconception("affine", replaces="affine_backward", hint=ONE_NUMBER)
def affine_bias_gradient_one_number(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout.sum()


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_bias_gradient_of_ones(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw, np.ones_like(db)


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_bias_gradient_of_counts(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw, np.full_like(db, len(dout))


@misconception("affine", replaces="affine_backward", hint="Do the biases move the loss?")
def affine_without_bias_gradient(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw, np.zeros_like(db)


@misconception("affine", replaces="affine_backward", hint=USERS_OF_B)
def affine_bias_gradient_of_the_first(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout[0]


@misconception("affine", replaces="affine_backward", hint=USERS_OF_B)
def affine_bias_gradient_of_the_last(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout[-1]


@misconception("affine", replaces="affine_backward", hint=MEAN)
def affine_divides_dw_again(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw / len(dout), db


@misconception("affine", replaces="affine_backward", hint=MEAN)
def affine_divides_dx_again(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx / len(dout), dw, db


@misconception("affine", replaces="affine_backward", hint="How many gradients does the docstring promise?")
def affine_without_db(dout, cache):
    return right_affine_backward(dout, cache)[:2]


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_dx_without_upstream(dout, cache):
    _, dw, db = right_affine_backward(dout, cache)
    return right_affine_backward(np.ones_like(dout), cache)[0], dw, db


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_dw_without_upstream(dout, cache):
    dx, _, db = right_affine_backward(dout, cache)
    return dx, right_affine_backward(np.ones_like(dout), cache)[1], db


@misconception(
    "affine", replaces="affine_backward", hint="In which row of dx does the gradient of example i belong?"
)
def affine_dx_in_one_row(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    kept = np.zeros_like(dx)
    kept[0] = dx[-1]
    return kept, dw, db


@misconception("affine", replaces="affine_backward", hint="In which order are the gradients asked for?")
def affine_gradients_rotated(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dw, db, dx


@misconception(
    "affine",
    replaces="affine_backward",
    hint="Which way does a gradient point, and did anybody ask for the step?",
)
def affine_gradients_negated(dout, cache):
    return tuple(-gradient for gradient in right_affine_backward(dout, cache))


W = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])
B = np.array([0.5, -0.25])


@probe("affine")
def affine_probe(code):
    def kept(x):
        return code.affine_forward(x.copy(), W.copy(), B.copy())

    def gradients(x):
        found = code.affine_backward(DOUT[: len(x), :2].copy(), kept(x)[1])
        return list(found) if isinstance(found, (tuple, list)) else [found]

    def dtypes():
        _, cache = code.affine_forward(X.astype(np.float32), W.astype(np.float32), B.astype(np.float32))
        return width(*code.affine_backward(np.ones((2, 2), dtype=np.float32), cache))

    def writing():
        """What became of the caller's x."""
        given = X.reshape(2, 3, 1)
        code.affine_forward(given.copy(), W.copy(), B.copy())
        after = as_numbers(code.last_call.arguments_after[0])
        return (
            "as it was"
            if np.array_equal(after, given)
            else "others"
            if after.shape == given.shape
            else "flat"
        )

    def dout_written():
        dout = DOUT[:, :2].copy()
        code.affine_backward(dout, kept(X)[1])
        return wrote_into(code, dout, DOUT[:, :2])

    def short_bias():
        return numbers(code.affine_forward(X.copy(), W.copy(), B[:1].copy())[0])

    def bias_share():
        """What b adds to the scores."""
        without = code.affine_forward(X.copy(), W.copy(), np.zeros(2))[0]
        return as_numbers(kept(X)[0]) - as_numbers(without)

    def scores():
        return code.affine_forward(X.copy(), W.copy(), np.zeros(2))[0]

    def more_axes():
        """Whether more axes are taken at all; a word, since what the calls say has nothing to do with their values."""
        if refusal(kept, X) != "accepted":
            return ""
        return "refused" if refusal(kept, X.reshape(2, 3, 1)) != "accepted" else "taken"

    def like_rows(of):
        """What a look shows at more axes; nothing where these are refused or it is what the same numbers in rows show."""

        def look():
            if more_axes() != "taken":
                return ""
            return np.ravel(as_numbers(of(X.reshape(2, 3, 1)))) - np.ravel(as_numbers(of(X)))

        return look

    def shape_of_dx():
        return "" if more_axes() != "taken" else shape_of(part(gradients(X.reshape(2, 3, 1)), 0))

    plain, one = cache(lambda: gradients(X)), cache(lambda: gradients(X[:1]))
    looks = {
        "how many gradients": lambda: "" if len(plain()) == 3 else f"{len(plain())} gradients",
        "scores without b": scores,
        "what b adds": bias_share,
        "more axes": more_axes,
        "out, more axes": like_rows(lambda x: kept(x)[0]),
        "shape of dx": shape_of_dx,
    }
    for at, gradient in enumerate(("dx", "dw", "db")):
        looks[gradient] = partial(lambda at: part(plain(), at), at)
        looks[f"{gradient}, one row"] = partial(lambda at: part(one(), at), at)
        looks[f"{gradient}, more axes"] = like_rows(partial(lambda at, x: part(gradients(x), at), at))
    return {
        **looks,
        "shape of db": contract(lambda: shape_of(part(plain(), 2))),
        "a bias that is too short": short_bias,
        "dtypes": contract(dtypes),
        "arguments changed": contract(writing),
        "dout changed": contract(dout_written),
    }
