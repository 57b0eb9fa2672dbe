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


@misconception(
    "xor",
    replaces="xor_step",
    hint="Which learning rate do the slide's lines have?",
    seen_in=["length of the step"],
)
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


@misconception("xor", replaces="train_xor", hint="Can a weight start below 0 in yours?")
def program_with_positive_weights(seed, steps):
    return _program(seed, steps, lambda seed: tuple((W + 1) / 2 for W in _drawn(seed)))


@misconception(
    "xor",
    replaces="train_xor",
    hint="Does it matter to yours which seed it is given?",
    seen_in=["different seeds"],
)
def program_without_its_seed(seed, steps):
    return _program(seed, steps, lambda seed: _drawn(0))


@misconception("xor", replaces="train_xor", hint="What does each step start from?")
def program_that_starts_again_each_step(seed, steps):
    return _program(seed, steps, step=lambda X, Y, W0, W1: xor_step(X, Y, *_drawn(seed)))


@misconception("xor", replaces="train_xor", hint="How many losses are in the history of 5000 steps?")
def program_with_the_last_loss_alone(seed, steps):
    W0, W1, history = _program(seed, steps)
    return W0, W1, history[-1] if history else []


@misconception("xor", replaces="xor_step", hint="Is this loss a sum or a mean?")
def step_with_half_the_mean_loss(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.mean(errors**2) / 2)


@misconception("xor", replaces="xor_step", hint="Can errors of opposite sign cancel in a loss?")
def step_with_the_sum_of_errors(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=lambda errors: np.sum(errors) / 2)


@misconception("xor", replaces="xor_step", hint="Can errors of opposite sign cancel in a loss?")
def step_with_the_mean_signed_error(X, Y, W0, W1):
    return _eleven_lines(X, Y, W0, W1, loss=np.mean)


@misconception("xor", replaces="xor_step", hint="In which order are W0, W1 and the loss promised?")
def step_with_its_weights_swapped(X, Y, W0, W1):
    W0, W1, loss = right_step(X, Y, W0, W1)
    return W1, W0, loss


@misconception("xor", replaces="xor_step", hint="How many values does the docstring promise?")
def step_without_a_loss(X, Y, W0, W1):
    return right_step(X, Y, W0, W1)[:2]


@misconception("xor", replaces="xor_step", hint="Which function has the slope 1 - f^2?")
def step_with_the_slope_of_tanh(X, Y, W0, W1):
    def slope(out):
        return 1 - out**2

    return _eleven_lines(X, Y, W0, W1, slope2=slope, slope1=slope)


@misconception("xor", replaces="xor_step", hint="Are the new weights asked for, or how far they move?")
def step_that_returns_the_moves(X, Y, W0, W1):
    new_W0, new_W1, loss = right_step(X, Y, W0, W1)
    return new_W0 - W0, new_W1 - W1, loss


@misconception("xor", replaces="xor_step", hint="Do both layers of weights learn?")
def step_of_W1_alone(X, Y, W0, W1):
    _, new_W1, loss = right_step(X, Y, W0, W1)
    return np.array(W0), new_W1, loss


@misconception("xor", replaces="xor_step", hint="Do both layers of weights learn?")
def step_of_W0_alone(X, Y, W0, W1):
    new_W0, _, loss = right_step(X, Y, W0, W1)
    return new_W0, np.array(W1), loss


@misconception("xor", replaces="train_xor", hint="Do two runs with one seed start from the same weights?")
def program_that_is_not_seeded(seed, steps):
    return _program(
        seed, steps, lambda seed: (2 * np.random.random((3, 4)) - 1, 2 * np.random.random((4, 1)) - 1)
    )


@misconception(
    "xor",
    replaces="train_xor",
    hint="Which numbers lie from -1 to 1, and how are they spread there?",
    seen_in=["range of the weights"],
)
def program_with_normal_weights(seed, steps):
    def draw(seed):
        rng = np.random.RandomState(seed)
        return rng.standard_normal((3, 4)), rng.standard_normal((4, 1))

    return _program(seed, steps, draw)


@misconception("xor", replaces="train_xor", hint="What does each step start from?")
def program_that_never_moves(seed, steps):
    W0, W1 = _drawn(seed)
    _, _, history = program_that_starts_again_each_step(seed, steps)
    return W0, W1, history


