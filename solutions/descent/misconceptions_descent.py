"""Wrong descents with the whole gradient."""

from functools import cache, partial

import numpy as np
from descent import as_float_array

from autograder import misconception, part, probe


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


def _compared_with_itself(gradient, W, history, learning_rate, goal, max_steps):
    for _ in range(max_steps):
        W -= learning_rate * gradient(W)
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(history[-1] - history[-2])) <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Are the positions in history many arrays, or one array many times?")
def descent_whose_history_is_compared_with_itself(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(as_float_array(W0))
    return _compared_with_itself(gradient, W, [W], learning_rate, goal, max_steps)


@misconception("gradient_descent", hint="Are the positions in history many arrays, or one array many times?")
def descent_whose_start_alone_is_a_copy(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(as_float_array(W0))
    return _compared_with_itself(gradient, W, [W.copy()], learning_rate, goal, max_steps)


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


@probe("gradient_descent")
def gradient_descent_probe(code):
    bowl = np.array([[1.0, 0.5], [0.25, 0.75]])

    def run(*args, **kwargs):
        W, history, status = code.gradient_descent(*args, **kwargs)
        return np.array(W), [np.array(position) for position in history], status

    def twice():
        again = code.gradient_descent(lambda W: W, np.array([8.0, 5.0]), 0.5, max_steps=2)[0]
        return [run(lambda W: W, again, 0.5, max_steps=2) for _ in range(2)]

    runs = {
        "a matrix": lambda: run(lambda W: bowl * W, np.ones((2, 2)), 0.5, goal=0.3, max_steps=12),
        "three numbers": lambda: run(lambda W: W, np.array([1.0, -1.0, 0.5]), 0.5, goal=0.3, max_steps=12),
        "two numbers": lambda: run(lambda W: W, np.array([1.0, -1.0]), 0.5, goal=0.1, max_steps=12),
        "few steps": lambda: run(lambda W: W, np.array([4.0, 1.0]), 0.5, goal=0.01, max_steps=3),
        "nan": lambda: run(lambda W: np.full(np.shape(W), np.nan), np.zeros(2), 0.5, max_steps=4),
        "overflow": lambda: run(lambda W: np.full(np.shape(W), -1e308), np.zeros(2), 1.0, max_steps=4),
    }
    looks = {}
    for name, each in runs.items():
        kept = cache(each)
        for at, what in enumerate(("W", "history", "status")):
            looks[f"{what}, {name}"] = partial(lambda kept, at: part(kept(), at), kept, at)
    return {**looks, "from where another run ended": twice}
