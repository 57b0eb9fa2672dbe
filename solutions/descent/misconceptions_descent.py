"""Wrong descents with the whole gradient."""

from functools import cache
from itertools import pairwise

import numpy as np
from descent import as_float_array
from misconceptions import MANY_CALLS, EndlessRun, direction, length, without_repeats

from autograder import changed_by, contract, misconception, numbers, probe


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


@misconception("gradient_descent", hint="Are the positions in history many arrays, or one array many times?")
def descent_whose_start_alone_is_a_copy(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = np.array(as_float_array(W0))
    history = [W.copy()]
    for _ in range(max_steps):
        W -= learning_rate * gradient(W)
        history.append(W)
        if not np.all(np.isfinite(W)):
            return W, history, "diverged"
        if np.sum(np.abs(history[-1] - history[-2])) <= goal:
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


def _is_small(W, W_old, goal):
    return np.sum(np.abs(W - W_old)) <= goal


def _right_descent(gradient, W0, learning_rate, goal, max_steps):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: _is_small(W, W_old, goal),
        max_steps,
    )


@misconception(
    "gradient_descent",
    hint="Which way is uphill, and in which order is a difference taken?",
    seen_in=["W after three steps"],
)
def descent_reversed(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: learning_rate * gradient(W) - W,
        lambda W, W_old: _is_small(W, W_old, goal),
        max_steps,
    )


@misconception("gradient_descent", hint="What is each step taken from?")
def descent_without_a_start(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: -learning_rate * gradient(W),
        lambda W, W_old: _is_small(W, W_old, goal),
        max_steps,
    )


@misconception("gradient_descent", hint="What is each step taken from?")
def descent_to_a_part_of_the_gradient(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: learning_rate * gradient(W),
        lambda W, W_old: _is_small(W, W_old, goal),
        max_steps,
    )


