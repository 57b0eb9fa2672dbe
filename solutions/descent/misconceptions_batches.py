"""Wrong batches, drawn singly and one after another."""

from functools import cache

import numpy as np
from descent import check_batch

from autograder import misconception, numbers, part, probe

# A batch of rows


@misconception("sample_batch", hint="Could the sample ever be another one?")
def sample_of_the_first_rows(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    return X[:batch_size], y[:batch_size]


@misconception("sample_batch", hint="Can one row come twice?")
def sample_with_replacement(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.integers(len(X), size=batch_size)
    return X[rows], y[rows]


@misconception("sample_batch", hint="Is row 0 still labelled y[0]?")
def sample_with_other_labels(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    return rng.permutation(X)[:batch_size], rng.permutation(y)[:batch_size]


@misconception("sample_batch", hint="Which labels belong to the rows that you drew?")
def sample_with_the_first_labels(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    return X[rng.permutation(len(X))[:batch_size]], y[:batch_size]


@misconception("sample_batch", hint="Whose array do you shuffle?")
def sample_that_shuffles_in_place(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return X[:batch_size].copy(), y[:batch_size].copy()


@misconception("sample_batch", hint="Which generator was asked to draw?")
def sample_from_another_generator(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = np.random.permutation(len(X))[:batch_size]
    return X[rows], y[rows]


def rows_and_labels(n):
    return np.stack([np.arange(n), np.arange(n) + 100.0], axis=1), 2 * np.arange(n)


def same_content(a, b):
    return bool(np.array_equal(numbers(a), numbers(b)))


def is_paired(X, y):
    return same_content(2 * numbers(X)[:, 0], y)


@probe("sample_batch")
def sample_batch_probe(code):
    def draw(seed, size=5):
        return code.sample_batch(*rows_and_labels(8), size, np.random.default_rng(seed))

    samples = cache(lambda: [draw(seed) for seed in range(12)])

    def after_another():
        kept = code.sample_batch(*rows_and_labels(8), 8, np.random.default_rng(1))
        code.sample_batch(*kept, 3, np.random.default_rng(2))
        one, other = (code.sample_batch(*kept, 3, np.random.default_rng(3)) for _ in range(2))
        return same_content(part(one, 0), part(other, 0))

    return {
        "sizes": lambda: [len(X) for X, _ in samples()],
        "labels belong to their rows": lambda: all(is_paired(X, y) for X, y in samples()),
        "no row twice": lambda: all(len(np.unique(numbers(X)[:, 0])) == 5 for X, _ in samples()),
        "another seed, another sample": lambda: (
            not all(same_content(X, samples()[0][0]) for X, _ in samples())
        ),
        "one seed, one sample": lambda: all(
            same_content(part(draw(seed), 1), part(draw(seed), 1)) for seed in range(4)
        ),
        "the labels are the first ones": lambda: all(same_content(y, 2 * np.arange(5)) for _, y in samples()),
        "what was drawn before": after_another,
    }


# Once through the data


def order_of(X, rng, shuffle):
    return rng.permutation(len(X)) if shuffle else np.arange(len(X))


@misconception("iterate_minibatches", hint="What becomes of the rows that do not fill a batch?")
def batches_without_the_rest(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(0, len(X) - batch_size + 1, batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="How many rows are left for the last batch?")
def batches_filled_up_from_the_front(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(0, len(X), batch_size):
        rows = np.take(order, range(start, start + batch_size), mode="wrap")
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Is row 0 still labelled y[0]?")
def batches_with_other_labels(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    if shuffle:
        X, y = rng.permutation(X), rng.permutation(y)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@misconception("iterate_minibatches", hint="Is each row seen once in a pass?")
def batches_drawn_one_by_one(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    for start in range(0, len(X), batch_size):
        size = min(batch_size, len(X) - start)
        rows = rng.choice(len(X), size, replace=False) if shuffle else np.arange(start, start + size)
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Is batch_size a number of rows, or of batches?")
def as_many_batches_as_batch_size(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    return [(X[rows], y[rows]) for rows in np.array_split(order_of(X, rng, shuffle), batch_size)]


@misconception("iterate_minibatches", hint="Are all batches but the last one full?")
def batches_of_nearly_equal_size(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    count = -(-len(X) // batch_size)
    return [(X[rows], y[rows]) for rows in np.array_split(order_of(X, rng, shuffle), count)]


@misconception("iterate_minibatches", hint="What does shuffle decide?")
def batches_always_shuffled(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Could the order ever be another one?")
def batches_never_shuffled(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@misconception("iterate_minibatches", hint="Whose array do you shuffle?")
def batches_shuffled_in_place(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    if shuffle:
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size].copy(), y[start : start + batch_size].copy()


@probe("iterate_minibatches")
def iterate_minibatches_probe(code):
    def batches(X, y, size, seed, shuffle=True):
        pairs = code.iterate_minibatches(X, y, size, np.random.default_rng(seed), shuffle=shuffle)
        return [(numbers(part(pair, 0)), numbers(part(pair, 1))) for pair in pairs]

    def order(pairs):
        return np.concatenate([X[:, 0] for X, _ in pairs])

    shuffled = cache(lambda: [batches(*rows_and_labels(10), 4, seed) for seed in range(6)])
    ordered = cache(lambda: batches(*rows_and_labels(10), 4, 1, shuffle=False))

    def after_another():
        pairs = code.iterate_minibatches(*rows_and_labels(6), 6, np.random.default_rng(1), shuffle=False)
        kept = next(iter(pairs))
        before = order(batches(*kept, 6, 1, shuffle=False))
        batches(*kept, 6, 1)
        return same_content(before, order(batches(*kept, 6, 1, shuffle=False)))

    return {
        "sizes": lambda: [len(y) for _, y in shuffled()[0]],
        "sizes in order": lambda: [len(y) for _, y in ordered()],
        "labels belong to their rows": lambda: all(is_paired(X, y) for pairs in shuffled() for X, y in pairs),
        "no row twice": lambda: all(
            len(np.unique(order(pairs))) == len(order(pairs)) for pairs in shuffled()
        ),
        "another seed, another order": lambda: (
            not all(same_content(order(pairs), order(shuffled()[0])) for pairs in shuffled())
        ),
        "one seed, one order": lambda: same_content(
            *(order(batches(*rows_and_labels(10), 4, 3)) for _ in range(2))
        ),
        "the order without shuffling": lambda: (
            "as it was" if same_content(order(ordered()), np.arange(len(order(ordered())))) else "mixed"
        ),
        "what was drawn before": after_another,
    }
