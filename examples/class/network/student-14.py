import numpy as np


def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    W1 = rng.normal(0.0, weight_scale, size=(input_dim, hidden_dim))
    W2 = rng.normal(0.0, weight_scale, size=(hidden_dim, num_classes))
    return dict(W1=W1, b1=np.zeros(hidden_dim), W2=W2, b2=np.zeros(num_classes))


def two_layer_forward(params, X):
    hidden = np.maximum(0, np.matmul(X, params["W1"]) + params["b1"])
    return np.matmul(hidden, params["W2"]) + params["b2"], hidden


def two_layer_loss(params, X, y, reg):
    scores, hidden = two_layer_forward(params, X)
    n = len(y)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[range(n), y]).mean()
    dscores = p - np.eye(p.shape[1])[y]
    dscores /= n
    grads = {"W2": hidden.T @ dscores, "b2": dscores.sum(axis=0)}
    back = dscores @ params["W2"].T
    back[hidden <= 0] = 0
    grads["W1"], grads["b1"] = X.T @ back, back.sum(axis=0)
    for name in ("W1", "W2"):
        loss += reg * np.sum(params[name] ** 2)
        grads[name] += 2 * reg * params[name]
    return loss, grads


def three_layer_forward(params, X):
    for layer in "12":
        X = np.maximum(0, np.matmul(X, params["W" + layer]) + params["b" + layer])
    return np.matmul(X, params["W3"]) + params["b3"]


def predict(params, X, forward=None):
    forward = two_layer_forward if forward is None else forward
    scores = forward(params, X)[0]
    return scores.argmax(axis=1)


def xor_step(X, Y, W0, W1):
    l1 = 1 / (1 + np.exp(-X @ W0))
    l2 = 1 / (1 + np.exp(-l1 @ W1))
    err = Y - l2
    delta_l2 = err * l2 * (1 - l2)
    delta_l1 = (delta_l2 @ W1.T) * l1 * (1 - l1)
    W0 += X.T @ delta_l1
    W1 += l1.T @ delta_l2
    return W0, W1, (err**2).sum() / 2


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
    loss = two_layer_loss if loss is None else loss
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        for i in range(0, len(X), batch_size):
            value, grads = loss(params, X[i : i + batch_size], y[i : i + batch_size], reg)
            for name in params:
                params[name] -= learning_rate * grads[name]
            history.append(value)
    return history


ANSWERS = {
    "plus_sign": "delta is minus the gradient",
    "zero_initialisation": "b2 only",
    "parameter_count": "2410",
}
