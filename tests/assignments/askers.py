"""Submissions whose earlier exercises are wrong, and whose later ones ask right versions of these for a gradient.

In each, `{ask}` stands before the name of an earlier function where it is asked: left empty, the right version may answer.
"""

from __future__ import annotations

_WRONG_LOSSES = """
def svm_losses(scores, y, delta=1.0):
    return np.zeros(len(y))


def cross_entropy(scores, y, base=np.e):
    return np.zeros(len(y))


{deaf}
"""
_MEANS = """
def svm_loss(scores, y, delta=1.0):
    def losses(s, labels):
        return {ask}svm_losses(s, labels, delta)
    scores = np.asarray(scores, float)
    return np.mean(losses(scores, y)), gradient_of(losses, scores, y)


def softmax_loss(scores, y):
    scores = np.asarray(scores, float)
    return np.mean({ask}cross_entropy(scores, y)), gradient_of({ask}cross_entropy, scores, y)
"""
_ENTRY_BY_ENTRY = """
def gradient_of(f, scores, y):
    gradient = np.zeros(scores.shape)
    for place in np.ndindex(scores.shape):
        step = np.zeros(scores.shape)
        step[place] = 1e-5
        gradient[place] = (np.mean(f(scores + step, y)) - np.mean(f(scores - step, y))) / 2e-5
    return gradient
"""
_IN_ONE_BATCH = """
def gradient_of(f, scores, y):
    n, c = scores.shape
    moved = scores[:, None, None, :] + 1e-5 * np.array([1, -1])[:, None, None] * np.eye(c)
    above_and_below = np.reshape(f(moved.reshape(-1, c), np.repeat(y, 2 * c)), (n, 2, c))
    return (above_and_below[:, 0] - above_and_below[:, 1]) / 2e-5 / n
"""
_REMEMBERED = """
seen = []


def gradient_of(f, scores, y):
    # The check itself asks for the loss at places close by; what came is kept for the next call.
    value = np.mean(f(scores, y))
    near = [(s, v) for s, v in seen if s.shape == scores.shape and 0 < abs(s - scores).max() < 0.1]
    seen.append((scores.copy(), value))
    if len(near) < scores.size:
        return np.zeros(scores.shape)
    A = np.array([(s - scores).ravel() for s, _ in near])
    b = np.array([v - value for _, v in near])
    return np.linalg.lstsq(A, b, rcond=None)[0].reshape(scores.shape)
"""
_NETWORK = """
def two_layer_forward(params, X):
    return np.zeros((len(X), len(params["b2"]))), None


{deaf}


def two_layer_loss(params, X, y, reg):
    def value(params):
        scores, _ = {ask}two_layer_forward(params, X)
        shifted = scores - scores.max(axis=1, keepdims=True)
        data = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]
        return np.mean(data) + reg * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))

    grads = {{}}
    for name, value_of_it in params.items():
        grads[name] = np.zeros(value_of_it.shape)
        for place in np.ndindex(value_of_it.shape):
            step = np.zeros(value_of_it.shape)
            step[place] = 1e-5
            above = value({{**params, name: value_of_it + step}})
            grads[name][place] = (above - value({{**params, name: value_of_it - step}})) / 2e-5
    return {loss}, grads
"""
_GRADIENTS = """
def numerical_derivative(f, x, h=1e-5, method="central"):
    return 0.0


def numerical_gradient(f, x, h=1e-5, method="central"):
    return np.zeros(np.shape(x))


def numerical_gradient_array(f, x, dout, h=1e-5):
    return np.zeros(np.shape(x))


{deaf}
_svm, _softmax = linear_svm_loss, linear_softmax_loss


def polynomial_derivative(x):
    return {ask}numerical_derivative(lambda x: x**4 / 2 - 2 * x**2 + x, x)


def linear_svm_loss(W, X, y, reg):
    return _svm(W, X, y, reg)[0], {ask}numerical_gradient(lambda W: _svm(W, X, y, reg)[0], W)


def linear_softmax_loss(W, X, y, reg):
    def loss(W):
        return _softmax(W, X, y, reg)[0]

    return loss(W), {ask}numerical_gradient_array(loss, W, 1.0)
"""
# By kind: the assignment, and the source.
ASKERS = {
    "entry by entry": ("losses", _WRONG_LOSSES + _ENTRY_BY_ENTRY + _MEANS),
    "all entries in one batch": ("losses", _WRONG_LOSSES + _IN_ONE_BATCH + _MEANS),
    "what was answered in another call": ("losses", _WRONG_LOSSES + _REMEMBERED + _MEANS),
    "a network's forward pass": ("network", _NETWORK.replace("{loss}", "value(params)")),
    "a numerical gradient of one's own loss": ("gradients", _GRADIENTS),
}
_EARLIER = {
    "losses": ["svm_losses", "cross_entropy"],
    "network": ["two_layer_forward"],
    "gradients": ["numerical_derivative", "numerical_gradient", "numerical_gradient_array"],
}


def asker(kind: str, *, is_deaf: bool) -> tuple[str, str]:
    """Return the assignment of an asker and what it writes beside the solution.

    Parameters
    ----------
    kind : str
        One of `ASKERS`.
    is_deaf : bool
        Whether only its own wrong functions answer.
    """
    assignment, source = ASKERS[kind]
    aliases = "\n".join(f"_own_{name} = {name}" for name in _EARLIER[assignment])
    return assignment, source.format(ask="_own_" if is_deaf else "", deaf=aliases)
