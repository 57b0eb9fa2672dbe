"""Fixtures of the hidden checks: networks with data, and the student's answers in a checked form."""

import contextlib

import numpy as np
import pytest

from autograder import CheckFailure, StudentFault, assert_close, expect_tuple, fail

NAMES = ("W1", "b1", "W2", "b2")


def as_numbers(value):
    """Return `value` as an array of real numbers, or None if it is something else."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biuf" else None


@pytest.fixture
def numbers():
    """`as_numbers`, for checks that compute with what the student's code returned."""
    return as_numbers


@pytest.fixture
def expect_parameters():
    """Return a function that returns params as a dict of the four arrays, or fails with what is wrong about it.

    With `like`, a dict of arrays, they must have the shapes of those, up to axes of length 1.
    """

    def expect(params, like=None):
        if not isinstance(params, dict) or not set(NAMES) <= set(params):
            fail("Expected a dict with the keys W1, b1, W2 and b2.")
        arrays = {name: as_numbers(params[name]) for name in NAMES}
        for name, array in arrays.items():
            if array is None:
                fail(f"{name} is not an array of numbers.")
            if like is not None:
                shape = like[name].shape
                if np.squeeze(array).shape != np.squeeze(like[name]).shape:
                    fail(f"{name} has shape {array.shape}, expected {shape}.")
                arrays[name] = array.reshape(shape)
        return arrays

    return expect


@pytest.fixture
def draw_network(rng):
    """Return a function that draws (params, X, y) for the sizes N, D, H and C.

    All biases differ from 0, no hidden unit is near its kink, every hidden unit is off for at least one row and
    on for another (where N > 1), scores have both signs, and the labels are shuffled. One decimal is enough, and
    keeps the messages short.
    """

    def draw(N, D, H, C):
        while True:
            params = {
                "W1": rng.standard_normal((D, H)).round(1),
                "b1": (0.5 * rng.standard_normal(H)).round(1),
                "W2": rng.standard_normal((H, C)).round(1),
                "b2": (0.5 * rng.standard_normal(C)).round(1),
            }
            X = rng.standard_normal((N, D)).round(1)
            before = X @ params["W1"] + params["b1"]
            on = before > 0
            scores = np.where(on, before, 0) @ params["W2"] + params["b2"]
            mixed = N == 1 or (on.any(axis=0) & ~on.all(axis=0)).all()
            biased = params["b1"].all() and params["b2"].all()
            if (
                biased
                and mixed
                and np.abs(before).min() > 0.01
                and scores.min() < -0.1
                and scores.max() > 0.1
            ):
                return params, X, rng.permutation(np.arange(N) % C)

    return draw


@pytest.fixture
def draw_tame_network(rng):
    """Return a function that draws (params, X, y) on which the usual slips of a forward pass do not show.

    All hidden units are on, all scores are positive, and the biases are 0.
    """

    def draw(N, D, H, C):
        params = {
            "W1": rng.uniform(0.1, 1, (D, H)).round(1),
            "b1": np.zeros(H),
            "W2": rng.uniform(0.1, 1, (H, C)).round(1),
            "b2": np.zeros(C),
        }
        return params, rng.uniform(0.1, 1, (N, D)).round(1), rng.permutation(np.arange(N) % C)

    return draw


def for_this_network(own_params, own_X):
    """Return what makes of a right two_layer_forward one that answers for these parameters and rows of X only.

    A gradient by differences would need others.
    """

    def guard(right):
        def guarded(params, X):
            if not (is_this_network(own_params, params) and are_rows(own_X, X)):
                fail(
                    got="two_layer_forward is called with other parameters or rows than those given",
                    expected="gradients by the chain rule, not from differences",
                )
            return right(params, X)

        return guarded

    return guard


def is_this_network(params, asked):
    """Return whether these are the same parameters, up to rounding; True for what a forward pass refuses."""
    if not isinstance(asked, dict) or not set(NAMES) <= set(asked):
        return True
    arrays = {name: as_numbers(asked[name]) for name in NAMES}
    return all(
        array is None or (array.size == params[name].size and is_rounded(array.ravel(), params[name].ravel()))
        for name, array in arrays.items()
    )


