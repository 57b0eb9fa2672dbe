"""Hidden checks of the exercises with chance in them: properties that every way to draw rows must have, and no stream."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, assert_raises, expect_tuple, fail


def rows(n):
    """Return n rows that can be told apart by their first entry i; row i has label 3 i + 2."""
    numbers = np.arange(n)
    return np.stack([numbers, numbers**2 - 1.0], axis=1), 3 * numbers + 2


def numbers_of(batch, *, with_own_labels=False):
    """Return the numbers of a batch's `rows`, or fail where it is none, or on request where the labels are others'."""
    X_batch, y_batch = expect_tuple(batch, 2, what="(X_batch, y_batch)")
    try:
        X_batch, y_batch = np.asarray(X_batch, dtype=np.float64), np.asarray(y_batch, dtype=np.float64)
    except (TypeError, ValueError):
        fail("expected arrays of numbers in a batch")
    if X_batch.ndim != 2 or X_batch.shape[1] != 2 or y_batch.shape != X_batch.shape[:1]:
        fail(f"expected rows of 2 and a label for each; got shapes {X_batch.shape} and {y_batch.shape}")
    found = X_batch[:, 0]
    assert_close(X_batch[:, 1], found**2 - 1, what="the rows", because="A row is drawn as a whole.")
    if with_own_labels:
        assert_close(y_batch, 3 * found + 2, what="labels", because="Every row keeps its own label.")
    return found


def batches_of(submission, *args, with_own_labels=False, **kwargs):
    """Return a tuple of the numbers of the rows in each batch of the student's iterate_minibatches."""
    batches = submission.iterate_minibatches(*args, **kwargs)
    if not isinstance(batches, (list, tuple)):
        fail(f"expected a list of batches, or a generator of them; got {type(batches).__name__}")
    return tuple(numbers_of(batch, with_own_labels=with_own_labels) for batch in batches)


def refuses_bad_input(function, *arguments):
    """Check that a function of (X, y, batch_size, ...) refuses what cannot be cut into batches."""
    X, y = rows(5)
    for bad in ((X, y[:4], 2), (X[:0], y[:0], 2), (X, y, 0)):
        assert_raises(ValueError, function, *bad, *arguments)
    assert_raises(TypeError, function, X, y + 0.5, 2, *arguments)


# A batch of rows


@pytest.mark.exercise("sample_batch", weight=20, about="values", hint="Is row 0 still labelled y[0]?")
def test_samples_of_every_size_keep_rows_and_labels_together(submission):
    """However many rows are drawn, each is a row of X with its own label."""
    for n, size in ((1, 1), (7, 1), (7, 5), (12, 12), (30, 8)):
        batch = submission.sample_batch(*rows(n), size, np.random.default_rng(n + size))
        drawn = numbers_of(batch, with_own_labels=True)
        assert_close(len(drawn), size, what="the number of rows")


@pytest.mark.exercise("sample_batch", weight=19, about="values", hint="Can one row come twice?")
def test_no_row_is_drawn_twice(submission):
    """A sample without replacement has every row at most once, whatever the seed."""
    for seed in range(20):
        drawn = numbers_of(submission.sample_batch(*rows(9), 7, np.random.default_rng(seed)))
        assert_close(len(set(drawn)), 7, what="the number of different rows")


@pytest.mark.exercise(
    "sample_batch", weight=25, about="values", hint="Does the draw depend on rng, and can it be any row?"
)
def test_every_row_can_be_drawn(submission):
    """With enough different seeds every row is drawn sooner or later, so the draw comes from rng."""
    drawn = set()
    for seed in range(40):
        drawn |= set(numbers_of(submission.sample_batch(*rows(6), 2, np.random.default_rng(seed))))
    assert_close(len(drawn), 6, what="the number of rows that were ever drawn")


@pytest.mark.exercise("sample_batch", weight=11, about="edge cases", hint="Which generator does the drawing?")
def test_the_same_seed_draws_the_same_sample(submission):
    """Two calls with generators of the same seed return the same rows in the same order."""
    first, second = (
        numbers_of(submission.sample_batch(*rows(40), 10, np.random.default_rng(5))) for _ in range(2)
    )
    assert_close(second, first, what="the rows of the second call")


@pytest.mark.exercise("sample_batch", weight=5, about="edge cases", hint="Is batch_size still at most N?")
def test_a_sample_is_never_larger_than_the_data(submission):
    """A batch size above N draws all N rows."""
    drawn = numbers_of(submission.sample_batch(*rows(4), 9, np.random.default_rng(0)))
    assert_close(np.sort(drawn), np.arange(4.0), what="the numbers of the rows, sorted")


