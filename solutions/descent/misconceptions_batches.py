"""Wrong batches, drawn singly and one after another."""

from functools import cache

import numpy as np
from descent import check_batch
from misconceptions import row_numbers, rows_and_labels, whose_labels

from autograder import changed_by, contract, misconception, part, probe

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


@misconception("sample_batch", hint="Does another state of rng lead to another sample?")
def sample_with_its_own_seed(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = np.random.default_rng(7).permutation(len(X))[:batch_size]
    return X[rows], y[rows]


@misconception("sample_batch", hint="Can the last row be in your sample?")
def sample_among_the_first_rows(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.permutation(batch_size)
    return X[rows], y[rows]


@misconception("sample_batch", hint="How many rows were asked for?")
def sample_of_all_rows(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.permutation(len(X))
    return X[rows], y[rows]


@misconception("sample_batch", hint="Does a batch of one row still have two axes?")
def sample_of_one_row(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    row = rng.integers(len(X))
    return X[row], y[row]


@misconception("sample_batch", hint="Which of the two comes first?")
def sample_swapped(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.permutation(len(X))[:batch_size]
    return y[rows], X[rows]


@misconception("sample_batch", hint="How many values does the docstring promise?")
def sample_without_labels(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    return X[rng.permutation(len(X))[:batch_size]]


@misconception("sample_batch", hint="Are these the rows, or their numbers?")
def sample_of_row_numbers(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.permutation(len(X))[:batch_size]
    return rows, y[rows]


SEEDS = range(8)


@probe("sample_batch")
def sample_batch_probe(code):
    @cache
    def draw(seed, again=False):
        return code.sample_batch(*rows_and_labels(8), 5, np.random.default_rng(seed))

    @cache
    def pairs():
        """The samples as (rows, labels), whichever of the two comes first."""
        if results():
            raise TypeError("no pairs")
        found = [(part(draw(seed), 0), part(draw(seed), 1)) for seed in SEEDS]
        return [(y, X) if np.ndim(X) == 1 and np.ndim(y) == 2 else (X, y) for X, y in found]

    def drawn():
        return [row_numbers(X) for X, _ in pairs()]

    def order():
        return "(y, X)" if np.ndim(part(draw(0), 0)) < np.ndim(part(draw(0), 1)) else ""

    def results():
        return "" if isinstance(draw(0), (tuple, list)) and len(draw(0)) == 2 else "no pair"

    def labels():
        found = {whose_labels(X, y) for X, y in pairs()}
        return "" if "" in found else "own" if found == {"own"} else "others'"

    def first_labels():
        return all(np.array_equal(np.ravel(y), 2 * np.arange(5)) for _, y in pairs())

    def repeats():
        return "some row twice" if any(len(set(rows)) < len(rows) for rows in drawn()) else "each row once"

    def reach():
        return "all rows" if len(set(np.concatenate(drawn()))) > 5 else "a few rows"

    def variety():
        sets = {tuple(rows) for rows in drawn()}
        first = all(np.array_equal(rows, np.arange(len(rows))) for rows in drawn())
        return "the first rows" if first else "always the same" if len(sets) == 1 else "others"

    def equal_generators():
        first, second = row_numbers(pairs()[3][0]), row_numbers(part(draw(3, again=True), 0))
        return "the same" if np.array_equal(first, second) else "others"

    return {
        "order of the results": order,
        "number of results": results,
        "kind of rows": lambda: f"{np.ndim(pairs()[0][0])} axes",
        "how many rows": lambda: f"{len(pairs()[0][1])} labels",
        "labels": labels,
        "the first labels": lambda: "always" if first_labels() else "",
        "rows that repeat": repeats,
        "rows that can be drawn": reach,
        "samples of different generators": variety,
        "samples of equal generators": equal_generators,
        "arguments changed": contract(
            lambda: changed_by(code, code.sample_batch, *rows_and_labels(8), 5, np.random.default_rng(3))
        ),
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


@misconception("iterate_minibatches", hint="What does shuffle=False ask for?")
def batches_shuffled_the_other_way(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, not shuffle)
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Which labels belong to the rows after the shuffle?")
def batches_with_labels_in_their_old_order(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[start : start + batch_size]


@misconception("iterate_minibatches", hint="When does a function that meets `return` go on with its loop?")
def batches_that_end_after_the_first(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = order_of(X, rng, shuffle)[:batch_size]
    return [(X[rows], y[rows])]


@misconception("iterate_minibatches", hint="By how many rows does each batch start after the one before?")
def batches_that_overlap(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(len(X)):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="What is in the last batch where N is a multiple of batch_size?")
def batches_with_an_empty_last_one(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for number in range(len(X) // batch_size + 1):
        rows = order[number * batch_size : (number + 1) * batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Does another state of rng lead to another order?")
def batches_with_a_seed_of_their_own(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, np.random.default_rng(7), shuffle)
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="Which generator was asked to shuffle?")
def batches_with_another_generator(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, np.random, shuffle)
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="What goes with each batch of rows?")
def batches_without_labels(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]]


@misconception("iterate_minibatches", hint="Which of the two comes first?")
def batches_swapped(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = order_of(X, rng, shuffle)
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield y[rows], X[rows]


@misconception("iterate_minibatches", hint="Is one pair of lists what a loop over (X_batch, y_batch) wants?")
def batches_as_two_lists(X, y, batch_size, rng, shuffle=True):
    pairs = list(batches_shuffled_the_other_way(X, y, batch_size, rng, not shuffle))
    return [X_batch for X_batch, _ in pairs], [y_batch for _, y_batch in pairs]


@probe("iterate_minibatches")
def iterate_minibatches_probe(code):
    def batches(n, size, seed, shuffle=True):
        found = list(
            code.iterate_minibatches(*rows_and_labels(n), size, np.random.default_rng(seed), shuffle=shuffle)
        )
        found = zip(*found) if are_two_lists(found) else found
        pairs = [(np.array(part(pair, 0)), np.array(part(pair, 1))) for pair in found]
        return [(y, X) if X.ndim == 1 and y.ndim == 2 else (X, y) for X, y in pairs]

    def rows(pairs):
        return np.concatenate([row_numbers(X) for X, _ in pairs])

    shuffled = cache(lambda: [batches(10, 4, seed) for seed in range(6)])
    ordered = cache(lambda: batches(10, 4, 1, shuffle=False))

    def are_two_lists(found):
        return len(found) == 2 and all(isinstance(each, (tuple, list)) and len(each) > 2 for each in found)

    def kind():
        found = list(code.iterate_minibatches(*rows_and_labels(10), 4, np.random.default_rng(1)))
        if any(not isinstance(each, (tuple, list)) for each in found):
            return "rows alone"
        if are_two_lists(found):
            return "two lists"
        return "(y, X)" if np.ndim(part(found[0], 0)) < np.ndim(part(found[0], 1)) else "pairs"

    def sizes(n, size):
        return ", ".join(str(len(X)) for X, _ in batches(n, size, 2))

    def whose(passes):
        found = {whose_labels(X, y) for pairs in passes for X, y in pairs}
        return "" if "" in found else "own" if found == {"own"} else "others'"

    def labels_in_their_order():
        labels = np.concatenate([np.ravel(y) for _, y in shuffled()[0]])
        return "as given" if np.array_equal(labels, 2 * np.arange(10)) else "moved"

    def repeats():
        return "twice" if any(len(set(rows(pairs))) < len(rows(pairs)) for pairs in shuffled()) else "once"

    def variety():
        orders = {tuple(rows(pairs)) for pairs in shuffled()}
        first = next(iter(orders))
        as_given = np.array_equal(first, np.arange(len(first)))
        return "different" if len(orders) > 1 else "as given" if as_given else "always the same"

    def equal_generators():
        again = rows(batches(10, 4, 3))
        return "the same" if np.array_equal(rows(shuffled()[3]), again) else "others"

    def order_of_rows():
        found = rows(ordered())
        return "as given" if np.array_equal(np.unique(found), found) else "mixed"

    return {
        "kind": kind,
        "sizes": lambda: sizes(10, 4),
        "sizes without a rest": lambda: sizes(8, 4),
        "labels": lambda: whose(shuffled()),
        "order of the labels": labels_in_their_order,
        "how often a row comes": repeats,
        "orders of different generators": variety,
        "orders of equal generators": equal_generators,
        "order without shuffle": order_of_rows,
        "arguments changed": contract(
            lambda: changed_by(
                code, code.iterate_minibatches, *rows_and_labels(10), 4, np.random.default_rng(3)
            )
        ),
    }