def are_rows(X, asked):
    """Return whether all rows asked for are rows of X, up to rounding; True for what a forward pass refuses."""
    rows = as_numbers(asked)
    if rows is None or rows.ndim not in (1, 2) or rows.shape[-1] != X.shape[1]:
        return True
    return all(any(is_rounded(row, known) for known in X) for row in np.atleast_2d(rows))


def is_rounded(value, exact):
    """Return whether a value is the exact one in its own precision."""
    precision = np.finfo(value.dtype if value.dtype.kind == "f" else float).eps
    return bool(np.all(np.abs(value - exact) <= precision * np.abs(exact)))


@pytest.fixture
def ask_loss(submission):
    """Return a function that calls the student's two_layer_loss and returns (loss, grads), or fails kindly.

    In a check's second run the right two_layer_forward that stands there answers for the network of the call only.
    """

    def ask(params, X, y, reg):
        with submission.guarding(two_layer_forward=for_this_network(params, X)):
            answer = submission.two_layer_loss(params, X, y, reg)
        loss, grads = expect_tuple(answer, 2, what="(loss, grads)")
        if isinstance(loss, dict):
            fail("The first of the two is a dict. Expected (loss, grads): which of them comes first?")
        if not isinstance(grads, dict):
            fail(f"grads should be a dict with the keys {', '.join(NAMES)}, but is a {type(grads).__name__}.")
        missing = [name for name in NAMES if name not in grads]
        if missing:
            fail(f"grads has no {missing[0]!r}; its keys are {sorted(map(str, grads))}.")
        return loss, grads

    return ask


@pytest.fixture
def fair_network(submission, reference, draw_network, draw_tame_network):
    """Return a function that draws (params, X, y) for two_layer_loss.

    Where two_layer_loss calls a two_layer_forward that is wrong, that slip has cost its points already: then the network is a
    tame one, on which it does not show.
    """

    def relies_on_forward(params, X, y):
        calls = []

        right = for_this_network(params, X)(reference.two_layer_forward)

        def spy(params, X):
            calls.append(1)
            return right(params, X)

        with submission.using(two_layer_forward=spy), contextlib.suppress(StudentFault, CheckFailure):
            submission.two_layer_loss(params, X, y, 0.0)
        return bool(calls)

    def forward_is_right(params, X):
        try:
            scores, _ = expect_tuple(submission.two_layer_forward(params, X), 2, what="(scores, cache)")
            assert_close(scores, reference.two_layer_forward(params, X)[0])
        except (StudentFault, CheckFailure):
            return False
        return True

    def draw(N, D, H, C):
        params, X, y = draw_network(N, D, H, C)
        if relies_on_forward(params, X, y) and not forward_is_right(params, X):
            return draw_tame_network(N, D, H, C)
        return params, X, y

    return draw


@pytest.fixture
def at_work(submission, reference):
    """Return a function that makes sure that an exercise is right for plain input before its manners are judged.

    `look` takes from an answer what is to be compared; left out, all of it is. Else a function that returns anything at
    all would earn points for changing no argument, and for the ready-made lines that refuse bad input.
    """

    def check(name, *inputs, look=lambda answer: answer):
        answer = getattr(submission, name)(*inputs)
        expected = look(getattr(reference, name)(*inputs))
        try:
            assert_close(look(answer), expected, tolerance=1e-4)
        except CheckFailure:
            fail(
                f"This check starts once {name} is right for ordinary input; at the moment it is not.",
                hint="What do the checks of its values say?",
            )
        return answer

    return check


@pytest.fixture
def loss_at_work(submission, reference, ask_loss):
    """Return a function that makes sure that two_layer_loss has a right loss or right gradients, and returns its answer."""

    def check(params, X, y, reg):
        loss, grads = ask_loss(params, X, y, reg)
        expected, expected_grads = reference.two_layer_loss(params, X, y, reg)
        for got, right in ((loss, expected), ({name: grads[name] for name in NAMES}, expected_grads)):
            with contextlib.suppress(CheckFailure):
                assert_close(got, right, tolerance=1e-4)
                return loss, grads
        fail(
            "This check starts once two_layer_loss is right for ordinary input; at the moment it is not.",
            hint="What do the checks of its values say?",
        )

    return check
