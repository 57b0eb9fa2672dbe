"""Hidden checks of the affine layer."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises, expect_tuple, fail

N, D, M = 5, 3, 7
OWN = "backward is handed the cache of one call and answers for that call"
OUT, GRADIENTS = "(out, cache)", "(dx, dw, db)"


def _normal(rng, *shape):
    return rng.normal(size=shape).round(2)  # short numbers are easier to read in a message


def _affine_inputs(rng, *shape):
    return _normal(rng, *shape), _normal(rng, int(np.prod(shape[1:])), M), _normal(rng, M)


def _affine_gradients(x, w, dout):
    return {"dx": dout @ w.T, "dw": x.T @ dout, "db": dout.sum(axis=0)}


QUESTIONS = {
    "dx": "Which shape must dx have, and which product of dout and w has it?",
    "dw": "Which shape must dw have, and which product of x and dout has it?",
    "db": "How many paths lead back to b?",
}


def _compare(gradients, expected, names=("dx", "dw", "db"), because=""):
    got = dict(zip(expected, expect_tuple(gradients, 3, what=GRADIENTS)))
    for name in names:
        assert_close(got[name], expected[name], what=name, because=because, hint=QUESTIONS[name])


@pytest.mark.exercise("affine", weight=15, about="values", hint="Which shapes do x, w and b have?")
def test_the_affine_output(submission, rng):
    """Forward is x w + b, with as many examples, inputs and outputs as you like."""
    x, w, b = _affine_inputs(rng, N, D)
    out, _ = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    assert_close(out, x @ w + b, what="out")


@pytest.mark.exercise("affine", weight=11, about="gradients")
@pytest.mark.parametrize("which", ["dx", "dw", "db"])
def test_the_affine_gradients_with_any_upstream_gradient(submission, rng, which):
    """Each of the three gradients is right, whatever arrives from above."""
    (x, w, b), dout = _affine_inputs(rng, N, D), _normal(rng, N, M)
    _, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    _compare(submission.affine_backward(dout, cache), _affine_gradients(x, w, dout), [which])


@pytest.mark.exercise("affine", weight=21, about="shapes", hint="Which shape did x have when it came in?")
def test_an_affine_layer_on_images(submission, rng):
    """Each example may be an image; dx has the images' shape."""
    (x, w, b), dout = _affine_inputs(rng, N, 2, 2), _normal(rng, N, M)
    out, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    assert_close(out, np.einsum("nij,ijm->nm", x, w.reshape(2, 2, M)) + b, what="out")
    dx = np.einsum("nm,ijm->nij", dout, w.reshape(2, 2, M))
    dw = np.einsum("nij,nm->ijm", x, dout).reshape(4, M)
    expected = {"dx": dx, "dw": dw, "db": dout.sum(axis=0)}
    _compare(submission.affine_backward(dout, cache), expected)


@pytest.mark.exercise("affine", weight=5, about="edge cases", hint="Does a batch of one still have two axes?")
def test_an_affine_layer_on_a_single_example(submission, rng):
    """A batch of one is a batch."""
    (x, w, b), dout = _affine_inputs(rng, 1, D), _normal(rng, 1, M)
    out, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    assert_close(out, x @ w + b, what="out")
    _compare(submission.affine_backward(dout, cache), _affine_gradients(x, w, dout))


@pytest.mark.exercise(
    "affine", weight=4, about="edge cases", hint="What belongs to this call, and what to all calls?"
)
def test_each_affine_call_has_its_own_cache(submission, rng):
    """Two forwards, then both backwards: each cache belongs to its own call."""
    calls = []
    for _ in range(2):
        x, w, b = _affine_inputs(rng, N, D)
        _, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
        calls.append((x, w, _normal(rng, N, M), cache))
    for x, w, dout, cache in calls:
        _compare(submission.affine_backward(dout, cache), _affine_gradients(x, w, dout), because=OWN)


@pytest.mark.exercise("affine", weight=2, about="bad input", hint="Does the ready-made first line still run?")
def test_an_affine_layer_refuses_shapes_that_do_not_fit(submission, rng):
    """An empty batch, and w or b of the wrong length, raise ValueError."""
    x, w, b = _affine_inputs(rng, N, D)
    out, _ = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    assert_close(out, x @ w + b, what="out")
    assert_raises(ValueError, submission.affine_forward, x, w[:-1], b, because="w needs a row for each input")
    assert_raises(
        ValueError, submission.affine_forward, x, w, b[:1], because="b needs an entry for each output"
    )
    assert_raises(ValueError, submission.affine_forward, x[:0], w, b, because="there is no example")


@pytest.mark.exercise("affine", weight=2, about="mutation", hint="Whose array is it?")
def test_an_affine_layer_leaves_its_inputs_alone(submission, rng):
    """Neither forward nor backward changes an array that it is given."""
    (x, w, b), dout = _affine_inputs(rng, N, 2, 2), _normal(rng, N, M)
    _, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    assert_inputs_unchanged(submission)
    gradients = submission.affine_backward(dout, cache)
    assert_inputs_unchanged(submission)
    _compare(gradients, _affine_gradients(x.reshape(N, 4), w, dout), ["dw", "db"])


@pytest.mark.exercise(
    "affine", weight=4, about="shapes", hint="Which shape does the array that it belongs to have?"
)
def test_each_gradient_has_the_shape_of_its_array(submission, rng):
    """dx has the shape of x, with two, three or four axes; dw has that of w, and db that of b."""
    for shape in ((N, D), (N, 3, 2), (N, 2, 3, 5)):
        (x, w, b), dout = _affine_inputs(rng, *shape), _normal(rng, N, M)
        _, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
        gradients = expect_tuple(submission.affine_backward(dout, cache), 3, what=GRADIENTS)
        flat = _affine_gradients(x.reshape(N, -1), w, dout)
        _compare(gradients, flat | {"dx": flat["dx"].reshape(x.shape)})
        for name, gradient, array in zip(("dx", "dw", "db"), gradients, (x, w, b)):
            if np.shape(gradient) != array.shape:
                fail(
                    got=f"{name} of shape {np.shape(gradient)}",
                    expected=f"shape {array.shape}, as {name[1:]} has",
                )


@pytest.mark.exercise("affine", weight=2, about="edge cases", hint="What dtype do your own arrays have?")
def test_an_affine_layer_keeps_float32_and_takes_integers(submission, rng):
    """float32 in gives float32 gradients out, and integers are as good as floats."""
    out, cache = expect_tuple(submission.affine_forward([[1, 2]], [[3], [4]], [0.5]), 2, what=OUT)
    assert_close(out, [[11.5]], what="out for whole numbers")
    expected = {"dx": [[1.5, 2.0]], "dw": [[0.5], [1.0]], "db": [0.5]}
    _compare(submission.affine_backward(np.array([[0.5]]), cache), expected)
    x, w, b = (array.astype(np.float32) for array in _affine_inputs(rng, N, D))
    _, cache = expect_tuple(submission.affine_forward(x, w, b), 2, what=OUT)
    gradients = submission.affine_backward(np.ones((N, M), dtype=np.float32), cache)
    for name, gradient in zip(("dx", "dw", "db"), expect_tuple(gradients, 3, what=GRADIENTS)):
        if isinstance(gradient, np.ndarray) and gradient.dtype != np.float32:  # a list has no dtype
            fail(got=f"{name} in {gradient.dtype}", expected=f"{name} in float32, as the inputs are")
