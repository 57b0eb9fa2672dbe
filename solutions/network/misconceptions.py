"""What the wrong versions of the network exercises share: the network's right pieces, and inputs for the probes."""

import numpy as np
from network import check_network, two_layer_loss

right_loss = two_layer_loss


def relu(values):
    return np.maximum(0, values)


def parts_of(params):
    return params["W1"], params["b1"], params["W2"], params["b2"]


def run_forward(params, X):
    """The right forward pass."""
    params, X = check_network(params, X)
    W1, b1, W2, b2 = parts_of(params)
    hidden = relu(X @ W1 + b1)
    return hidden @ W2 + b2, hidden


PARAMS = {
    "W1": np.array([[0.8, -0.3, 0.5, -0.9], [-0.4, 0.7, -0.6, 0.2], [0.3, 0.6, -0.2, 0.9]]),
    "b1": np.array([0.15, -0.25, 0.35, -0.1]),
    "W2": np.array([[0.7, -0.5], [-0.6, 0.4], [0.2, 0.9], [-0.8, 0.3]]),
    "b2": np.array([-0.45, 0.3]),
}
INPUTS = np.array([[0.9, -0.7, 0.4], [-0.6, 0.8, 0.3], [0.2, 0.5, -0.9], [-0.3, -0.4, 0.7], [0.6, 0.1, 0.8]])
LABELS = np.array([1, 0, 0, 1, 1])
POSITIVE = np.abs(INPUTS)

# With these all hidden units are on for positive inputs, so that b1 has a share of its own in what comes out.
ALL_ON = {
    "W1": np.abs(PARAMS["W1"]),
    "b1": np.array([0.4, 0.2, 0.9, 0.6]),
    "W2": PARAMS["W2"],
    "b2": np.zeros(2),
}
NO_BIASES = PARAMS | {"b1": np.zeros(4), "b2": np.zeros(2)}