@misconception("gradient_descent", hint="What decides how long a step is, beside the gradient?")
def descent_without_a_rate(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _right_descent(gradient, W0, 1.0, goal, max_steps)


@misconception("gradient_descent", hint="Who asked for the learning rate to shrink?")
def descent_with_a_decaying_rate(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    taken = iter(range(max_steps))
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * 0.95 ** next(taken) * gradient(W),
        lambda W, W_old: _is_small(W, W_old, goal),
        max_steps,
    )


@misconception("gradient_descent", hint="At which W is each gradient to be taken?")
def descent_with_the_gradient_at_the_start(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    start = as_float_array(W0)
    return _right_descent(lambda W: gradient(start), W0, learning_rate, goal, max_steps)


@misconception("gradient_descent", hint="How many moves add up to what the goal is compared with?")
def descent_with_mean_move(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.mean(np.abs(W - W_old)) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Is a weight that has settled enough, while another still moves?")
def descent_until_any_move_is_small(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.any(np.abs(W - W_old) <= goal),
        max_steps,
    )


@misconception("gradient_descent", hint="Is a move of -5 smaller than one of 0.001?")
def descent_with_a_sum_without_abs(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(W - W_old) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Is a move of -5 smaller than one of 0.001?")
def descent_with_a_sum_the_other_way(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum(W_old - W) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Is there a power in the slide's sum?")
def descent_with_squared_moves(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: np.sum((W - W_old) ** 2) <= goal,
        max_steps,
    )


@misconception("gradient_descent", hint="Does it stop by the goal that it is given?")
def descent_with_a_goal_of_its_own(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _right_descent(gradient, W0, learning_rate, 1e-6, max_steps)


@misconception("gradient_descent", hint="What ends the loop before max_steps?")
def descent_that_takes_all_steps(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0), lambda W: W - learning_rate * gradient(W), lambda W, W_old: False, max_steps
    )


@misconception(
    "gradient_descent",
    hint="Which is reached when a move is as small as the goal: the end or the loop?",
    seen_in=["steps where it never settles", "steps to the goal"],
)
def descent_that_stops_while_moves_are_large(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _descend(
        as_float_array(W0),
        lambda W: W - learning_rate * gradient(W),
        lambda W, W_old: not _is_small(W, W_old, goal),
        max_steps,
    )


@misconception(
    "gradient_descent", hint="Count on your fingers: how many steps are taken where max_steps is 3?"
)
def descent_with_a_step_too_few(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _right_descent(gradient, W0, learning_rate, goal, max_steps - 1)


@misconception(
    "gradient_descent", hint="Count on your fingers: how many steps are taken where max_steps is 3?"
)
def descent_with_a_step_too_many(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _right_descent(gradient, W0, learning_rate, goal, max_steps + 1)


@misconception("gradient_descent", hint="Did it run out of steps, or out of numbers?")
def descent_that_takes_nan_for_unfinished(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, _ = descent_that_takes_nan_for_success(gradient, W0, learning_rate, goal, max_steps)
    arrived = len(history) > 1 and _is_small(history[-1], history[-2], goal)
    return W, history, "converged" if arrived else "max_steps"


@misconception("gradient_descent", hint="Did it run out of steps, or out of numbers?")
def descent_without_a_test_for_nan(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = descent_that_goes_on_from_nan(gradient, W0, learning_rate, goal, max_steps)
    return W, history, "max_steps" if status == "diverged" else status


@misconception("gradient_descent", hint="Which position does the last step lead to, W or W_old?")
def descent_that_returns_the_old_position(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    _, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return history[-2], history, status


@misconception(
    "gradient_descent", hint="Where does the second step begin?", seen_in=["where gradients are taken"]
)
def descent_that_stays_where_it_is(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        history.append(W - learning_rate * gradient(W))
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Which weights can still be mended after a step to nan?")
def descent_that_goes_on_from_nan(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        if np.sum(np.abs(W - W_old)) <= goal:
            return W, history, "converged"
    return W, history, "max_steps" if np.all(np.isfinite(W)) else "diverged"


@misconception("gradient_descent", hint="Does one weight that is nan not spoil the whole W?")
def descent_until_all_weights_are_nan(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        if not np.any(np.isfinite(W)):
            return W, history, "diverged"
        if _is_small(W, W_old, goal):
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Where does the path end?")
def descent_without_end_in_its_history(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return W, history[:-1], status


@misconception("gradient_descent", hint="Where does the path end?")
def descent_without_the_step_that_ends_it(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return W, history if status == "max_steps" else history[:-1], status


@misconception("gradient_descent", hint="Where does a path end that leads to nan?")
def descent_without_the_step_to_nan(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return W, history[:-1] if status == "diverged" else history, status


@misconception("gradient_descent", hint="For which W is np.all(np.isfinite(W)) true?")
def descent_that_takes_numbers_for_nan(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        if np.all(np.isfinite(W)):
            return W, history, "diverged"
        if _is_small(W, W_old, goal):
            return W, history, "converged"
    return W, history, "max_steps"


@misconception("gradient_descent", hint="Is the history one of positions, or of something else?")
def descent_with_other_things_in_its_history(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    moves = [np.sum(np.abs(new - old)) for old, new in pairwise(history)]
    return W, [np.inf, *moves], status


@misconception("gradient_descent", hint="Which three words does the docstring have for the status?")
def descent_with_a_status_in_its_own_words(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return W, history, status.replace("_", " ").title()


@misconception("gradient_descent", hint="In which order are the three results promised?")
def descent_with_its_results_in_another_order(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W, history, status = _right_descent(gradient, W0, learning_rate, goal, max_steps)
    return W, status, history


@misconception("gradient_descent", hint="How many values does the docstring promise?")
def descent_without_a_status(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    return _right_descent(gradient, W0, learning_rate, goal, max_steps)[:2]


STATUS = ("converged", "max_steps", "diverged")
BOWL = np.array([[1.0, 0.5], [0.25, 0.75]])
START = np.array([[1.0, -2.0], [3.0, 0.5]])
SLOPE = np.array([2.0, -3.0, 1.5])


class Run:
    """One run, with the positions at which it asked for the gradient, and its results in their right places."""

    def __init__(self, code, gradient, W0, rate, **options):
        self.asked, self.is_endless, self.rate, self.gradient = [], False, rate, gradient
        self.start = np.array(W0)

        def recorded(W):
            self.asked.append(numbers(W))
            if len(self.asked) > MANY_CALLS:
                raise EndlessRun
            return gradient(W)

        try:
            results = code.gradient_descent(recorded, np.array(W0), rate, **options)
        except Exception:
            self.is_endless = len(self.asked) > MANY_CALLS
            if not self.is_endless:
                raise
            return
        self.results = list(results) if isinstance(results, (tuple, list)) else [results]
        self.path = without_repeats(self.asked)
        self.kinds = [self._kind(each, np.shape(W0)) for each in self.results]
        found = dict(reversed(list(zip(self.kinds, self.results))))
        self.status, self.W = found.get("status", ""), found.get("W", "")
        self.history = [np.asarray(each) for each in found.get("history", ())]

    @staticmethod
    def _kind(result, shape):
        if isinstance(result, str):
            return "status"
        if isinstance(result, (tuple, list)) and len(result) != (*shape, 1)[0]:
            return "history"
        return "W" if np.shape(result) == shape else "history" if np.ndim(result) > len(shape) else "other"

    def moves(self):
        """Say whether W is another one in the end."""
        return self.is_endless or isinstance(self.W, str) or not np.array_equal(self.W, self.start)

    def steps(self):
        return "without end" if self.is_endless else f"{len(self.path)} steps"

    def steps_to_the_goal(self):
        """How many steps it took, where these are right ones."""
        right = (np.allclose(b, a - self.rate * self.gradient(a)) for a, b in pairwise(self.path))
        return self.steps() if self.is_endless or all(right) else ""

    def end(self):
        """The status in the docstring's words; nothing for any other."""
        return "without end" if self.is_endless else self.status if self.status in STATUS else ""

    def end_beyond_numbers(self):
        """The same of a run that came to nan or inf; nothing of another."""
        return "" if not self.is_endless and np.all(np.isfinite(numbers(self.W))) else self.end()

    def end_of_history(self):
        """Say whether the history ends at W, or one step before it."""
        if len(self.history) < 2 or isinstance(self.W, str):
            return ""
        if np.array_equal(self.history[-1], self.W, equal_nan=True):
            return "at W"
        return "before W" if np.array_equal(self.history[-1], self.path[-1], equal_nan=True) else ""


@probe("gradient_descent")
def gradient_descent_probe(code):
    def bowl(W):
        return BOWL * W

    def twice(W):
        return 2.0 * W

    one_step = cache(lambda: Run(code, bowl, START, 0.3, max_steps=1))
    three_steps = cache(lambda: Run(code, bowl, START, 0.3, max_steps=3))
    drift = cache(lambda: Run(code, lambda W: SLOPE, np.ones(3), 0.25, max_steps=3))
    to_the_goal = [
        cache(lambda: Run(code, twice, [1.0, -1.0, 0.5], 0.25, goal=0.3, max_steps=12)),
        cache(lambda: Run(code, twice, [1.0, -1.0], 0.25, goal=0.1, max_steps=12)),
        cache(lambda: Run(code, twice, [4.0, 1.0, 1.0, 0.01], 0.125, goal=0.9, max_steps=15)),
        cache(lambda: Run(code, twice, [-3.0, 2.0, 0.5], 0.25, goal=1e-3, max_steps=30)),
    ]
    matrix_to_the_goal = cache(lambda: Run(code, bowl, np.ones((2, 2)), 0.5, goal=0.3, max_steps=12))
    at_rest = cache(lambda: Run(code, lambda W: 0.0 * SLOPE, np.ones(3), 0.25, max_steps=4))
    to_nan = cache(lambda: Run(code, lambda W: SLOPE * np.nan, np.ones(3), 0.25, max_steps=4))
    to_nan_in_part = cache(lambda: Run(code, lambda W: SLOPE * [1, np.nan, 1], np.ones(3), 0.25, max_steps=4))
    to_inf = cache(lambda: Run(code, lambda W: np.full(3, -1e308), np.zeros(3), 1.0, max_steps=6))

    def move():
        return numbers(one_step().W) - START

    def evenness():
        path = drift().path
        if len(path) < 3:
            return ""
        first, second = np.linalg.norm(path[1] - path[0]), np.linalg.norm(path[2] - path[1])
        return "even" if np.isclose(first, second) else "shrinking" if second < first else "growing"

    def where_gradients_are_taken():
        run = drift()
        is_still = len(run.asked) > 1 and len(run.path) == 1
        if np.array_equal(run.W, np.ones(3)):
            return "W stays"
        return "at the start" if is_still else "along the path"

    def order():
        kinds = drift().kinds
        if sorted(kinds) != ["W", "history", "status"]:
            return ""
        return "as promised" if kinds == ["W", "history", "status"] else "another"

    def words_of_the_status():
        return "the docstring's" if {drift().status, at_rest().status} <= set(STATUS) else "other words"

    def beginning():
        path, history = drift().path, drift().history
        if len(path) < 2 or not history:
            return ""
        places = [("at the start", path[0]), ("after a step", path[1])]
        return next((word for word, place in places if np.array_equal(history[0], place)), "")

    def end_of_path():
        path, W = drift().path, drift().W
        return "" if len(path) < 2 else "before the last step" if np.array_equal(path[-1], W) else "after it"

    def places_in_history():
        history = drift().history
        return "" if len(history) < 3 else "one" if np.array_equal(history[-1], history[-2]) else "many"

    def steps_to_the_goal():
        found = [run().steps_to_the_goal() for run in to_the_goal]
        return "" if "" in found else ", ".join(found)

    def kind_of_history():
        history = drift().history
        return "" if not history else "positions" if np.shape(history[-1]) == (3,) else "something else"

    return {
        "order of the results": order,
        "number of results": lambda: f"{len(drift().results)} results",
        "words of the status": words_of_the_status,
        "which way": lambda: direction(move(), BOWL * START),
        "how far": lambda: length(move(), BOWL * START),
        "lengths of the steps": evenness,
        "where gradients are taken": where_gradients_are_taken,
        "where the history begins": beginning,
        "where W is": end_of_path,
        "where the history ends": lambda: drift().end_of_history(),
        "where the history ends at the goal": lambda: to_the_goal[0]().end_of_history(),
        "where the history ends at inf": lambda: to_inf().end_of_history(),
        "kind of history": kind_of_history,
        "places in the history": places_in_history,
        "steps where it never settles": lambda: drift().steps() if drift().moves() else "",
        "steps to the goal": steps_to_the_goal,
        "steps to the goal, a matrix": lambda: matrix_to_the_goal().steps_to_the_goal(),
        "status at rest": lambda: at_rest().end(),
        "status out of steps": lambda: drift().end() if drift().moves() else "",
        "status at nan": lambda: to_nan().end_beyond_numbers(),
        "steps at nan": lambda: to_nan().steps(),
        "status where one number is nan": lambda: to_nan_in_part().end_beyond_numbers(),
        "status at inf": lambda: to_inf().end_beyond_numbers(),
        "W after three steps": lambda: three_steps().W,
        "history of three steps": lambda: three_steps().history,
        "arguments changed": contract(
            lambda: changed_by(
                code, code.gradient_descent, lambda W: W, np.array([8.0, 5.0]), 0.5, max_steps=2
            )
        ),
    }
