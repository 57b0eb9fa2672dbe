"""Mistakes in the exercises of network."""

from __future__ import annotations

from tests.assignments.mistakes.mistake import of

INIT = """
def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = {}
    params["W1"] = rng.normal(0, weight_scale, size=(input_dim, hidden_dim))
    params["b1"] = np.zeros(hidden_dim)
    params["W2"] = rng.normal(0, weight_scale, size=(hidden_dim, num_classes))
    params["b2"] = np.zeros(num_classes)
    return params
"""
FORWARD = """
def two_layer_forward(params, X):
    params, X = check_network(params, X)
    W1, b1 = params["W1"], params["b1"]
    W2, b2 = params["W2"], params["b2"]
    z1 = X.dot(W1) + b1
    a1 = np.maximum(z1, 0)
    z2 = a1.dot(W2) + b2
    return z2, (z1, a1)
"""
FORWARD_LOOPS = """
def two_layer_forward(params, X):
    params, X = check_network(params, X)
    N, H = X.shape[0], len(params["b1"])
    h = np.zeros((N, H))
    for i in range(N):
        for j in range(H):
            v = np.dot(X[i], params["W1"][:, j]) + params["b1"][j]
            h[i, j] = v if v > 0 else 0
    scores = np.matmul(h, params["W2"]) + params["b2"]
    return scores, h
"""
LOSS = """
def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    h = np.maximum(0, X.dot(W1) + b1)
    s = h.dot(W2) + b2
    s = s - np.max(s, axis=1, keepdims=True)
    p = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)
    loss = np.sum(-np.log(p[np.arange(N), y])) / N
    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    grads = {}
    ds = p.copy()
    ds[np.arange(N), y] -= 1
    ds /= N
    grads["W2"] = h.T.dot(ds)
    grads["b2"] = np.sum(ds, axis=0)
    dh = ds.dot(W2.T)
    dh[h <= 0] = 0
    grads["W1"] = X.T.dot(dh)
    grads["b1"] = np.sum(dh, axis=0)
    grads["W2"] += 2 * reg * W2
    grads["W1"] += 2 * reg * W1
    return loss, grads
"""
LOSS_ONE_HOT = """
def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    scores, hidden = two_layer_forward(params, X)
    n, c = scores.shape
    onehot = np.zeros((n, c))
    onehot[range(n), y] = 1
    big = scores.max(axis=1).reshape(-1, 1)
    e = np.exp(scores - big)
    probs = e / e.sum(axis=1).reshape(-1, 1)
    log_z = big[:, 0] + np.log(e.sum(axis=1))
    data_loss = np.mean(log_z - scores[range(n), y])
    reg_loss = reg * np.sum(params["W1"] ** 2) + reg * np.sum(params["W2"] ** 2)
    d2 = (probs - onehot) / n
    d1 = (d2 @ params["W2"].T) * (hidden > 0)
    gW2 = hidden.T @ d2 + 2 * reg * params["W2"]
    gW1 = X.T @ d1 + 2 * reg * params["W1"]
    return data_loss + reg_loss, {"W1": gW1, "b1": d1.sum(0), "W2": gW2, "b2": d2.sum(0)}
"""
LOSS_LOOPS = """
def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, len(X), len(params["b2"]))
    grads = {k: np.zeros(v.shape) for k, v in params.items()}
    total = 0.0
    for x, label in zip(X, y):
        z = x @ params["W1"] + params["b1"]
        a = np.where(z > 0, z, 0)
        f = a @ params["W2"] + params["b2"]
        f = f - f.max()
        q = np.exp(f) / np.exp(f).sum()
        total -= f[label] - np.log(np.exp(f).sum())
        delta = q.copy()
        delta[label] -= 1
        grads["W2"] += np.outer(a, delta)
        grads["b2"] += delta
        back = params["W2"] @ delta
        back = back * (z > 0)
        grads["W1"] += np.outer(x, back)
        grads["b1"] += back
    n = len(X)
    for k in grads:
        grads[k] /= n
        if k.startswith("W"):
            grads[k] += 2 * reg * params[k]
    total /= n
    for k in ("W1", "W2"):
        total += reg * np.sum(params[k] ** 2)
    return total, grads
"""
THREE = """
def three_layer_forward(params, X):
    params, X = check_network(params, X, layers=3)
    a = X
    for k in (1, 2):
        a = a.dot(params["W%d" % k]) + params["b%d" % k]
        a = a * (a > 0)
    return a.dot(params["W3"]) + params["b3"]
"""
PREDICT = """
def predict(params, X, forward=None):
    if forward is None:
        forward = two_layer_forward
    scores, cache = forward(params, X)
    labels = np.zeros(len(scores), dtype=int)
    for i, row in enumerate(scores):
        labels[i] = np.argmax(row)
    return labels
"""
XOR = """
def xor_step(X, Y, W0, W1):
    X, Y, W0, W1 = check_xor(X, Y, W0, W1)
    l1 = 1 / (1 + np.exp(-(X.dot(W0))))
    l2 = 1 / (1 + np.exp(-(l1.dot(W1))))
    error = Y - l2
    loss = np.sum(error ** 2) / 2
    d2 = error * l2 * (1 - l2)
    d1 = d2.dot(W1.T) * l1 * (1 - l1)
    new1 = W1 + l1.T.dot(d2)
    new0 = W0 + X.T.dot(d1)
    return new0, new1, loss

def train_xor(seed, steps):
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    Y = np.array([[0, 1, 1, 0]]).T
    np.random.seed(seed)
    W0 = 2 * np.random.random((3, 4)) - 1
    W1 = 2 * np.random.random((4, 1)) - 1
    losses = []
    for k in range(steps):
        W0, W1, loss = xor_step(X, Y, W0, W1)
        losses.append(loss)
    return W0, W1, losses
"""
TRAIN = """
def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    X = check_network(params, X)[1]
    y = as_labels(y, X.shape[0], len(params["b2"]))
    if loss is None:
        loss = two_layer_loss
    history = []
    N = len(X)
    for epoch in range(epochs):
        order = rng.permutation(N)
        for i in range(0, N, batch_size):
            idx = order[i:i + batch_size]
            value, grads = loss(params, X[idx], y[idx], reg)
            history.append(float(value))
            for key in params:
                params[key] -= learning_rate * grads[key]
    return history
"""
TRAIN_DRAWS = """
def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    X = check_network(params, X)[1]
    y = as_labels(y, X.shape[0], len(params["b2"]))
    loss = loss or two_layer_loss
    size = min(batch_size, len(X))
    per_epoch = -(-len(X) // batch_size)
    losses = []
    for step in range(epochs * per_epoch):
        rows = rng.choice(len(X), size, replace=False)
        Xb = X[rows]
        yb = y[rows]
        L, g = loss(params, Xb, yb, reg)
        losses += [L]
        params["W1"] = params["W1"] - learning_rate * g["W1"]
        params["b1"] = params["b1"] - learning_rate * g["b1"]
        params["W2"] = params["W2"] - learning_rate * g["W2"]
        params["b2"] = params["b2"] - learning_rate * g["b2"]
    return losses
"""

