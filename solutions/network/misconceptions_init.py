"""Wrong starts of training."""

import numpy as np

from autograder import misconception, numbers, probe, shape_of


@misconception("init_two_layer", hint="What is the gradient of a hidden unit whose weights are all 0?")
def init_with_zeros(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return {
        "W1": np.zeros((input_dim, hidden_dim)),
        "b1": np.zeros(hidden_dim),
        "W2": np.zeros((hidden_dim, num_classes)),
        "b2": np.zeros(num_classes),
    }


@misconception("init_two_layer", hint="What will two hidden units with equal weights learn?")
def init_with_one_value(input_dim, hidden_dim, num_classes, weight_scale, rng):
    zeros = init_with_zeros(input_dim, hidden_dim, num_classes, weight_scale, rng)
    return {name: value + weight_scale * (name[0] == "W") for name, value in zeros.items()}


def _init(input_dim, hidden_dim, num_classes, draw):
    params = init_with_zeros(input_dim, hidden_dim, num_classes, None, None)
    return params | {"W1": draw((input_dim, hidden_dim)), "W2": draw((hidden_dim, num_classes))}


@misconception(
    "init_two_layer",
    hint="What happens to the weights when weight_scale changes?",
    seen_in=["how the spread follows weight_scale"],
)
def init_without_scale(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(input_dim, hidden_dim, num_classes, rng.standard_normal)


@misconception("init_two_layer", hint="Is weight_scale a standard deviation or a variance?")
def init_with_variance(input_dim, hidden_dim, num_classes, weight_scale, rng):
    spread = np.sqrt(weight_scale)
    return _init(input_dim, hidden_dim, num_classes, lambda shape: spread * rng.standard_normal(shape))


@misconception("init_two_layer", hint="Can a weight be negative in yours?")
def init_with_positive_weights(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.random(shape))


@misconception("init_two_layer", hint="What is the standard deviation of a uniform distribution?")
def init_with_uniform_weights(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim, hidden_dim, num_classes, lambda shape: rng.uniform(-weight_scale, weight_scale, shape)
    )


@misconception("init_two_layer", hint="Does the generator that was passed decide your weights?")
def init_with_global_randomness(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * np.random.standard_normal(shape)
    )


@misconception("init_two_layer", hint="Do two different generators give different weights in yours?")
def init_with_its_own_seed(input_dim, hidden_dim, num_classes, weight_scale, rng):
    own = np.random.default_rng(0)
    return _init(input_dim, hidden_dim, num_classes, lambda shape: weight_scale * own.standard_normal(shape))


@misconception("init_two_layer", hint="Is a row of W1 an input or a hidden unit?")
def init_with_units_as_rows(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    return params | {"W1": params["W1"].T, "W2": params["W2"].T}


@misconception("init_two_layer", hint="Where should the biases start?")
def init_with_random_biases(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    b1, b2 = rng.standard_normal(hidden_dim), rng.standard_normal(num_classes)
    return params | {"b1": weight_scale * b1, "b2": weight_scale * b2}


@misconception("init_two_layer", hint="Is weight_scale a standard deviation or a variance?")
def init_with_the_scale_squared(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale**2 * rng.standard_normal(shape)
    )


@misconception("init_two_layer", hint="Does weight_scale alone decide how far the weights spread?")
def init_divided_by_the_root_of_the_inputs(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim,
        hidden_dim,
        num_classes,
        lambda shape: weight_scale / np.sqrt(shape[0]) * rng.standard_normal(shape),
    )


@misconception("init_two_layer", hint="Does weight_scale alone decide how far the weights spread?")
def init_with_the_root_of_two_over_the_inputs(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(
        input_dim,
        hidden_dim,
        num_classes,
        lambda shape: weight_scale * np.sqrt(2 / shape[0]) * rng.standard_normal(shape),
    )


@misconception("init_two_layer", hint="Which mean should the weights have?", seen_in=["mean of W1"])
def init_around_the_scale(input_dim, hidden_dim, num_classes, weight_scale, rng):
    return _init(input_dim, hidden_dim, num_classes, lambda shape: rng.normal(weight_scale, 1.0, shape))


@misconception("init_two_layer", hint="What do weights W2 of 0 pass back to W1?")
def init_with_W2_of_zeros(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    return params | {"W2": np.zeros((hidden_dim, num_classes))}


@misconception("init_two_layer", hint="Where should the biases start?", seen_in=["biases of 0"])
def init_with_biases_of_one(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    return params | {"b1": np.ones(hidden_dim), "b2": np.ones(num_classes)}


@misconception("init_two_layer", hint="How many axes has a bias?")
def init_with_biases_as_rows(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = _init(
        input_dim, hidden_dim, num_classes, lambda shape: weight_scale * rng.standard_normal(shape)
    )
    return params | {"b1": np.zeros((1, hidden_dim)), "b2": np.zeros((1, num_classes))}


@probe("init_two_layer")
def init_probe(code):
    def drawn(seed, name, sizes=(60, 50, 40), scale=0.25):
        return numbers(code.init_two_layer(*sizes, scale, np.random.default_rng(seed))[name])

    def same(first, second):
        return "the same" if np.array_equal(drawn(first, "W1"), drawn(second, "W1")) else "others"

    def spread(name, scale=0.25):
        return float(np.std(drawn(1, name, scale=scale))) / 0.25

    def growth():
        """How the spread grows when the scale is doubled."""
        before = spread("W1")
        return f"{spread('W1', 0.5) / before:.1f} times" if before > 0 else ""

    def kinds(name):
        count = len(np.unique(drawn(1, name)))
        return "one value" if count == 1 else "many"

    # In tenths, so that the weights may be drawn in any way.
    return {
        "different weights in W1": lambda: kinds("W1"),
        "different weights in W2": lambda: kinds("W2"),
        "how the spread follows weight_scale": growth,
        "spread of W1": lambda: round(spread("W1"), 1),
        "spread of W2": lambda: round(spread("W2"), 1),
        "mean of W1": lambda: "0" if abs(np.mean(drawn(1, "W1"))) < 0.05 else "above",
        "shapes of the weights": lambda: ", ".join(shape_of(drawn(1, name)) for name in ("W1", "W2")),
        "axes of the biases": lambda: ", ".join(str(np.ndim(drawn(1, name))) for name in ("b1", "b2")),
        "biases of 0": lambda: "others" if any(np.any(drawn(1, name)) for name in ("b1", "b2")) else "zeros",
        "equal generators": lambda: same(3, 3),
        "different generators": lambda: "" if kinds("W1") == "one value" else same(3, 4),
    }
