"""Wrong versions of the 11-line network."""

from functools import cache

import numpy as np
from network import check_xor, xor_step

from autograder import changed_by, contract, misconception, numbers, part, probe, refusal

right_step = xor_step


def _sigmoid(values):
    return 1 / (1 + np.exp(-values))


def _eleven_lines(X, Y, W0, W1, slope2=None, slope1=None, rate=1.0, loss=None, updated=False):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    l1 = _sigmoid(X @ W0)
    l2 = _sigmoid(l1 @ W1)
    delta_l2 = (Y - l2) * (l2 * (1 - l2) if slope2 is None else slope2(l2))
    new_W1 = W1 + rate * (l1.T @ delta_l2)
    back = delta_l2 @ (new_W1 if updated else W1).T
    delta_l1 = back * (l1 * (1 - l1) if slope1 is None else slope1(l1))
    return W0 + rate * (X.T @ delta_l1), new_W1, (loss or (lambda errors: np.sum(errors**2) / 2))(Y - l2)


@misconception("xor", replaces="xor_step", hint="Which weights produced this output?")
def step_with_the_updated_W1(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, updated=True)


@misconception("xor", replaces="xor_step", hint="Is delta the gradient, or minus the gradient?")
def step_uphill(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, rate=-1.0)


@misconception(
    "xor", replaces="xor_step", hint="How steep is the output's sigmoid where it is almost 0 or 1?"
)
def step_without_the_outputs_slope(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, slope2=lambda l2: 1.0)


@misconception("xor", replaces="xor_step", hint="What stands between the hidden units and their inputs?")
def step_without_the_hidden_slope(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, slope1=lambda l1: 1.0)


@misconception("xor", replaces="xor_step", hint="Is l2 what goes into the sigmoid or what comes out of it?")
def step_with_the_sigmoid_twice(X, Y, W0, W1):
    def slope(out):
        return _sigmoid(out) * (1 - _sigmoid(out))

    return _eleven_lines(X, Y, W0, W1, slope2=slope, slope1=slope)


@misconception("xor", replaces="xor_step", hint="Which learning rate do the slide's lines use?")
def step_with_a_rate_of_its_own(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, rate=0.1)


@misconception("xor", replaces="xor_step", hint="Where did the ½ of the loss go?")
def step_with_the_loss_doubled(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.sum(errors**2))


@misconception("xor", replaces="xor_step", hint="Is this loss a sum or a mean?")
def step_with_the_mean_loss(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.mean(errors**2))


@misconception("xor", replaces="xor_step", hint="Can errors of opposite sign cancel in a loss?")
def step_with_the_mean_error(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.mean(np.abs(errors)))


@misconception(
    "xor", replaces="xor_step", hint="Is the loss that of the weights before the step or after it?"
)
def step_with_the_loss_after_it(X, Y, W0, W1):
    W0, W1, _ = right_step(X, Y, W0, W1)
    return W0, W1, right_step(X, Y, W0, W1)[2]


@misconception("xor", replaces="xor_step", hint="Is W1 += ... a new array?")
def step_in_place(X, Y, W0, W1):
    new_W0, new_W1, loss = right_step(X, Y, W0, W1)
    W0[...], W1[...] = new_W0, new_W1
    return W0, W1, loss


@misconception("xor", replaces="xor_step", hint="What does numpy do with a Y of one column too few?")
def step_without_the_check(X, Y, W0, W1):
    K = np.shape(W1)[1]
    return right_step(X, np.broadcast_to(Y, (len(X), K)), W0, W1)


def _program(seed, steps, draw=None, step=None):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    W0, W1 = (draw or _drawn)(seed)
    history = []
    for _ in range(steps):
        W0, W1, loss = (step or xor_step)(X, Y, W0, W1)
        history.append(loss)
    return W0, W1, history


def _drawn(seed):
    rng = np.random.RandomState(seed)
    W0 = 2 * rng.random_sample((3, 4)) - 1
    return W0, 2 * rng.random_sample((4, 1)) - 1


@misconception("xor", replaces="train_xor", hint="Which of numpy's generators does the exercise name?")
def program_with_the_new_generator(seed, steps):
    def draw(seed):
        rng = np.random.default_rng(seed)
        return 2 * rng.random((3, 4)) - 1, 2 * rng.random((4, 1)) - 1

    return _program(seed, steps, draw)


@misconception("xor", replaces="train_xor", hint="Which weights are drawn first?")
def program_that_draws_W1_first(seed, steps):
    def draw(seed):
        rng = np.random.RandomState(seed)
        W1 = 2 * rng.random_sample((4, 1)) - 1
        return 2 * rng.random_sample((3, 4)) - 1, W1

    return _program(seed, steps, draw)


@misconception("xor", replaces="train_xor", hint="Can a weight start below 0 in your code?")
def program_with_positive_weights(seed, steps):
    return _program(seed, steps, lambda seed: tuple((W + 1) / 2 for W in _drawn(seed)))


@misconception("xor", replaces="train_xor", hint="Does it matter to yours which seed it is given?")
def program_without_its_seed(seed, steps):
    return _program(seed, steps, lambda seed: _drawn(0))


@misconception("xor", replaces="train_xor", hint="What does each step start from?")
def program_that_starts_again_each_step(seed, steps):
    return _program(seed, steps, step=lambda X, Y, W0, W1: xor_step(X, Y, *_drawn(seed)))


@misconception("xor", replaces="train_xor", hint="How many losses are in the history of 5000 steps?")
def program_with_the_last_loss_alone(seed, steps):
    W0, W1, history = _program(seed, steps)
    return W0, W1, history[-1] if history else []


@probe("xor")
def xor_probe(code):
    W0 = np.array([[0.4, -0.9, 0.6], [-0.3, 0.8, 0.5]])
    W1 = np.array([[0.7, -0.2], [-0.6, 0.9], [0.3, 0.4]])
    X, Y = np.array([[0.2, 0.9], [-0.5, 0.4], [0.8, -0.1]]), np.array([[1.0, 0.2], [0.0, 0.6], [0.3, 1.0]])
    step = cache(lambda: code.xor_step(X, Y, W0, W1))

    def program(steps, at):
        # A wrong step makes a wrong program: then the program says nothing.
        try:
            step_is_right = all(np.allclose(part(step(), k), right_step(X, Y, W0, W1)[k]) for k in range(3))
        except (TypeError, ValueError):
            step_is_right = False
        return part(code.train_xor(4, steps), at) if step_is_right else ""

    return {
        "loss": lambda: part(step(), 2),
        "how far W0 moves": lambda: numbers(part(step(), 0)) - W0,
        "how far W1 moves": lambda: numbers(part(step(), 1)) - W1,
        "W0 as drawn": lambda: program(0, 0),
        "W1 as drawn": lambda: program(0, 1),
        "W0 after three steps": lambda: program(3, 0),
        "W1 after three steps": lambda: program(3, 1),
        "losses of three steps": lambda: program(3, 2),
        "arguments changed": contract(lambda: changed_by(code, code.xor_step, X, Y, W0, W1)),
        "one output too few": contract(lambda: refusal(code.xor_step, X, Y[:, :1], W0, W1)),
    }
