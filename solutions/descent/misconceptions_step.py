"""Wrong gradient steps."""

import numpy as np
from descent import check_step
from misconceptions import direction, length

from autograder import changed_by, contract, dtype_of, misconception, numbers, probe


@misconception("gradient_step", hint="Which way is uphill?")
def step_uphill(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W + learning_rate * dW


@misconception(
    "gradient_step",
    hint="Which way is uphill, and in which order is a difference taken?",
    seen_in=["where to"],
)
def step_reversed(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return learning_rate * dW - W


@misconception("gradient_step", hint="How long is the step where the rate is small?")
def step_without_rate(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - dW


@misconception("gradient_step", hint="Does a smaller rate make your step longer?")
def step_divided_by_the_rate(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - dW / learning_rate


@misconception("gradient_step", hint="Whose array does -= write to?")
def step_in_place(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    W -= learning_rate * dW
    return W


@misconception("gradient_step", hint="Should the step not get shorter where the ground gets flat?")
def step_of_fixed_length(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * np.sign(dW)


@misconception("gradient_step", hint="Should a steep slope not give a longer step than a gentle one?")
def step_along_a_unit_vector(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW / np.linalg.norm(dW)


@misconception("gradient_step", hint="Which number stands between the rate and the gradient on the slide?")
def step_with_hidden_factor(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW / max(1, W.size)


@misconception("gradient_step", hint="Which number stands between the rate and the gradient on the slide?")
def step_divided_by_the_rows(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW / (len(W) if W.ndim else 1)


@misconception("gradient_step", hint="Which number stands between the rate and the gradient on the slide?")
def step_doubled(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - 2 * learning_rate * dW


@misconception("gradient_step", hint="Which number stands between the rate and the gradient on the slide?")
def step_halved(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW / 2


@misconception("gradient_step", hint="What is the step taken from?")
def step_without_start(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return -learning_rate * dW


@misconception("gradient_step", hint="Is the rate a factor of the step, or of the position too?")
def step_with_the_rate_on_everything(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return learning_rate * (W - dW)


@misconception("gradient_step", hint="Does the slope along one weight move the others too?")
def step_along_the_summed_gradient(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * np.sum(dW)


@misconception("gradient_step", hint="Does the slope along one weight move the others too?")
def step_along_the_mean_gradient(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * np.mean(dW)


@misconception("gradient_step", hint="Is the new position a sum or a product?")
def step_that_scales_the_weights(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW * W


@misconception("gradient_step", hint="Which dtype does the step end in?")
def step_always_double(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW.astype(np.float64)


@probe("gradient_step")
def gradient_step_probe(code):
    W, dW = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]), np.array([[2.0, 1.0, -4.0], [0.5, -3.0, 8.0]])
    whole = np.array([[3, -2], [5, 4]])

    def move():
        return numbers(code.gradient_step(W, dW, 0.3)) - W

    return {
        "which way": lambda: direction(move(), dW),
        "how far": lambda: length(move(), dW),
        "where to": lambda: code.gradient_step(W, dW, 0.3),
        "where to, one number": lambda: code.gradient_step(1.75, -2.5, 0.3),
        "dtype": contract(lambda: dtype_of(code.gradient_step(np.float32(W), np.float32(dW), 0.3))),
        "whole numbers": lambda: code.gradient_step(whole, whole, 0.3),
        "arguments changed": contract(lambda: changed_by(code, code.gradient_step, W, dW, 0.3)),
    }
