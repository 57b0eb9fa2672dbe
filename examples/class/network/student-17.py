import numpy as np


def as_floats(values):
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def check_network(params, X, layers=2):
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
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"y must have shape ({n},), one label per row of X; got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"y must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"y must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_xor(X, Y, W0, W1):
    X, Y, W0, W1 = (as_floats(array) for array in (X, Y, W0, W1))
    if any(array.ndim != 2 for array in (X, Y, W0, W1)) or X.shape[0] == 0:
        raise ValueError("X, Y, W0 and W1 must all have two axes, and X at least one row")
    if W0.shape[0] != X.shape[1] or W1.shape[0] != W0.shape[1] or Y.shape != (X.shape[0], W1.shape[1]):
        raise ValueError(f"shapes do not chain: X {X.shape}, W0 {W0.shape}, W1 {W1.shape}, Y {Y.shape}")
    return X, Y, W0, W1


import math


def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = {}
    for name, rows, columns in (("1", input_dim, hidden_dim), ("2", hidden_dim, num_classes)):
        W = []
        for _ in range(rows):
            W.append([rng.normal(0, weight_scale) for _ in range(columns)])
        params["W" + name] = np.array(W)
        params["b" + name] = np.array([0.0] * columns)
    return params


def layer(inputs, W, b, relu):
    outputs = []
    for x in inputs:
        row = []
        for j in range(len(b)):
            total = b[j] + sum(x[i] * W[i][j] for i in range(len(x)))
            row.append(max(0, total) if relu else total)
        outputs.append(row)
    return outputs


def two_layer_forward(params, X):
    params, X = check_network(params, X)
    h = layer(X, params["W1"], params["b1"], True)
    return layer(h, params["W2"], params["b2"], False), h


def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = len(X)
    loss = 0.0
    dW1, db1, dW2, db2 = np.zeros_like(W1), np.zeros_like(b1), np.zeros_like(W2), np.zeros_like(b2)
    for x, label in zip(X, y):
        z = x @ W1 + b1
        h = np.array([max(0, v) for v in z])
        s = h @ W2 + b2
        s = s - max(s)
        total = sum(math.exp(v) for v in s)
        loss += (math.log(total) - s[label]) / N
        ds = np.array([math.exp(v) / total / N for v in s])
        ds[label] -= 1 / N
        for k in range(len(s)):
            db2[k] += ds[k]
            for j in range(len(h)):
                dW2[j, k] += h[j] * ds[k]
        for j in range(len(h)):
            if z[j] > 0:
                dh = sum(W2[j, k] * ds[k] for k in range(len(s)))
                db1[j] += dh
                for i in range(len(x)):
                    dW1[i, j] += x[i] * dh
    for W, dW in ((W1, dW1), (W2, dW2)):
        for place in np.ndindex(W.shape):
            loss += reg * W[place] ** 2
            dW[place] += 2 * reg * W[place]
    return loss, {"W1": dW1, "W2": dW2, "b1": db1, "b2": db2}


def three_layer_forward(params, X):
    params, X = check_network(params, X, layers=3)
    h = layer(X, params["W1"], params["b1"], True)
    h = layer(h, params["W2"], params["b2"], True)
    return layer(h, params["W3"], params["b3"], False)


def predict(params, X, forward=None):
    forward = two_layer_forward if forward is None else forward
    scores, cache = forward(params, X)
    answer = []
    for row in scores:
        row = list(row)
        answer.append(row.index(max(row)))
    return answer


def xor_step(X, Y, W0, W1):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    N, D = X.shape
    H, K = W1.shape
    new0, new1 = W0.copy(), W1.copy()
    loss = 0
    for n in range(N):
        l1 = [1 / (1 + math.exp(-sum(X[n, d] * W0[d, h] for d in range(D)))) for h in range(H)]
        l2 = [1 / (1 + math.exp(-sum(l1[h] * W1[h, k] for h in range(H)))) for k in range(K)]
        delta2 = []
        for k in range(K):
            loss += (Y[n, k] - l2[k]) ** 2 / 2
            delta2.append((Y[n, k] - l2[k]) * l2[k] * (1 - l2[k]))
        for h in range(H):
            delta1 = sum(delta2[k] * W1[h, k] for k in range(K)) * l1[h] * (1 - l1[h])
            for k in range(K):
                new1[h, k] += l1[h] * delta2[k]
            for d in range(D):
                new0[d, h] += X[n, d] * delta1
    return new0, new1, loss


def train_xor(seed, steps):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    np.random.seed(seed)
    W0 = 2 * np.random.random((3, 4)) - 1
    W1 = 2 * np.random.random((4, 1)) - 1
    history = []
    for _ in range(steps):
        W0, W1, loss = xor_step(X, Y, W0, W1)
        history.append(loss)
    return W0, W1, history


def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    X = check_network(params, X)[1]
    y = as_labels(y, X.shape[0], len(params["b2"]))
    loss = two_layer_loss if loss is None else loss
    history = []
    for epoch in range(epochs):
        order = list(range(len(X)))
        rng.shuffle(order)
        while order:
            rows = order[:batch_size]
            order = order[batch_size:]
            value, grads = loss(params, np.array([X[i] for i in rows]), np.array([y[i] for i in rows]), reg)
            history.append(value)
            for name in ["W1", "b1", "W2", "b2"]:
                params[name] = params[name] - learning_rate * grads[name]
    return history


ANSWERS = {
    "plus_sign": "delta is minus the gradient",
    "zero_initialisation": "b2 only",
    "parameter_count": "2410",
}


def momentum_step(W, dW, velocity, learning_rate, momentum=0.9):
    v = momentum * velocity - learning_rate * dW
    return W + v, v
