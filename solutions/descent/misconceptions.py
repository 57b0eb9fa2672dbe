"""What students write instead, with the question that leads on. Each is an executable wrong version of one exercise.

The probes judge what does not depend on how rows are drawn. Whether an argument is written to shows when an array that
one call returned goes into two more: the second of them begins where the first left it.
"""

import numpy as np
from descent import as_float_array, check_batch, check_step, levels

from autograder.misconceptions import misconception, probe

# One step


@misconception("gradient_step", hint="Which way is uphill?")
def step_uphill(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W + learning_rate * dW


@misconception("gradient_step", hint="How long is the step where the rate is small?")
def step_without_rate(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - dW


@misconception("gradient_step", hint="Whose array does -= write to?")
def step_in_place(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    W -= learning_rate * dW
    return W


@misconception("gradient_step", hint="Should the step not get shorter where the ground gets flat?")
def step_of_fixed_length(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * np.sign(dW)


@misconception("gradient_step", hint="Which number stands between the rate and the gradient on the slide?")
def step_with_hidden_factor(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW / max(1, W.size)


@misconception("gradient_step", hint="What is the step taken from?")
def step_without_start(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return -learning_rate * dW


@probe("gradient_step")
def gradient_step_probe(code):
    W, dW = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]), np.array([[2.0, 1.0, -4.0], [0.5, -3.0, 8.0]])
    first = code.gradient_step(W, dW, 0.25)
    shown = np.array(first)
    code.gradient_step(first, dW, 0.5)
    return shown, np.array(code.gradient_step(first, dW, 0.5))


# Many steps


def _descend(W, step, is_small, max_steps):
    """Gradient descent with a step and a test of smallness of one's own."""
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = step(W_old)
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if is_small(W, W_old):
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Which way is uphill?")
def descent_uphill(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W + learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs(W - W_old)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="After W_old = W, are these two arrays?")
def descent_with_aliased_weights(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(as_float_array(W0))
    history = [W.copy()]
    for _ in range(max_steps):
        W_old = W
        W -= learning_rate * gradient(W)
        history.append(W.copy())
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="After W = W0, are these two arrays?")
def descent_that_moves_the_start(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W.copy()]
    for _ in range(max_steps):
        W_old = W.copy()
        W -= learning_rate * gradient(W)
        history.append(W.copy())
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Are the positions in history many arrays, or one array many times?")
def descent_with_one_array_in_its_history(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(as_float_array(W0))
    history = [W]
    for _ in range(max_steps):
        W_old = W.copy()
        W -= learning_rate * gradient(W)
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="What is nan > goal?")
def descent_that_takes_nan_for_success(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history, moved = [W], np.inf
    while moved > goal:
        if len(history) > max_steps:
            return W, history, "max_steps"
        W_old = W
        W = W - learning_rate * gradient(W)
        moved = np.sum(np.abs(W - W_old))
        history.append(W)
    return W, history, "converged"


@misconception("gradient_descent", hint="Is inf a place where a run may end well, and what is inf - inf?")
def descent_that_misses_inf(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        if np.any(np.isnan(W)):
            return W, history, "diverged"
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception(
    "gradient_descent",
    hint="What does the slide's loop do with a matrix, with nan, and where it never settles?",
)
def descent_as_on_the_slide(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history, goal_not_met = [W], True
    while goal_not_met:
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        goal_not_met = sum(abs(W - W_old)) > goal
    return W, history, "converged"


@misconception("gradient_descent", hint="How many arrays are there after W = W0 and W_old = W?")
def descent_with_one_array_for_everything(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W -= learning_rate * gradient(W)
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Sum of what shape?")
def descent_with_builtin_sum(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: sum(abs(W - W_old)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Can two moves cancel each other?")
def descent_with_signed_sum(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: abs(np.sum(W - W_old)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="How far do all the weights move together?")
def descent_with_largest_move(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.max(np.abs(W - W_old)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Is there a root in the slide's sum?")
def descent_with_norm_of_move(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sqrt(np.sum((W - W_old) ** 2)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="What does the slide compare with the goal, the slope or the step?")
def descent_until_the_gradient_is_small(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs((W - W_old) / learning_rate)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Did it arrive, or did it run out of steps?")
def descent_that_always_converges(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs(W - W_old)) <= goal,
        max_steps,
    )
    return W, history, "diverged" if status == "diverged" else "converged"


@misconception("gradient_descent", hint="How long may it take where the steps stay long?")
def descent_without_a_limit(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs(W - W_old)) <= goal,
        10_000,
    )


@misconception("gradient_descent", hint="Where does the path begin?")
def descent_without_start_in_its_history(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs(W - W_old)) <= goal,
        max_steps,
    )
    return W, history[1:], status


@misconception("gradient_descent", hint="Which position does the last step lead to, W or W_old?")
def descent_that_returns_the_position_before(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    _, history, status = _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(np.abs(W - W_old)) <= goal,
        max_steps,
    )
    return history[-2], history[:-1], status


def _run(code, *args, **kwargs):
    """One descent as plain data, or the kind of exception that it ended with."""
    try:
        W, history, status = code.gradient_descent(*args, **kwargs)
    except Exception:
        return "raised"
    return np.array(W), [np.array(position) for position in history], status


@probe("gradient_descent")
def gradient_descent_probe(code):
    bowl = np.array([[1.0, 0.5], [0.25, 0.75]])
    again = code.gradient_descent(lambda W: W, np.array([8.0, 5.0]), 0.5, max_steps=2)[0]
    return (
        _run(code, lambda W: bowl * W, np.ones((2, 2)), 0.5, goal=0.3, max_steps=12),
        _run(code, lambda W: W, np.array([1.0, -1.0, 0.5]), 0.5, goal=0.3, max_steps=12),
        _run(code, lambda W: W, np.array([1.0, -1.0]), 0.5, goal=0.1, max_steps=12),
        _run(code, lambda W: W, np.array([4.0, 1.0]), 0.5, goal=0.01, max_steps=3),
        _run(code, lambda W: np.full(np.shape(W), np.nan), np.zeros(2), 0.5, max_steps=4),
        _run(code, lambda W: np.full(np.shape(W), -1e308), np.zeros(2), 1.0, max_steps=4),
        _run(code, lambda W: W, again, 0.5, max_steps=2),
        _run(code, lambda W: W, again, 0.5, max_steps=2),
    )


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


def _rows(n):
    return np.stack([np.arange(n), np.arange(n) + 100.0], axis=1), 2 * np.arange(n)


def _is_paired(X, y):
    return bool(np.array_equal(2 * np.asarray(X)[:, 0], np.asarray(y)))


@probe("sample_batch")
def sample_batch_probe(code):
    def draw(seed, size=5):
        return code.sample_batch(*_rows(8), size, np.random.default_rng(seed))

    samples = [draw(seed) for seed in range(12)]
    kept = code.sample_batch(*_rows(8), 8, np.random.default_rng(1))
    code.sample_batch(*kept, 3, np.random.default_rng(2))
    one, other = (code.sample_batch(*kept, 3, np.random.default_rng(3)) for _ in range(2))
    return (
        len(samples[0][0]),
        all(_is_paired(X, y) for X, y in samples),
        all(len(np.unique(np.asarray(X)[:, 0])) == 5 for X, _ in samples),
        any(not np.array_equal(X, samples[0][0]) for X, _ in samples),
        all(bool(np.array_equal(y, draw(seed)[1])) for seed, (_, y) in enumerate(samples)),
        [bool(np.array_equal(X, np.arange(8)[:5, None] + [0, 100.0])) for X, _ in samples].count(True) == 12,
        bool(np.array_equal(one[0], other[0])),
        bool(np.array_equal(np.asarray(samples[0][1]), 2 * np.arange(5))),
    )


# Once through the data


def _order(X, rng, shuffle):
    return rng.permutation(len(X)) if shuffle else np.arange(len(X))


@misconception("iterate_minibatches", hint="What becomes of the rows that do not fill a batch?")
def batches_without_the_rest(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = _order(X, rng, shuffle)
    for start in range(0, len(X) - batch_size + 1, batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception("iterate_minibatches", hint="How many rows are left for the last batch?")
def batches_filled_up_from_the_front(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = _order(X, rng, shuffle)
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
    return [(X[rows], y[rows]) for rows in np.array_split(_order(X, rng, shuffle), batch_size)]


@misconception("iterate_minibatches", hint="Are all batches but the last one full?")
def batches_of_nearly_equal_size(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    count = -(-len(X) // batch_size)
    return [(X[rows], y[rows]) for rows in np.array_split(_order(X, rng, shuffle), count)]


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
        return [(np.array(X_batch), np.array(y_batch)) for X_batch, y_batch in pairs]

    def numbers(pairs):
        return np.concatenate([X_batch[:, 0] for X_batch, _ in pairs])

    shuffled = [batches(*_rows(10), 4, seed) for seed in range(6)]
    ordered = batches(*_rows(10), 4, 1, shuffle=False)
    kept = next(iter(code.iterate_minibatches(*_rows(6), 6, np.random.default_rng(1), shuffle=False)))
    before = numbers(batches(*kept, 6, 1, shuffle=False))
    batches(*kept, 6, 1)
    return (
        [len(y) for _, y in shuffled[0]],
        all(_is_paired(X, y) for pairs in shuffled for X, y in pairs),
        all(len(np.unique(numbers(pairs))) == len(numbers(pairs)) for pairs in shuffled),
        any(not np.array_equal(numbers(pairs), numbers(shuffled[0])) for pairs in shuffled),
        numbers(ordered)
        if bool(np.array_equal(numbers(ordered), np.arange(len(numbers(ordered)))))
        else "mixed",
        bool(np.array_equal(before, numbers(batches(*kept, 6, 1, shuffle=False)))),
    )


# Stochastic gradient descent


def _train(loss, W, X, y, batch_size, epochs, rng, step):
    """SGD with a step of one's own: `step` gets W, the batch's value and gradient, and returns the next W."""
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            value, dW = loss(W, X[rows], y[rows])
            history.append(float(value))
            W = step(W, value, dW)
    return W, history


@misconception("sgd", hint="Which way is uphill?")
def sgd_uphill(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W + learning_rate * dW)


@misconception("sgd", hint="Which of the two returned values is the gradient?")
def sgd_along_the_loss(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * value)


@misconception("sgd", hint="Has the loss taken the mean already?")
def sgd_that_divides_by_the_batch_again(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW / batch_size
    )


@misconception("sgd", hint="At which W is each gradient to be taken?")
def sgd_with_gradients_at_the_start(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    start = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(start, X_batch, y_batch),
        start,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="After W = W0, are these two arrays?")
def sgd_that_moves_the_start(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)

    def step(W, value, dW):
        W -= learning_rate * dW
        return W

    return _train(loss, W, X, y, batch_size, epochs, rng, step)


@misconception("sgd", hint="On which rows is each step's gradient taken?")
def sgd_on_all_rows(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(W, X, y),
        W,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="How many batches does an epoch have?")
def sgd_with_one_batch_an_epoch(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W, history = as_float_array(W0), []
    for _ in range(epochs):
        rows = rng.choice(len(X), batch_size, replace=False)
        value, dW = loss(W, X[rows], y[rows])
        history.append(float(value))
        W = W - learning_rate * dW
    return W, history


@misconception("sgd", hint="Is row 0 still labelled y[0]?")
def sgd_with_other_labels(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    X, y = rng.permutation(X), rng.permutation(y)
    return _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW)


@misconception("sgd", hint="Does every row get its turn?")
def sgd_on_the_first_batch_only(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(
        lambda W, X_batch, y_batch: loss(W, X[:batch_size], y[:batch_size]),
        W,
        X,
        y,
        batch_size,
        epochs,
        rng,
        lambda W, value, dW: W - learning_rate * dW,
    )


@misconception("sgd", hint="One number a step, or one an epoch?")
def sgd_with_one_loss_an_epoch(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    W, history = _train(loss, W, X, y, batch_size, epochs, rng, lambda W, value, dW: W - learning_rate * dW)
    return W, [float(part[-1]) for part in np.array_split(history, epochs)]


@misconception("sgd", hint="Which generator was asked to draw?")
def sgd_with_another_generator(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    return _train(loss, W, X, y, batch_size, epochs, np.random, lambda W, value, dW: W - learning_rate * dW)


@misconception("sgd", hint="How many batches are there if one has room for more rows than there are?")
def sgd_that_drops_the_rest(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, _ = check_batch(X, y, batch_size)
    W, history = as_float_array(W0), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for number in range(len(X) // batch_size):
            rows = order[number * batch_size : (number + 1) * batch_size]
            value, dW = loss(W, X[rows], y[rows])
            history.append(float(value))
            W = W - learning_rate * dW
    return W, history


def _squared(W, X, y):
    error = X @ W - y
    return 0.5 * float(np.mean(error**2)), X.T @ error / len(X)


@probe("sgd")
def sgd_probe(code):
    asked = []

    def loss(W, X, y):
        asked.append((np.array(W), np.array(X), np.array(y)))
        return _squared(W, X, y)

    def run(X, y, size, epochs, W0=None, seed=1):
        asked.clear()
        W0 = np.zeros(2) if W0 is None else W0
        W, history = code.sgd(loss, W0, X, y, 0.1, size, epochs, np.random.default_rng(seed))
        return W, (np.array(W), list(history))

    equal = np.repeat([[1.0, 2.0]], 4, axis=0), np.repeat([5], 4)
    kept, shown = run(*equal, 2, 2)
    starts = [W for W, _, _ in asked]
    run(*equal, 2, 1, kept)
    again = run(*equal, 2, 1, kept)[1]
    large = run(*equal, 7, 2)[1]
    X, y = np.stack([np.arange(6.0), np.ones(6)], axis=1) / 10, 3 * np.arange(6)
    run(X, y, 3, 6)
    first = list(asked)
    run(X, y, 3, 6)
    return (
        shown,
        starts,
        again,
        large,
        [len(labels) for _, _, labels in first],
        all(bool(np.allclose(30 * batch[:, 0], labels)) for _, batch, labels in first),
        len(np.unique(np.concatenate([labels for _, _, labels in first]))) > 3,
        all(bool(np.array_equal(a[2], b[2])) for a, b in zip(first, asked)),
    )


# Reading a loss curve


@misconception("diagnose_learning_rate", hint="What is nan > start?")
def diagnosis_without_nan(history):
    start, middle, end = levels(history)
    if end > start:
        return "too high"
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="Which of the lecture's curves is nearly a straight line?")
def diagnosis_with_high_and_low_swapped(history):
    swapped = {"high": "low", "low": "high"}
    right = _diagnosis(history)
    return swapped.get(right, right)


@misconception("diagnose_learning_rate", hint="Is it still on its way down at the end?")
def diagnosis_by_the_end_alone(history):
    start, _, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    return "low" if end > 0.8 * start else "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="What if the loss were counted in thousandths?")
def diagnosis_with_fixed_levels(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.1:
        return "low"
    return "high" if end > 1.0 else "good"


@misconception("diagnose_learning_rate", hint="Is one noisy step the whole curve?")
def diagnosis_by_single_steps(history):
    levels(history)
    if not np.all(np.isfinite(history)) or np.any(np.diff(history) > 0):
        return "too high"
    return _diagnosis(history)


@misconception("diagnose_learning_rate", hint="Can a curve that ends low still be on its way?")
def diagnosis_that_calls_a_low_end_good(history):
    start, _, end = levels(history)
    right = _diagnosis(history)
    return "good" if right == "low" and end < 0.5 * start else right


def _diagnosis(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


@probe("diagnose_learning_rate")
def diagnose_learning_rate_probe(code):
    t = np.linspace(0, 1, 40)
    wiggle = 1 + 0.03 * np.sin(40 * t)
    curves = (
        2 + 3 * t,
        1.5 + 0.5 * np.exp(-20 * t),
        0.2 + 1.8 * np.exp(-12 * t),
        2.0 - 0.8 * t,
        2.0 - 0.3 * t,
        2.0 - 1.8 * t,
        wiggle * (0.2 + 1.8 * np.exp(-12 * t)),
        0.002 - 0.0008 * t,
        1500 + 500 * np.exp(-20 * t),
        200 + 1800 * np.exp(-12 * t),
    )
    runaway = [2.0, 1.5, 1.2, 1.0, 0.9, 0.8, 0.8, np.nan]
    return [code.diagnose_learning_rate(curve) for curve in curves] + [code.diagnose_learning_rate(runaway)]
