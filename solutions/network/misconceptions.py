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


def one_like(got, expected):
    """Whether a result is the right one, so that a probe goes on to what comes after it."""
    try:
        return bool(np.allclose(got, expected))
    except (TypeError, ValueError):
        return False


def raised_by(call, *args):
    """The name of the exception that a call ends with, or None."""
    try:
        call(*args)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)
    return None


def changed_by(code, given, original):
    """Whether the last call wrote into the arrays `given`; for code in another process the proxy knows."""
    call = getattr(code, "last_call", None)
    if call is not None:
        return bool(call.mutated)
    return not all(np.array_equal(a, b) for a, b in zip(given, original))


PARAMS = {
    "W1": np.array([[0.8, -0.3, 0.5, -0.9], [-0.4, 0.7, -0.6, 0.2], [0.3, 0.6, -0.2, 0.9]]),
    "b1": np.array([0.15, -0.25, 0.35, -0.1]),
    "W2": np.array([[0.7, -0.5], [-0.6, 0.4], [0.2, 0.9], [-0.8, 0.3]]),
    "b2": np.array([-0.45, 0.3]),
}
INPUTS = np.array([[0.9, -0.7, 0.4], [-0.6, 0.8, 0.3], [0.2, 0.5, -0.9], [-0.3, -0.4, 0.7], [0.6, 0.1, 0.8]])
LABELS = np.array([1, 0, 0, 1, 1])


def fresh_params():
    return {name: value.copy() for name, value in PARAMS.items()}