LOG_P = ("must you form it first",)
DTYPE = ("make yourself",)
SHAPE = ("after it has moved",)
UPHILL = ("uphill",)

NETWORK = [
    *of(
        "init_two_layer",
        INIT,
        (
            {
                "rng.normal(0, weight_scale, size=(input_dim, hidden_dim))": "np.zeros((input_dim, hidden_dim))",
                "rng.normal(0, weight_scale, size=(hidden_dim, num_classes))": "np.zeros((hidden_dim, num_classes))",
            },
            ("weights are all 0",),
        ),
        (
            {
                "rng.normal(0, weight_scale, size=(input_dim, hidden_dim))": "weight_scale * np.ones((input_dim, hidden_dim))",
                "rng.normal(0, weight_scale, size=(hidden_dim, num_classes))": "weight_scale * np.ones((hidden_dim, num_classes))",
            },
            ("equal weights",),
        ),
        ({"rng.normal(0, weight_scale, ": "rng.normal("}, ("weight_scale changes",)),
        ({"rng.normal(0, weight_scale, ": "rng.normal(0, 0.01, "}, ("weight_scale changes",)),
        ({"rng.normal(0, weight_scale, ": "rng.normal(0, weight_scale**2, "}, ("a variance",)),
        ({"rng.normal(0, weight_scale, ": "rng.normal(0, np.sqrt(weight_scale), "}, ("a variance",)),
        ({"rng.normal(0, weight_scale, ": "weight_scale * rng.random("}, ("Can a weight be negative",)),
        ({"rng.normal(0, weight_scale, ": "weight_scale * rng.uniform(-1, 1, "}, ("uniform",)),
        ({"rng.normal": "np.random.normal"}, ("generator that was passed",)),
        ({"rng.normal": "np.random.default_rng(0).normal"}, ("two different generators",)),
        (
            {
                "(input_dim, hidden_dim)": "(hidden_dim, input_dim)",
                "(hidden_dim, num_classes)": "(num_classes, hidden_dim)",
            },
            ("a row of W1",),
        ),
        ({"np.zeros(": "rng.normal(0, weight_scale, "}, ("biases start",)),
        ({"np.zeros(": "np.ones("}, ("biases start",)),
        (
            {
                "np.zeros(hidden_dim)": "np.zeros((1, hidden_dim))",
                "np.zeros(num_classes)": "np.zeros((1, num_classes))",
            },
            ("How many axes",),
        ),
        (
            {
                "rng.normal(0, weight_scale, size=(hidden_dim, num_classes))": "np.zeros((hidden_dim, num_classes))"
            },
            ("W2",),
        ),
        ({"rng.normal(0, weight_scale, ": "rng.normal(weight_scale, 1, "}, ("mean",)),
        ({"rng.normal(0, weight_scale, ": "weight_scale * rng.integers(-1, 2, "}, ()),
        (
            {"rng.normal(0, weight_scale, ": "weight_scale / np.sqrt(input_dim) * rng.normal(0, 1, "},
            ("weight_scale alone",),
        ),
    ),
    *of(
        "two_layer_forward",
        FORWARD,
        ({"z2 = a1.dot(W2) + b2": "z2 = np.maximum(a1.dot(W2) + b2, 0)"}, ("Can a score be negative",)),
        ({"np.maximum(z1, 0)": "z1"}, ("max in between",)),
        ({"np.maximum(z1, 0)": "1 / (1 + np.exp(-z1))"}, ("Which nonlinearity",)),
        ({"np.maximum(z1, 0)": "np.tanh(z1)"}, ("Which nonlinearity",)),
        ({"np.maximum(z1, 0)": "np.where(z1 > 0, z1, 0.01 * z1)"}, ("larger of 0",)),
        ({"np.maximum(z1, 0)": "np.max(z1, 0)"}, ("np.max and",)),
        ({"X.dot(W1) + b1": "X.dot(W1)"}, ("did you not use",)),
        ({"a1.dot(W2) + b2": "a1.dot(W2)"}, ("last layer is missing",)),
        (
            {"X.dot(W1) + b1": "X.dot(W1)", "a1.dot(W2) + b2": "a1.dot(W2)"},
            ("did you not use", "last layer is missing"),
        ),
        ({"np.maximum(z1, 0)": "np.maximum(z1 + b1, 0)"}, ("How often is b1",)),
        ({"X.dot(W1) + b1": "X.dot(W1)", "np.maximum(z1, 0)": "np.maximum(z1, 0) + b1"}, ("inside max",)),
        (
            {
                "return z2": "z2 = np.exp(z2 - z2.max(axis=1, keepdims=True))\n    z2 = z2 / z2.sum(axis=1, keepdims=True)\n    return z2"
            },
            ("scores and probabilities",),
        ),
        ({"return z2, (z1, a1)": "return z2"}, ("How many values",)),
        ({"return z2, (z1, a1)": "return a1, z2"}, ("comes first",)),
        ({"    z1 = ": "    X -= X.mean(axis=0)\n    z1 = "}, ("Whose array",)),
        ({"    params, X = check_network(params, X)\n": "    X = np.asarray(X)\n"}, ("empty batch",)),
        (
            {"np.maximum(z1, 0)": "z1", "a1.dot(W2) + b2": "a1.dot(W2)"},
            ("max in between", "last layer is missing"),
        ),
        ({"np.maximum(z1, 0)": "np.minimum(z1, 0)"}, ("larger of 0",)),
        ({"np.maximum(z1, 0)": "np.abs(z1)"}, ("larger of 0",)),
        ({"a1.dot(W2) + b2": "z1.dot(W2) + b2"}, ("max in between",)),
    ),
    *of(
        "two_layer_forward",
        FORWARD_LOOPS,
        ({"v if v > 0 else 0": "v"}, ("max in between",)),
        ({' + params["b1"][j]': ""}, ("did you not use",)),
        (
            {
                ' + params["b2"]': ' + params["b1"][:scores_b]',
                "    N, H": '    scores_b = params["b2"].shape[0]\n    N, H',
            },
            (),
        ),
        ({"v if v > 0 else 0": "1 / (1 + np.exp(-v))"}, ("Which nonlinearity",)),
        ({"return scores, h": "return np.maximum(scores, 0), h"}, ("Can a score be negative",)),
    ),
    *of(
        "two_layer_loss",
        LOSS,
        ({}, LOG_P),
        ({"2 * reg * W2": "reg * W2", "2 * reg * W1": "reg * W1"}, ("derivative of reg",)),
        (
            {'    grads["W2"] += 2 * reg * W2\n    grads["W1"] += 2 * reg * W1\n': ""},
            ("term that the gradient does not",),
        ),
        ({"    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))\n": ""}, ("term that the loss does not",)),
        (
            {
                "    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))\n": "",
                '    grads["W2"] += 2 * reg * W2\n    grads["W1"] += 2 * reg * W1\n': "",
            },
            ("weights small",),
        ),
        ({"loss += reg *": "loss += 0.5 * reg *", "2 * reg": "reg"}, ("a ½ in R(W) here?",)),
        ({"loss += reg *": "loss += 0.5 * reg *"}, ("in the loss as in the gradient",)),
        (
            {'    grads["W1"] += 2 * reg * W1\n': "", " + np.sum(W2 * W2)": " * 0 + np.sum(W2 * W2)"},
            ("How many weight matrices",),
        ),
        ({'    grads["W1"] += 2 * reg * W1\n': ""}, ("How many weight matrices",)),
        (
            {"np.sum(W2 * W2))": "np.sum(W2 * W2) + np.sum(b1 * b1) + np.sum(b2 * b2))"},
            ("Which parameters are",),
        ),
        ({"    dh[h <= 0] = 0\n": ""}, ("Which units were on",)),
        ({"dh[h <= 0] = 0": "dh[dh <= 0] = 0"}, ("sign of the upstream",)),
        ({"dh[h <= 0] = 0": "dh = dh * h"}, ("ReLU's slope",)),
        ({"dh[h <= 0] = 0": "dh = dh * h * (1 - h)"}, ("h * (1 - h)",)),
        (
            {"np.maximum(0, X.dot(W1) + b1)": "X.dot(W1) + b1", "    dh[h <= 0] = 0\n": ""},
            ("two layers without",),
        ),
        ({"np.maximum(0, X.dot(W1) + b1)": "np.maximum(0, X.dot(W1))"}, ("did your forward pass not use",)),
        ({"h.dot(W2) + b2": "h.dot(W2)"}, ("your scores not use",)),
        ({"h.dot(W2) + b2": "np.maximum(0, h.dot(W2) + b2)"}, ("scores that softmax gets",)),
        ({"    ds[np.arange(N), y] -= 1\n": ""}, ("row of dscores",)),
        ({"ds[np.arange(N), y] -= 1": "ds[:, y] -= 1"}, ("p[:, y]",)),
        ({"    ds /= N\n": ""}, ("same divisor",)),
        ({"    ds /= N\n": "", "y])) / N": "y]))"}, ("doubling the data",)),
        ({"ds /= N": "ds /= N**2"}, ("How often did you divide",)),
        (
            {"np.sum(ds, axis=0)": "np.mean(ds, axis=0)", "np.sum(dh, axis=0)": "np.mean(dh, axis=0)"},
            ("share one bias",),
        ),
        ({"np.sum(ds, axis=0)": "np.mean(ds, axis=0)"}, ("share one bias",)),
        (
            {
                "np.sum(ds, axis=0)": "np.sum(ds, axis=0, keepdims=True)",
                "np.sum(dh, axis=0)": "np.sum(dh, axis=0, keepdims=True)",
            },
            SHAPE,
        ),
        ({"np.sum(ds, axis=0)": "np.sum(ds)", "np.sum(dh, axis=0)": "np.sum(dh)"}, ("one number for",)),
        (
            {"np.sum(ds, axis=0)": "np.zeros_like(b2)", "np.sum(dh, axis=0)": "np.zeros_like(b1)"},
            ("biases move the loss",),
        ),
        (
            {'    grads["b2"] = np.sum(ds, axis=0)\n': "", '    grads["b1"] = np.sum(dh, axis=0)\n': ""},
            ("four names",),
        ),
        ({"return loss, grads": "return grads, loss"}, ("comes first",)),
        ({"np.sum(-np.log": "np.sum(np.log"}, ("loss be negative",)),
        ({"np.log(p": "np.log10(p"}, ("base",)),
        ({"np.log(p": "np.log2(p"}, ("base",)),
        ({"p[np.arange(N), y]))": "p[np.arange(N), y] + 1e-8))"}, ("largest loss that",)),
        ({"-np.log(p[np.arange(N), y])": "-p[np.arange(N), y]"}, ("Where is the logarithm",)),
        ({"-np.log(p[np.arange(N), y])": "1 - p[np.arange(N), y]"}, ("Where is the logarithm",)),
        ({"np.sum(-np.log(p[np.arange(N), y])) / N": "np.sum(-np.log(p)) / N"}, ("row's probabilities",)),
        ({"np.sum(-np.log(p[np.arange(N), y])) / N": "np.mean(-np.log(p))"}, ("row's probabilities",)),
        ({"y])) / N": "y])) / p.size"}, ("N or N times C",)),
        ({"    s = s - np.max(s, axis=1, keepdims=True)\n": ""}, ("without changing its softmax",)),
        ({"np.max(s, axis=1, keepdims=True)": "np.max(s)"}, ("Whose maximum",)),
        (
            {"np.sum(np.exp(s), axis=1, keepdims=True)": "np.sum(np.exp(s), axis=0)"},
            ("of a row, or of a column",),
        ),
        ({"np.sum(np.exp(s), axis=1, keepdims=True)": "np.sum(np.exp(s))"}, ("images compete",)),
        (
            {
                "    loss += reg": "    loss = loss + reg * np.sqrt(np.sum(W1 * W1)) + reg * np.sqrt(np.sum(W2 * W2)) - reg * (np.sum(W1 * W1) + np.sum(W2 * W2))\n    loss += reg"
            },
            ("root",),
        ),
        (
            {"np.sum(W1 * W1) + np.sum(W2 * W2)": "np.sum(W1.T.dot(W1)) + np.sum(W2.T.dot(W2))"},
            ("square each weight",),
        ),
        (
            {
                "loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))": "loss += np.sum(W1 * W1) + np.sum(W2 * W2)"
            },
            ("when reg is 0",),
        ),
        ({"loss += reg * (": "loss += reg / N * ("}, ("divided the loss by N",)),
        (
            {"2 * reg * W2": "2 * reg * W2 / N", "2 * reg * W1": "2 * reg * W1 / N"},
            ("gradient there already",),
        ),
        (
            {"2 * reg * W2": "2 * reg * np.sum(W2)", "2 * reg * W1": "2 * reg * np.sum(W1)"},
            ("shape does the gradient",),
        ),
        ({'grads["W2"] = h.T.dot(ds)': 'grads["W2"] = (X.dot(W1) + b1).T.dot(ds)'}, ("before max",)),
        (
            {
                '    dh[h <= 0] = 0\n    grads["W1"] = X.T.dot(dh)\n    grads["b1"] = np.sum(dh, axis=0)\n': '    grads["b1"] = np.sum(dh, axis=0)\n    dh[h <= 0] = 0\n    grads["W1"] = X.T.dot(dh)\n'
            },
            ("before the switch",),
        ),
        ({"ds[np.arange(N), y] -= 1": "ds = -ds\n    ds[np.arange(N), y] += 1"}, ("right score move",)),
        ({'    y = as_labels(y, len(X), len(params["b2"]))\n': "    y = np.asarray(y)\n"}, ("-1 mean",)),
        (
            {"    return loss": "    for k in grads:\n        params[k] -= 0.1 * grads[k]\n    return loss"},
            ("Whose arrays",),
        ),
        (
            {"2 * reg * W2": "reg * W2", "2 * reg * W1": "reg * W1", "    dh[h <= 0] = 0\n": ""},
            ("derivative of reg", "Which units were on"),
        ),
        (
            {"    loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))\n": "", "    ds /= N\n": ""},
            ("term that the loss does not", "same divisor"),
        ),
        (
            {
                "    s = s - np.max(s, axis=1, keepdims=True)\n": "",
                "2 * reg * W2": "reg * W2",
                "2 * reg * W1": "reg * W1",
            },
            ("without changing its softmax", "derivative of reg"),
        ),
        also=LOG_P,
    ),
    *of(
        "two_layer_loss",
        LOSS_ONE_HOT,
        ({}, DTYPE),
        ({"2 * reg * params": "reg * params"}, ("derivative of reg",)),
        ({" * (hidden > 0)": ""}, ("Which units were on",)),
        ({"(probs - onehot) / n": "probs - onehot"}, ("same divisor",)),
        ({"(probs - onehot) / n": "(onehot - probs) / n"}, ("right score move",)),
        ({"(probs - onehot) / n": "probs / n"}, ("row of dscores",)),
        ({"(probs - onehot) / n": "(probs - 1) * onehot / n"}, ("wrong ones not fall",)),
        (
            {
                "(probs - onehot) / n": "2 * (scores - onehot) / n",
                "np.mean(log_z - scores[range(n), y])": "np.mean(np.sum((scores - onehot) ** 2, axis=1))",
            },
            ("come close to",),
        ),
        ({"return data_loss + reg_loss": "return data_loss"}, ("term that the loss does not",)),
        ({"data_loss + reg_loss": "data_loss + 2 * reg_loss"}, ("How often is R(W)",)),
        ({"d1.sum(0)": "d1.mean(0)", "d2.sum(0)": "d2.mean(0)"}, ("share one bias",)),
        ({' + 2 * reg * params["W1"]': ""}, ("How many weight matrices",)),
        (
            {'reg * np.sum(params["W1"] ** 2) + ': "", ' + 2 * reg * params["W1"]': ""},
            ("How many weight matrices",),
        ),
        ({"(probs - onehot) / n": "(probs - onehot) / c"}, ("mean one over",)),
        ({"np.mean(log_z": "np.sum(log_z"}, ("same divisor",)),
        also=DTYPE,
    ),
    *of(
        "two_layer_loss",
        LOSS_LOOPS,
        ({"2 * reg": "reg"}, ("derivative of reg",)),
        ({"        back = back * (z > 0)\n": ""}, ("Which units were on",)),
        ({'grads["W2"] += np.outer': 'grads["W2"] = np.outer'}, ("kept, or added",)),
        ({"        grads[k] /= n\n": ""}, ("same divisor",)),
        ({"    total /= n\n": ""}, ("same divisor",)),
        (
            {'        grads["b2"] += delta\n': "", '        grads["b1"] += back\n': ""},
            ("biases move the loss",),
        ),
        ({'        grads["b1"] += back\n': ""}, ("biases move the loss",)),
        ({"        delta[label] -= 1\n": ""}, ("row of dscores",)),
        ({'if k.startswith("W")': "if True"}, ("Which parameters are",)),
        (
            {'    for k in ("W1", "W2"):\n        total += reg * np.sum(params[k] ** 2)\n': ""},
            ("term that the loss does not",),
        ),
        ({'    for k in ("W1", "W2"):\n': "    for k in params:\n"}, ("Which parameters are",)),
        also=DTYPE,
    ),
    *of(
        "three_layer_forward",
        THREE,
        (
            {
                '        a = a * (a > 0)\n    return a.dot(params["W3"]) + params["b3"]': '        a = a * (a > 0)\n    out = a.dot(params["W3"]) + params["b3"]\n    return out * (out > 0)'
            },
            ("Can a score be negative",),
        ),
        ({"a = a * (a > 0)": "a = a * (a > 0) if k == 2 else a"}, ("How many times",)),
        ({"a = a * (a > 0)": "a = a * (a > 0) if k == 1 else a"}, ("second layer and the third",)),
        ({"        a = a * (a > 0)\n": ""}, ("How many times",)),
        ({' + params["b3"]': "", ' + params["b%d" % k]': ""}, ("parameters did you not",)),
        ({' + params["b3"]': ""}, ("parameters did you not",)),
        ({' + params["b%d" % k]': ""}, ("parameters did you not",)),
        (
            {'return a.dot(params["W3"]) + params["b3"]': 'return a.dot(params["W3"]) + params["b3"], a'},
            ("How many values",),
        ),
        ({"a = a * (a > 0)": "a = 1 / (1 + np.exp(-a))"}, ("nonlinearity",)),
        ({"a = a * (a > 0)": "a = np.tanh(a)"}, ("nonlinearity",)),
        (
            {"    params, X = check_network(params, X, layers=3)\n": "    X = np.asarray(X)\n"},
            ("empty batch",),
        ),
        (
            {
                'return a.dot(params["W3"]) + params["b3"]': 's = a.dot(params["W3"]) + params["b3"]\n    e = np.exp(s)\n    return e / e.sum(axis=1, keepdims=True)'
            },
            ("probabilities",),
        ),
    ),
    *of(
        "predict",
        PREDICT,
        ({"np.argmax(row)": "np.argmin(row)"}, ("high score good",)),
        ({"np.argmax(row)": "np.argmax(np.abs(row))"}, ("Is -5",)),
        ({"np.argmax(row)": "np.argmax(row) + 1"}, ("first class",)),
        (
            {
                "    labels = np.zeros(len(scores), dtype=int)\n    for i, row in enumerate(scores):\n        labels[i] = np.argmax(row)\n    return labels": "    return np.argmax(scores, axis=0)"
            },
            ("an example or a class",),
        ),
        (
            {
                "    labels = np.zeros(len(scores), dtype=int)\n    for i, row in enumerate(scores):\n        labels[i] = np.argmax(row)\n    return labels": "    return np.argmax(scores)"
            },
            ("How many answers",),
        ),
        (
            {
                "    labels = np.zeros(len(scores), dtype=int)\n    for i, row in enumerate(scores):\n        labels[i] = np.argmax(row)\n    return labels": "    return scores.max(axis=1)"
            },
            ("how high is its score",),
        ),
        (
            {
                "        labels[i] = np.argmax(row)\n    return labels": "        labels[i] = np.argmax(row)\n        return labels"
            },
            ("`return`",),
        ),
        (
            {
                "    labels = np.zeros(len(scores), dtype=int)\n    for i, row in enumerate(scores):\n        labels[i] = np.argmax(row)\n    return labels": "    return scores"
            },
            ("how high is its score",),
        ),
        ({"np.argmax(row)": "int(row[1] > row[0])"}, ()),
    ),
    *of(
        "xor",
        XOR,
        (
            {"W1 + l1.T.dot(d2)": "W1 - l1.T.dot(d2)", "W0 + X.T.dot(d1)": "W0 - X.T.dot(d1)"},
            ("minus the gradient",),
        ),
        ({"error = Y - l2": "error = l2 - Y"}, ("minus the gradient",)),
        ({"error * l2 * (1 - l2)": "error"}, ("almost 0 or 1",)),
        ({"d2.dot(W1.T) * l1 * (1 - l1)": "d2.dot(W1.T)"}, ("between the hidden",)),
        (
            {
                "    d1 = d2.dot(W1.T) * l1 * (1 - l1)\n    new1 = W1 + l1.T.dot(d2)\n": "    new1 = W1 + l1.T.dot(d2)\n    d1 = d2.dot(new1.T) * l1 * (1 - l1)\n"
            },
            ("Which weights produced",),
        ),
        ({"np.sum(error ** 2) / 2": "np.sum(error ** 2)"}, ("Where did the ½",)),
        ({"np.sum(error ** 2) / 2": "np.mean(error ** 2)"}, ("a sum or a mean",)),
        ({"np.sum(error ** 2) / 2": "np.mean(error ** 2) / 2"}, ("a sum or a mean",)),
        ({"np.sum(error ** 2) / 2": "np.mean(np.abs(error))"}, ("Can errors of",)),
        ({"np.sum(error ** 2) / 2": "np.sum(error) / 2"}, ("opposite sign",)),
        (
            {"W1 + l1.T.dot(d2)": "W1 + 0.5 * l1.T.dot(d2)", "W0 + X.T.dot(d1)": "W0 + 0.5 * X.T.dot(d1)"},
            ("Which learning rate",),
        ),
        (
            {
                "    return new0": "    l1 = 1 / (1 + np.exp(-X.dot(new0)))\n    loss = np.sum((Y - 1 / (1 + np.exp(-l1.dot(new1)))) ** 2) / 2\n    return new0"
            },
            ("before the step or after",),
        ),
        (
            {
                "    new1 = W1 + l1.T.dot(d2)\n    new0 = W0 + X.T.dot(d1)\n    return new0, new1, loss": "    W1 += l1.T.dot(d2)\n    W0 += X.T.dot(d1)\n    return W0, W1, loss"
            },
            ("a new array",),
        ),
        ({"return new0, new1, loss": "return new1, new0, loss"}, ("In which order",)),
        ({"return new0, new1, loss": "return loss, new0, new1"}, ("In which order",)),
        (
            {
                "np.random.seed(seed)\n    W0 = 2 * np.random.random((3, 4)) - 1\n    W1 = 2 * np.random.random((4, 1)) - 1": "r = np.random.default_rng(seed)\n    W0 = 2 * r.random((3, 4)) - 1\n    W1 = 2 * r.random((4, 1)) - 1"
            },
            ("numpy's generators",),
        ),
        (
            {
                "    W0 = 2 * np.random.random((3, 4)) - 1\n    W1 = 2 * np.random.random((4, 1)) - 1": "    W1 = 2 * np.random.random((4, 1)) - 1\n    W0 = 2 * np.random.random((3, 4)) - 1"
            },
            ("drawn first",),
        ),
        (
            {
                "2 * np.random.random((3, 4)) - 1": "np.random.random((3, 4))",
                "2 * np.random.random((4, 1)) - 1": "np.random.random((4, 1))",
            },
            ("start below 0",),
        ),
        ({"np.random.seed(seed)": "np.random.seed(1)"}, ("which seed",)),
        ({"    np.random.seed(seed)\n": ""}, ("with one seed",)),
        ({"losses.append(loss)": "losses = loss"}, ("How many losses",)),
        ({"W0, W1, loss = xor_step": "_, _, loss = xor_step"}, ("each step start",)),
        (
            {
                "np.random.random((3, 4))": "np.random.randn(3, 4)",
                "np.random.random((4, 1))": "np.random.randn(4, 1)",
            },
            ("from -1 to 1",),
        ),
        ({"range(steps)": "range(steps + 1)"}, ("Count",)),
        (
            {"d2 = error * l2 * (1 - l2)": "d2 = error * (1 - l2**2)", "l1 * (1 - l1)": "(1 - l1**2)"},
            ("1 - f^2",),
        ),
    ),
    *of(
        "train",
        TRAIN,
        ({"params[key] -= ": "params[key] += "}, UPHILL),
        ({"for key in params:": 'for key in ("W1", "W2"):'}, ("never change",)),
        (
            {
                "params[key] -= learning_rate * grads[key]": "params[key] -= learning_rate * grads[key] / len(idx)"
            },
            ("average already",),
        ),
        (
            {
                "params[key] -= learning_rate * grads[key]": "params[key] -= learning_rate / batch_size * grads[key]"
            },
            ("average already",),
        ),
        ({"    return history": "        learning_rate *= 0.9\n    return history"}, ("to shrink",)),
        ({"y[idx], reg)": "y[idx], 0.0)"}, ("get the reg",)),
        ({"y[idx], reg)": "y[i:i + batch_size], reg)"}, ("still labelled",)),
        ({"order = rng.permutation(N)": "order = np.arange(N)"}, ("rng for",)),
        ({"order[i:i + batch_size]": "order[:batch_size]"}, ()),
        ({"order = rng.permutation(N)": "order = np.zeros(N, dtype=int)"}, ("second step see",)),
        ({"loss(params, X[idx], y[idx], reg)": "loss(params, X, y, reg)"}, ("one step see",)),
        ({"range(0, N, batch_size)": "range(0, N - batch_size + 1, batch_size)"}, ("N // batch_size",)),
        (
            {
                "    history = []\n": "    history = []\n    params = {k: v.copy() for k, v in params.items()}\n"
            },
            ("Whose params",),
        ),
        (
            {
                "            history.append(float(value))\n": "",
                "    return history": "        history.append(float(value))\n    return history",
            },
            ("losses does one epoch",),
        ),
        ({"range(epochs)": "range(1)"}, ("How many times does it go",)),
        (
            {
                "            for key in params:\n                params[key] -= learning_rate * grads[key]\n": "        for key in params:\n            params[key] -= learning_rate * grads[key]\n"
            },
            ("for each batch, and",),
        ),
        ({"    return history": "    return params"}, ("promise to return",)),
        ({"    return history": "    return params, history"}, ("promise to return",)),
        ({"learning_rate * grads[key]": "grads[key]"}, ("how long a step",)),
        ({"rng.permutation": "np.random.permutation"}, ("generator",)),
        (
            {
                "value, grads = loss(params, X[idx], y[idx], reg)": "value, grads = two_layer_loss(params, X[idx], y[idx], reg)"
            },
            ("was handed in",),
        ),
        (
            {"params[key] -= ": "params[key] += ", "for key in params:": 'for key in ("W1", "W2"):'},
            ("uphill", "never change"),
        ),
        (
            {"learning_rate * grads[key]": "learning_rate * (grads[key] + 2 * reg * params[key])"},
            ("term already",),
        ),
        (
            {
                "            history.append(float(value))\n": "",
                "    return history": "            history.append(float(loss(params, X[idx], y[idx], reg)[0]))\n    return history",
            },
            ("before its step",),
        ),
        (
            {"history.append(float(value))": "history.append(float(loss(params, X, y, reg)[0]))"},
            ("loss of which rows",),
        ),
    ),
    *of(
        "train",
        TRAIN_DRAWS,
        (
            {
                '        params["b1"] = params["b1"] - learning_rate * g["b1"]\n': "",
                '        params["b2"] = params["b2"] - learning_rate * g["b2"]\n': "",
            },
            ("never change",),
        ),
        ({'        params["b2"] = params["b2"] - learning_rate * g["b2"]\n': ""}, ("never change",)),
        ({"] - learning_rate": "] + learning_rate"}, UPHILL),
        ({"yb = y[rows]": "yb = y[:size]"}, ("still labelled",)),
        ({"epochs * per_epoch": "epochs"}, ("batches does an epoch",)),
        ({"-(-len(X) // batch_size)": "len(X) // batch_size"}, ("N // batch_size",)),
        ({"range(epochs * per_epoch)": "range(epochs * len(X))"}, ("batches does an epoch",)),
        ({"rows = rng.choice(len(X), size, replace=False)": "rows = np.arange(size)"}, ("second step see",)),
        ({"losses += [L]": "losses = L"}, ("promise to return",)),
    ),
]
