"""Right losses of a network, as different students write them."""

import numpy as np


def two_layer_loss__steps(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    z1 = X.dot(W1) + b1
    a1 = np.maximum(z1, 0)
    z2 = a1.dot(W2) + b2
    z2 = z2 - np.max(z2, axis=1, keepdims=True)
    logsum = np.log(np.sum(np.exp(z2), axis=1))
    loss = np.sum(logsum - z2[range(N), y]) / N
    loss += reg * np.sum(W1 * W1)
    loss += reg * np.sum(W2 * W2)
    dz2 = np.exp(z2 - logsum[:, None])
    dz2[range(N), y] -= 1
    dz2 /= N
    grads = {}
    grads["W2"] = a1.T.dot(dz2)
    grads["b2"] = np.sum(dz2, axis=0)
    da1 = dz2.dot(W2.T)
    da1[z1 <= 0] = 0
    grads["W1"] = X.T.dot(da1)
    grads["b1"] = np.sum(da1, axis=0)
    grads["W1"] += 2 * reg * W1
    grads["W2"] += 2 * reg * W2
    return loss, grads


def two_layer_loss__rows(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    loss = 0.0
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for x, label in zip(X, y):
        h = np.maximum(0, x @ W1 + b1)
        s = h @ W2 + b2
        s = s - max(s)
        total = np.exp(s).sum()
        loss += np.log(total) - s[label]
        ds = np.exp(s) / total
        ds[label] -= 1
        dh = (W2 @ ds) * (h > 0)
        grads["W2"] += np.outer(h, ds) / len(y)
        grads["b2"] += ds / len(y)
        grads["W1"] += np.outer(x, dh) / len(y)
        grads["b1"] += dh / len(y)
    for name in ("W1", "W2"):
        grads[name] += 2 * reg * params[name]
    return loss / len(y) + reg * (np.sum(W1**2) + np.sum(W2**2)), grads


def two_layer_loss__own_forward(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    scores, hidden = two_layer_forward(params, X)
    shift = scores - scores.max(1)[:, None]
    log_p = shift - np.log(np.exp(shift).sum(1))[:, None]
    target = np.zeros_like(log_p)
    target[np.arange(len(y)), y] = 1
    loss = -(target * log_p).sum() / len(y)
    R = sum(np.square(params[name]).sum() for name in ("W1", "W2"))
    delta = (np.exp(log_p) - target) / np.asarray(len(y), X.dtype)
    back = np.where(hidden > 0, delta @ params["W2"].T, 0)
    return [
        loss + reg * R,
        {
            "b2": delta.sum(0),
            "b1": back.sum(0),
            "W2": hidden.T @ delta + reg * 2 * params["W2"],
            "W1": X.T @ back + reg * 2 * params["W1"],
        },
    ]


def two_layer_loss__einsum(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(y))
    before = np.einsum("nd,dh->nh", X, W1) + b1
    switch = (before > 0).astype(before.dtype)
    hidden = before * switch
    s = np.einsum("nh,hc->nc", hidden, W2) + b2
    s -= np.amax(s, axis=1).reshape(-1, 1)
    e = np.exp(s)
    z = e.sum(axis=1)
    loss = np.mean(np.log(z) - s[rows, y]) + reg * (np.linalg.norm(W1) ** 2 + np.linalg.norm(W2) ** 2)
    d = e / z.reshape(-1, 1)
    d[rows, y] -= 1
    d = d / len(y)
    dh = np.einsum("nc,hc->nh", d, W2) * switch
    return loss, {
        "W1": np.einsum("nd,nh->dh", X, dh) + 2 * reg * W1,
        "b1": np.einsum("nh->h", dh),
        "W2": np.einsum("nh,nc->hc", hidden, d) + 2 * reg * W2,
        "b2": np.einsum("nc->c", d),
    }
