"""Wrong forward passes of three layers, and wrong predictions."""

import numpy as np
from misconceptions import INPUTS, PARAMS, relu
from network import check_network, two_layer_forward

from autograder import changed_by, contract, misconception, numbers, part, probe, refusal

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
    "three_layer_forward",
    hint="What becomes of an empty batch, or of a bias of the wrong length?",
    seen_in=["empty batch"],
)
def three_layers_without_the_check(params, X):
    hidden = np.asarray(X)
    for layer in (1, 2):
        hidden = relu(hidden @ params[f"W{layer}"][: hidden.shape[1]] + params[f"b{layer}"])
    return hidden @ params["W3"] + np.resize(params["b3"], np.shape(params["W3"])[1])


def _without(params, *names):
    return {name: np.zeros_like(value) if name in names else value for name, value in params.items()}


@misconception("three_layer_forward", hint="Which parameters did you not use?")
def three_layers_without_b1(params, X):
    return _three_layers(_without(params, "b1"), X)


@misconception("three_layer_forward", hint="Which parameters did you not use?")
def three_layers_without_b2(params, X):
    return _three_layers(_without(params, "b2"), X)


@misconception("three_layer_forward", hint="Which parameters did you not use?")
def three_layers_without_b3(params, X):
    return _three_layers(_without(params, "b3"), X)


@misconception("three_layer_forward", hint="How many times does the slide write max(0, ...)?")
def three_layers_without_any_relu(params, X):
    return _three_layers(params, X, first=np.positive, second=np.positive)


@misconception("three_layer_forward", hint="Which nonlinearity does the slide use between the layers?")
def three_layers_with_sigmoids(params, X):
    return _three_layers(params, X, first=_sigmoid_of, second=_sigmoid_of)


@misconception("three_layer_forward", hint="Which nonlinearity does the slide use between the layers?")
def three_layers_with_tanh(params, X):
    return _three_layers(params, X, first=np.tanh, second=np.tanh)


@misconception("three_layer_forward", hint="Are scores and probabilities the same?")
def three_layers_with_softmax(params, X):
    e = np.exp(_three_layers(params, X))
    return e / e.sum(axis=1, keepdims=True)


@misconception("three_layer_forward", hint="How many layers have a matrix of their own?")
def three_layers_with_two(params, X):
    params, X = check_network(params, X, layers=3)
    hidden = relu(X @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"]


def _sigmoid_of(values):
    return 1 / (1 + np.exp(-values))


THREE = PARAMS | {
    "W3": np.array([[0.5, -1.1, 0.3], [-0.9, 0.6, -0.7]]),
    "b3": np.array([0.2, -0.6, -0.1]),
}
THREE_NO_BIASES = {name: value if name[0] == "W" else np.zeros_like(value) for name, value in THREE.items()}


@probe("three_layer_forward")
def three_layers_probe(code):
    def call(params, X=INPUTS):
        found = code.three_layer_forward(params, X)
        return part(found, 0) if isinstance(found, tuple) else found

    def results():
        return "several" if isinstance(code.three_layer_forward(THREE, INPUTS), tuple) else "one"

    def moved(**others):
        return numbers(call(THREE_NO_BIASES | others)) - numbers(call(THREE_NO_BIASES))

    return {
        "how many results": results,
        "scores": lambda: call(THREE_NO_BIASES),
        "what b1 does": lambda: moved(b1=np.array([2.0, 1.5, 0.75, 2.5])),
        "what b2 does": lambda: moved(b2=np.array([1.25, 2.25])),
        "what b3 does": lambda: moved(b3=np.array([3.0, 2.0, 4.0])),
        "arguments changed": contract(lambda: changed_by(code, code.three_layer_forward, THREE, INPUTS)),
        "empty batch": contract(lambda: refusal(code.three_layer_forward, THREE, INPUTS[:0])),
        "b3 of another length": contract(
            lambda: refusal(code.three_layer_forward, THREE | {"b3": np.zeros(2)}, INPUTS)
        ),
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


@misconception("predict", hint="When does a function that meets `return` go on with its loop?")
def predict_the_first_example_alone(params, X, forward=None):
    scores = np.asarray((forward or two_layer_forward)(params, X)[0])
    labels = np.zeros(len(scores), dtype=int)
    labels[0] = np.argmax(scores[0])
    return labels


@misconception("predict", hint="Which class is it, or how high is its score?")
def predict_all_scores(params, X, forward=None):
    return (forward or two_layer_forward)(params, X)[0]


@misconception("predict", hint="Which of the two comes first, the scores or the cache?")
def predict_from_the_cache(params, X, forward=None):
    cache = (forward or two_layer_forward)(params, X)[1]
    return np.argmax(cache, axis=1)


@misconception("predict", hint="Which forward pass was handed in?")
def predict_by_its_own_forward(params, X, forward=None):
    return np.argmax(two_layer_forward(params, X)[0], axis=1)


@misconception("predict", hint="Is a class number one number, or a row of zeros with a one?")
def predict_one_hot(params, X, forward=None):
    scores = np.asarray((forward or two_layer_forward)(params, X)[0])
    return (scores == scores.max(axis=1, keepdims=True)).astype(int)


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
