"""Hidden checks of sgd, whichever way it draws its batches: every step is judged by the batch that it was taken on."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises, expect_tuple, fail

DIGITS = Path(__file__).parents[2] / "assignments" / "descent" / "digits.npz"
TRAINING_ROWS = 1400


def softmax_loss(W, X, y):
    """The mean cross-entropy of a linear classifier, and its gradient."""
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    error = np.exp(log_p)
    error[rows, y] -= 1
    return float(-log_p[rows, y].mean()), X.T @ error / len(y)


@dataclass
class Visit:
    """All that the student's code asked the loss at one W: the batches, and the answers that it got."""

    W: np.ndarray
    batches: list = field(default_factory=list)
    values: list = field(default_factory=list)
    gradients: list = field(default_factory=list)

    def values_of_batches(self, size):
        """Return the losses of the batches of this size at most; of all where there are none."""
        pairs = zip(self.batches, self.values, strict=True)
        return [value for (_, labels), value in pairs if len(labels) <= size] or self.values


class Recorder:
    """The softmax loss, and a record of where it was asked. Asking twice at the same W is one visit."""

    __name__ = "loss"  # for messages

    def __init__(self):
        self.visits = []

    def __call__(self, W, X_batch, y_batch):
        W, X_batch, y_batch = np.array(W, dtype=np.float64), np.array(X_batch), np.array(y_batch)
        if X_batch.ndim != 2 or y_batch.shape != X_batch.shape[:1] or W.shape[:1] != X_batch.shape[1:]:
            fail(
                "loss(W, X_batch, y_batch) was called with shapes that do not fit: "
                f"{W.shape}, {X_batch.shape} and {y_batch.shape}"
            )
        with np.errstate(all="ignore"):  # a wrong step may run away
            value, gradient = softmax_loss(W, X_batch, y_batch)
        if not self.visits or not np.array_equal(W, self.visits[-1].W):
            self.visits.append(Visit(W))
        visit = self.visits[-1]
        visit.batches.append((X_batch, y_batch))
        visit.values.append(value)
        visit.gradients.append(gradient)
        return value, gradient

    def drawn(self):
        """Return the numbers of the rows in each batch; a row of `problem` ends with its number."""
        return [X_batch[:, -1] * 1000 for visit in self.visits for X_batch, _ in visit.batches]


def problem(rng, n=12, d=4, c=3):
    """Return W0, X, y. The last entry of row i is i / 1000, so that a batch shows which rows it has."""
    X = rng.normal(size=(n, d))
    X[:, -1] = np.arange(n) / 1000
    return rng.normal(size=(d, c)), X, rng.integers(c, size=n)


def train(submission, loss, *args):
    """Run the student's sgd and return its (W, history) as arrays of floats."""
    W, history = expect_tuple(submission.sgd(loss, *args), 2, what="(W, history)")
    try:
        W, history = np.asarray(W, dtype=np.float64), np.ravel(np.asarray(history, dtype=np.float64))
    except (TypeError, ValueError):
        fail("expected numbers in W and in history")
    # A last look at the loss, from which no step is taken, does no harm.
    if isinstance(loss, Recorder) and loss.visits and np.array_equal(loss.visits[-1].W, W):
        loss.visits.pop()
    return W, history


def takes_right_steps(submission, rng):
    """Check two steps on a single row, which come out the same however rows are drawn."""
    W0, X, y = problem(rng, n=1)
    expected = W0
    for _ in range(2):
        expected = expected - 0.3 * softmax_loss(expected, X, y)[1]
    W, _ = train(submission, softmax_loss, W0, X, y, 0.3, 1, 2, np.random.default_rng(18))
    assert_close(W, expected, what="W after two steps on one row")


def assert_one_of(got, right, **words):
    """Check `got` against the nearest of several right values."""
    fitting = [value for value in right if np.shape(value) == np.shape(got)]
    nearest = min(fitting, key=lambda value: np.abs(got - value).sum(), default=right[0])
    assert_close(got, nearest, **words)


@pytest.mark.exercise(
    "sgd",
    weight=18,
    about="values",
    hint="At which W, on which rows and in which direction is each step taken?",
)
def test_every_step_goes_against_its_batchs_gradient(submission, rng):
    """Each step takes W to W - learning_rate * dW, where dW is the gradient at W on one batch."""
    W0, X, y = problem(rng)
    loss = Recorder()
    W, _ = train(submission, loss, W0, X, y, 0.5, 4, 3, np.random.default_rng(8))
    if not loss.visits:
        fail("loss was never called")
    assert_close(loss.visits[0].W, W0, what="W at the first call of loss", because="The path begins at W0.")
    ends = [visit.W for visit in loss.visits[1:]] + [W]
    for step, (visit, end) in enumerate(zip(loss.visits, ends, strict=True), start=1):
        right = [visit.W - 0.5 * gradient for gradient in visit.gradients]
        assert_one_of(end, right, what=f"W after step {step}")


@pytest.mark.exercise(
    "sgd", weight=8, about="values", hint="How many batches does an epoch have, and how many rows each?"
)
def test_an_epoch_has_as_many_batches_as_the_data_make(submission, rng):
    """12 rows in batches of 4 make three steps per epoch, and no batch is larger than 4."""
    W0, X, y = problem(rng)
    loss = Recorder()
    _, history = train(submission, loss, W0, X, y, 0.5, 4, 5, np.random.default_rng(9))
    assert_close(len(loss.visits), 15, what="the number of steps in 5 epochs")
    assert_close(len(history), 15, what="the number of losses in history")
    sizes = [min(len(labels) for _, labels in visit.batches) for visit in loss.visits]
    assert_close(sizes, [4] * 15, what="the batches' sizes")