@misconception(
    "xor", replaces="train_xor", hint="Count on your fingers: how many steps are there where steps is 3?"
)
def program_with_a_step_too_many(seed, steps):
    return _program(seed, steps + 1)


@misconception(
    "xor", replaces="train_xor", hint="Count on your fingers: how many steps are there where steps is 3?"
)
def program_with_a_step_too_few(seed, steps):
    return _program(seed, max(0, steps - 1))


@misconception(
    "xor", replaces="train_xor", hint="Which loss comes first, that before the first step or that after it?"
)
def program_with_losses_after_the_steps(seed, steps):
    W0, W1, _ = _program(seed, steps)
    return W0, W1, _program(seed, steps + 1)[2][1:]


@probe("xor")
def xor_probe(code):
    W0 = np.array([[0.4, -0.9, 0.6], [-0.3, 0.8, 0.5]])
    W1 = np.array([[0.7, -0.2], [-0.6, 0.9], [0.3, 0.4]])
    X, Y = np.array([[0.2, 0.9], [-0.5, 0.4], [0.8, -0.1]]), np.array([[1.0, 0.2], [0.0, 0.6], [0.3, 1.0]])
    answer = cache(lambda: list(code.xor_step(X, Y, W0, W1)))

    def step():
        """The new W0 and W1 and the loss, in whatever order they came."""
        shapes = {np.shape(each): each for each in answer()}
        return [shapes[W0.shape], shapes[W1.shape], shapes.get((), shapes.get((1,), ""))]

    def order():
        shapes = [np.shape(each) for each in answer()]
        return "another" if {W0.shape, W1.shape} <= set(shapes) and shapes[:2] != [W0.shape, W1.shape] else ""

    def moves():
        return numbers(step()[0]) - W0, numbers(step()[1]) - W1

    def rate():
        """The learning rate of a step that goes the right way."""
        right = right_step(X, Y, W0, W1)
        found = np.concatenate([np.ravel(move) for move in moves()])
        wanted = np.concatenate([np.ravel(right[k] - W) for k, W in enumerate((W0, W1))])
        share = float(found @ wanted / (wanted @ wanted))
        return (
            "another" if np.allclose(found, share * wanted) and share > 0 and not np.isclose(share, 1) else ""
        )

    def program(steps, at, seed=4):
        return part(code.train_xor(seed, steps), at)

    def if_the_step_is_right(look):
        """A look at the program; a wrong step makes a wrong program, which says nothing."""

        def looking():
            try:
                right = right_step(X, Y, W0, W1)
                is_right = all(
                    np.allclose(numbers(got), want) for got, want in zip(answer(), right, strict=True)
                )
            except (TypeError, ValueError):
                is_right = False
            return look() if is_right else ""

        return looking

    def different_seeds():
        return "the same" if np.array_equal(program(0, 0, 4), program(0, 0, 5)) else "others"

    def equal_seeds():
        return "the same" if np.array_equal(program(0, 0), program(0, 0)) else "others"

    def reach():
        drawn = np.concatenate([np.ravel(numbers(program(0, 0, seed))) for seed in range(8)])
        return "beyond 1" if np.abs(drawn).max() > 1.2 else "up to 1"

    looks = {
        "different seeds": different_seeds,
        "equal seeds": equal_seeds,
        "range of the weights": reach,
        "number of losses": lambda: f"{np.size(program(3, 2))} losses",
        "W0 as drawn": lambda: program(0, 0),
        "W1 as drawn": lambda: program(0, 1),
        "W0 after three steps": lambda: program(3, 0),
        "W1 after three steps": lambda: program(3, 1),
        "losses of three steps": lambda: program(3, 2),
    }
    return {
        "order": order,
        "how many results": lambda: "" if len(answer()) == 3 else f"{len(answer())} results",
        "length of the step": rate,
        "loss": lambda: step()[2],
        "how far W0 moves": lambda: moves()[0],
        "how far W1 moves": lambda: moves()[1],
        **{name: if_the_step_is_right(look) for name, look in looks.items()},
        "arguments changed": contract(lambda: changed_by(code, code.xor_step, X, Y, W0, W1)),
        "one output too few": contract(lambda: refusal(code.xor_step, X, Y[:, :1], W0, W1)),
    }
