"""Wrong forward passes of three layers, and wrong predictions."""

import numpy as np
from misconceptions import INPUTS, PARAMS, relu
from network import check_network, two_layer_forward

from autograder import changed_by, contract, misconception, numbers, probe, refusal

# One layer more


def _three_layers(params, X, first=relu, second=relu, last=None):
    params, X = check_network(params, X, layers=3)
    hidden1 = first(X @ params["W1"] + params["b1"])
    hidden2 = second(hidden1 @ params["W2"] + params["b2"])
    scores = hidden2 @ params["W3"] + params["b3"]
    return scores if last is None else last(scores)


@misconception("three_layer_forward", hint="Can a score be negative in your code?")
def three_layers_with_rectified_scores(params, X):
    return _three_layers(params, X, last=relu)


@misconception("three_layer_forward", hint="How many times does the slide write max(0, ...)?")
def three_layers_without_the_first_relu(params, X):
    return _three_layers(params, X, first=lambda values: values)


@misconception("three_layer_forward", hint="What stands between the second layer and the third?")
def three_layers_without_the_second_relu(params, X):
    return _three_layers(params, X, second=lambda values: values)


@misconception("three_layer_forward", hint="Which parameters did you not use?")
def three_layers_without_biases(params, X):
    zeros = {name: np.zeros_like(value) if name[0] == "b" else value for name, value in params.items()}
    return _three_layers(zeros, X)


@misconception("three_layer_forward", hint="How many values does the docstring promise?")
def three_layers_with_cache(params, X):
    return _three_layers(params, X), X


@misconception(
    "three_layer_forward", hint="What becomes of an empty batch, or of a bias of the wrong length?"
)
def three_layers_without_the_check(params, X):
    hidden = np.asarray(X)
    for layer in (1, 2):
        hidden = relu(hidden @ params[f"W{layer}"][: hidden.shape[1]] + params[f"b{layer}"])
    return hidden @ params["W3"] + np.resize(params["b3"], np.shape(params["W3"])[1])


THREE = PARAMS | {
    "W3": np.array([[0.5, -1.1, 0.3], [-0.9, 0.6, -0.7]]),
    "b3": np.array([0.2, -0.6, -0.1]),
}
THREE_NO_BIASES = {name: value if name[0] == "W" else np.zeros_like(value) for name, value in THREE.items()}


@probe("three_layer_forward")
def three_layers_probe(code):
    call = code.three_layer_forward
    return {
        "scores": lambda: call(THREE, INPUTS),
        "scores without biases": lambda: call(THREE_NO_BIASES, INPUTS),
        "what b3 does": lambda: (
            numbers(call(THREE_NO_BIASES | {"b3": np.array([3.0, 2.0, 4.0])}, INPUTS))
            - numbers(call(THREE_NO_BIASES, INPUTS))
        ),
        "arguments changed": contract(lambda: changed_by(code, call, THREE, INPUTS)),
        "b3 of another length": contract(lambda: refusal(call, THREE | {"b3": np.zeros(2)}, INPUTS)),
    }


# The network's answer


@misconception("predict", hint="Is a row of the scores an example or a class?")
def predict_down_the_columns(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0], axis=0)


@misconception("predict", hint="How many answers are there for N examples?")
def predict_from_all_at_once(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0])


@misconception("predict", hint="Is a high score good or bad?")
def predict_the_least(params, X, forward=None):
    return np.argmin((forward or two_layer_forward)(params, X)[0], axis=1)


@misconception("predict", hint="Which class is it, or how high is its score?")
def predict_the_score(params, X, forward=None):
    return np.max((forward or two_layer_forward)(params, X)[0], axis=1)


@misconception("predict", hint="What is the number of the first class?")
def predict_from_one(params, X, forward=None):
    return np.argmax((forward or two_layer_forward)(params, X)[0], axis=1) + 1


@misconception("predict", hint="Is -5 a higher score than 3?")
def predict_the_largest_magnitude(params, X, forward=None):
    return np.argmax(np.abs((forward or two_layer_forward)(params, X)[0]), axis=1)


@misconception("predict", hint="Can all scores of a row be below where your search starts?")
def predict_by_search_from_zero(params, X, forward=None):
    scores, _ = (forward or two_layer_forward)(params, X)
    answers = []
    for row in scores:
        best, answer = 0, 0
        for k in range(len(row)):
            if row[k] > best:
                best, answer = row[k], k
        answers.append(answer)
    return np.array(answers)


@probe("predict")
def predict_probe(code):
    params = {"W1": np.eye(3), "b1": np.zeros(3), "W2": np.eye(3), "b2": np.zeros(3)}

    def predictions(*scores):
        scores = np.array(scores)
        return code.predict(params, np.zeros((len(scores), 3)), forward=lambda params, X: (scores, None))

    return {
        "predictions": lambda: predictions(
            [0.1, 0.7, 0.2], [0.9, 0.3, -1.5], [-0.2, -0.1, -0.4], [0.3, 0.8, 0.6]
        ),
        "negative scores": lambda: predictions([-3.0, -2.0, -1.0], [-1.0, -9.0, -2.0], [-3.0, -0.5, -1.0]),
        "one example": lambda: predictions([0.3, 0.1, 0.8]),
    }
