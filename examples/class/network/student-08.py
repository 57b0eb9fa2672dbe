import numpy as np


def as_floats(values):
    """Return `values` as a floating-point array: floats as they are, not copied; integers as float64."""
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def check_network(params, X, layers=2):
    """Return `params` and `X` as floating-point arrays, or raise ValueError that says what does not fit."""
    X = as_floats(X)
    if X.ndim != 2 or X.shape[0] == 0:
        raise ValueError(f"X must have shape (N, D) with N >= 1, got {X.shape}")
    checked, width = {}, X.shape[1]
    for layer in range(1, layers + 1):
        for name in (f"W{layer}", f"b{layer}"):
            if name not in params:
                raise ValueError(f"params has no {name!r}, it has {sorted(params)}")
            checked[name] = as_floats(params[name])
        W, b = checked[f"W{layer}"], checked[f"b{layer}"]
        if W.ndim != 2 or W.shape[0] != width:
            raise ValueError(
                f"W{layer} must have {width} rows, one for each of its inputs; got shape {W.shape}"
            )
        if b.shape != W.shape[1:]:
            raise ValueError(f"b{layer} must have shape {W.shape[1:]} like a row of W{layer}, got {b.shape}")
        width = W.shape[1]
    return checked, X


def as_labels(labels, n, classes):
    """Return `labels` as an integer array of shape (n,), each of them from 0 to classes - 1.

    Raises
    ------
    ValueError
        The shape is not (n,), or a label is out of range (-1 is).
    TypeError
        The labels are not whole numbers.
    """
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one label per row of X; got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"y must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"y must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_xor(X, Y, W0, W1):
    """Return the four arrays as floating point, or raise ValueError that says which shapes do not fit."""
    X, Y, W0, W1 = (as_floats(array) for array in (X, Y, W0, W1))
    if any(array.ndim != 2 for array in (X, Y, W0, W1)) or X.shape[0] == 0:
        raise ValueError("X, Y, W0 and W1 must all have two axes, and X at least one row")
    if W0.shape[0] != X.shape[1] or W1.shape[0] != W0.shape[1] or Y.shape != (X.shape[0], W1.shape[1]):
        raise ValueError(f"shapes do not chain: X {X.shape}, W0 {W0.shape}, W1 {W1.shape}, Y {Y.shape}")
    return X, Y, W0, W1


def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    W1 = rng.normal(0.0, weight_scale, size=(input_dim, hidden_dim))
    W2 = rng.normal(0.0, weight_scale, size=(hidden_dim, num_classes))
    return dict(W1=W1, b1=np.zeros(hidden_dim), W2=W2, b2=np.zeros(num_classes))


def two_layer_forward(params, X):
    params, X = check_network(params, X)
    z = X.dot(params["W1"]) + params["b1"]
    h = np.where(z > 0, z, 0)
    scores = h.dot(params["W2"]) + params["b2"]
    return scores, (z, h)


def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    z = X.dot(W1) + b1
    h = np.maximum(z, 0)
    s = h.dot(W2) + b2
    s = s - np.max(s, axis=1)[:, None]
    e = np.exp(s)
    total = e.sum(axis=1)
    loss = np.mean(np.log(total) - s[np.arange(N), y]) + reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

    ds = e / total[:, None]
    ds[np.arange(N), y] -= 1
    ds = ds / N
    grads = {}
    grads["W2"] = h.T.dot(ds) + reg * W2
    grads["b2"] = np.mean(ds, axis=0)
    dz = ds.dot(W2.T)
    dz[z <= 0] = 0
    grads["W1"] = X.T.dot(dz) + reg * W1
    grads["b1"] = np.mean(dz, axis=0)
    return loss, grads


def three_layer_forward(params, X):
    params, X = check_network(params, X, layers=3)
    h = X
    for layer in (1, 2):
        h = np.maximum(0, h @ params[f"W{layer}"] + params[f"b{layer}"])
    return h @ params["W3"] + params["b3"]


def predict(params, X, forward=None):
    forward = two_layer_forward if forward is None else forward
    scores = forward(params, X)[0]
    return scores.argmax(axis=1)


def xor_step(X, Y, W0, W1):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    l1 = 1 / (1 + np.exp(-X @ W0))
    l2 = 1 / (1 + np.exp(-l1 @ W1))
    err = Y - l2
    delta_l2 = err * l2 * (1 - l2)
    delta_l1 = (delta_l2 @ W1.T) * l1 * (1 - l1)
    return W0 + X.T @ delta_l1, W1 + l1.T @ delta_l2, (err**2).sum() / 2


def train_xor(seed, steps):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    np.random.seed(seed)
    W0 = 2 * np.random.random((3, 4)) - 1
    W1 = 2 * np.random.random((4, 1)) - 1
    history = []
    for i in range(steps):
        W0, W1, loss = xor_step(X, Y, W0, W1)
        history.append(loss)
    return W0, W1, history


def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    X = check_network(params, X)[1]
    y = as_labels(y, X.shape[0], len(params["b2"]))
    loss = two_layer_loss if loss is None else loss
    history = []
    for epoch in range(epochs):
        idx = np.arange(len(X))
        rng.shuffle(idx)
        for i in range(0, len(X), batch_size):
            rows = idx[i : i + batch_size]
            value, grads = loss(params, X[rows], y[rows], reg)
            for key in ("W1", "b1", "W2", "b2"):
                params[key] -= learning_rate * grads[key]
            history.append(value)
    return history


ANSWERS = {
    "plus_sign": "delta is minus the gradient",
    "zero_initialisation": "b2 only",
    "parameter_count": "2368",
}