@pytest.mark.exercise(
    "sgd", weight=5, about="values", hint="Which loss belongs to step k: that before it, or that after it?"
)
def test_the_history_is_that_of_the_batches(submission, rng):
    """history[k] is the loss of the batch of step k, before the step."""
    W0, X, y = problem(rng)
    loss = Recorder()
    _, history = train(submission, loss, W0, X, y, 0.5, 3, 2, np.random.default_rng(10))
    assert_close(len(history), len(loss.visits), what="the number of losses in history")
    for k, (visit, value) in enumerate(zip(loss.visits, history, strict=True)):
        assert_one_of(value, visit.values_of_batches(3), what=f"history[{k}]")


@pytest.mark.exercise("sgd", weight=14, about="values", hint="Is row 0 still labelled y[0]?")
def test_every_batch_has_rows_with_their_own_labels(submission, rng):
    """However the rows are drawn, each keeps its label, and over many epochs every row has its turn."""
    W0, X, y = problem(rng)
    loss = Recorder()
    train(submission, loss, W0, X, y, 0.5, 3, 15, np.random.default_rng(11))
    for visit in loss.visits:
        for X_batch, y_batch in visit.batches:
            own = np.rint(X_batch[:, -1] * 1000).astype(int)
            assert_close(X_batch, X[own], what="the rows of a batch", because="A row is drawn as a whole.")
            assert_close(
                y_batch, y[own], what="the labels of a batch", because="Every row keeps its own label."
            )
    assert_close(len(set(np.concatenate(loss.drawn()))), len(X), what="the number of different rows drawn")


@pytest.mark.exercise("sgd", weight=25, about="training", hint="Where does the chance come from?")
def test_the_seed_decides_and_nothing_else(submission, rng):
    """The same seed gives the same run, and another seed draws other batches."""
    W0, X, y = problem(rng, n=20)
    losses = [Recorder() for _ in range(3)]
    runs = [
        train(submission, loss, W0, X, y, 0.5, 5, 2, np.random.default_rng(seed))
        for loss, seed in zip(losses, (12, 12, 13), strict=True)
    ]
    assert_close(runs[1], runs[0], what="(W, history) of a second run with the same seed")
    first, other = (np.concatenate(loss.drawn()) for loss in losses[1:])
    if np.array_equal(first, other):
        fail("two seeds drew the same batches in the same order")


@pytest.mark.exercise(
    "sgd", weight=11, about="training", hint="Does each step see the gradient of its own batch?"
)
def test_it_learns_to_read_digits(submission):
    """After 20 epochs of softmax on 1400 images of digits, at least 94 of 100 new ones are read correctly."""
    with np.load(DIGITS) as digits:
        X, y = digits["X"] / 16.0, digits["y"].astype(int)
    X = np.hstack([X, np.ones((len(X), 1))])
    train_X, train_y, test_X, test_y = (
        X[:TRAINING_ROWS],
        y[:TRAINING_ROWS],
        X[TRAINING_ROWS:],
        y[TRAINING_ROWS:],
    )
    W, _ = train(
        submission,
        softmax_loss,
        np.zeros((65, 10)),
        train_X,
        train_y,
        2.0,
        100,
        20,
        np.random.default_rng(14),
    )
    if W.shape != (65, 10):
        fail(f"expected W of shape (65, 10), got {W.shape}")
    right = float(np.mean(np.argmax(test_X @ W, axis=1) == test_y))
    if not right >= 0.94:
        fail(f"expected at least 0.94 of the new digits to be read correctly, got {right:.3f}")


@pytest.mark.exercise("sgd", weight=3, about="mutation", hint="After W = W0, are these two arrays?")
def test_training_leaves_the_start_and_the_data_alone(submission, rng):
    """The caller's W0, X and y are the same after the call, and steps were taken."""
    W0, X, y = problem(rng)
    train(submission, softmax_loss, W0, X, y, 0.5, 4, 2, np.random.default_rng(15))
    assert_inputs_unchanged(submission)
    takes_right_steps(submission, rng)


@pytest.mark.exercise(
    "sgd", weight=3, about="edge cases", hint="What are batch_size and N // batch_size here?"
)
def test_a_batch_size_above_n_still_trains(submission, rng):
    """With more room in a batch than there are rows, each epoch takes one step."""
    W0, X, y = problem(rng, n=5)
    loss = Recorder()
    train(submission, loss, W0, X, y, 0.5, 8, 3, np.random.default_rng(16))
    assert_close(len(loss.visits), 3, what="the number of steps in 3 epochs")


@pytest.mark.exercise("sgd", weight=2, about="bad input", hint="Is the given line still there?")
def test_data_that_cannot_train_are_refused(submission, rng):
    """A number of labels other than N, no rows or an empty batch raise ValueError; labels that are not integers, TypeError."""
    W0, X, y = problem(rng, n=6)
    seed = np.random.default_rng(17)
    takes_right_steps(submission, rng)
    for bad in ((X, y[:5], 0.5, 2), (X[:0], y[:0], 0.5, 2), (X, y, 0.5, 0)):
        assert_raises(ValueError, submission.sgd, softmax_loss, W0, *bad, 1, seed)
    assert_raises(TypeError, submission.sgd, softmax_loss, W0, X, y + 0.5, 0.5, 2, 1, seed)