@pytest.mark.exercise("sample_batch", weight=4, about="mutation", hint="Does your shuffle make new arrays?")
def test_sampling_leaves_the_data_alone(submission):
    """The caller's X and y are the same after the call."""
    drawn = numbers_of(submission.sample_batch(*rows(20), 6, np.random.default_rng(1)), with_own_labels=True)
    assert_close(len(drawn), 6, what="the number of rows")
    assert_inputs_unchanged(submission)


@pytest.mark.exercise("sample_batch", weight=4, about="bad input", hint="Is the given line still there?")
def test_data_that_cannot_be_sampled_are_refused(submission):
    """A number of labels other than N, no rows or an empty batch raise ValueError; labels that are not integers, TypeError."""
    drawn = numbers_of(submission.sample_batch(*rows(5), 2, np.random.default_rng(1)), with_own_labels=True)
    assert_close(len(drawn), 2, what="the number of rows")
    refuses_bad_input(submission.sample_batch, np.random.default_rng(1))


# Once through the data


@pytest.mark.exercise(
    "iterate_minibatches",
    weight=26,
    about="values",
    hint="Is each row in one batch, and each batch full but the last?",
)
def test_a_pass_has_every_row_once_in_batches_of_the_right_size(submission):
    """Whatever N and batch_size: all batches but the last are full, and every row comes once with its label."""
    for n, size in ((1, 1), (6, 1), (6, 3), (7, 3), (11, 4), (25, 24)):
        batches = batches_of(submission, *rows(n), size, np.random.default_rng(n), with_own_labels=True)
        sizes = [size] * (n // size) + [n % size] * (n % size > 0)
        assert_close([len(batch) for batch in batches], sizes, what="the batches' sizes")
        assert_close(np.sort(np.concatenate(batches)), np.arange(n), what="the rows' numbers, sorted")


@pytest.mark.exercise("iterate_minibatches", weight=25, about="values", hint="What decides the order?")
def test_passes_with_other_seeds_have_other_orders(submission):
    """With shuffle the order is drawn from rng: different seeds, different orders."""
    orders = {
        tuple(np.concatenate(batches_of(submission, *rows(12), 5, np.random.default_rng(seed))))
        for seed in range(10)
    }
    if len(orders) < 5:
        fail(f"ten seeds gave only {len(orders)} different orders of 12 rows")


@pytest.mark.exercise(
    "iterate_minibatches", weight=6, about="values", hint="Which generator does the shuffling?"
)
def test_the_same_seed_shuffles_the_same_way(submission):
    """Two calls with generators of the same seed give the same batches."""
    first, second = (batches_of(submission, *rows(20), 6, np.random.default_rng(3)) for _ in range(2))
    assert_close(second, first, what="the batches of the second call")


@pytest.mark.exercise(
    "iterate_minibatches", weight=21, about="values", hint="Does anything still shuffle here?"
)
def test_without_shuffle_every_seed_gives_the_rows_in_order(submission):
    """With shuffle=False the rows come in their own order, whatever the seed."""
    for seed in (0, 1):
        batches = batches_of(submission, *rows(11), 4, np.random.default_rng(seed), shuffle=False)
        assert_close(batches, (np.arange(4), np.arange(4, 8), np.arange(8, 11)), what="the rows' numbers")


@pytest.mark.exercise(
    "iterate_minibatches", weight=4, about="edge cases", hint="How many rows can one batch hold?"
)
def test_a_large_batch_holds_all_rows(submission):
    """A batch size of N or more makes one batch."""
    for size in (4, 9):
        batches = batches_of(submission, *rows(4), size, np.random.default_rng(size))
        assert_close(tuple(map(np.sort, batches)), (np.arange(4),), what="the rows' numbers, sorted")


@pytest.mark.exercise(
    "iterate_minibatches", weight=3, about="mutation", hint="Does your shuffle make new arrays?"
)
def test_a_pass_leaves_the_data_alone(submission):
    """The caller's X and y are the same after the pass."""
    batches = batches_of(submission, *rows(20), 6, np.random.default_rng(1), with_own_labels=True)
    assert_close([len(batch) for batch in batches], [6, 6, 6, 2], what="the batches' sizes")
    assert_inputs_unchanged(submission)


@pytest.mark.exercise(
    "iterate_minibatches", weight=3, about="bad input", hint="Is the given line still there?"
)
def test_data_that_cannot_be_cut_are_refused(submission):
    """A number of labels other than N, no rows or an empty batch raise ValueError; labels that are not integers, TypeError."""
    batches = batches_of(submission, *rows(5), 2, np.random.default_rng(1), with_own_labels=True)
    assert_close([len(batch) for batch in batches], [2, 2, 1], what="the batches' sizes")
    refuses_bad_input(submission.iterate_minibatches, np.random.default_rng(1))
