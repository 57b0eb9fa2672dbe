"""Wrong gradient steps."""

import numpy as np
from descent import check_step

from autograder import changed_by, contract, dtype_of, misconception, probe


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

    def after_another():
        first = code.gradient_step(W, dW, 0.25)
        code.gradient_step(first, dW, 0.5)
        return code.gradient_step(first, dW, 0.5)

    return {
        "a step": lambda: code.gradient_step(W, dW, 0.25),
        "a step from where another began": after_another,
        "a step on flat ground": lambda: code.gradient_step(W, np.zeros((2, 3)), 0.25),
        "a step in one dimension": lambda: code.gradient_step(np.array([3.0]), np.array([0.5]), 0.1),
        "arguments changed": contract(lambda: changed_by(code, code.gradient_step, W, dW, 0.25)),
        "whole numbers": contract(lambda: code.gradient_step(np.array([1, 2]), np.array([1, 1]), 0.5)),
        "dtype": contract(lambda: dtype_of(code.gradient_step(np.float32(W), np.float32(dW), 0.25))),
    }
