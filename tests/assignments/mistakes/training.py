"""Mistakes in descent, backpropagation and the two-layer network, in the ways of other students."""

from __future__ import annotations

from tests.assignments.mistakes.mistake import of

STEP = """
def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    new = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        new[place] = W[place] - learning_rate * dW[place]
    return new
"""
WALK = """
def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10000):
    W = np.array(W0, dtype=float)
    history = [W.copy()]
    n = 0
    while n < max_steps:
        step = learning_rate * np.asarray(gradient(W.copy()))
        W = W - step
        history.append(W.copy())
        n += 1
        if np.isnan(W).any() or np.isinf(W).any():
            return W, history, "diverged"
        moved = np.abs(history[-1] - history[-2]).sum()
        if moved <= goal:
            return W, history, "converged"
    return W, history, "max_steps"
"""
SAMPLE = """
def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = np.arange(len(X))
    rng.shuffle(order)
    picked = list(order[:batch_size])
    return np.array([X[i] for i in picked]), np.array([y[i] for i in picked])
"""
BATCHES = """
def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = list(range(len(X)))
    if shuffle:
        order = list(rng.permutation(len(X)))
    batches = []
    while order:
        rows, order = order[:batch_size], order[batch_size:]
        batches.append((X[rows], y[rows]))
    return batches
"""
SGD = """
def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    W = np.array(W0, dtype=float)
    losses = []
    for epoch in range(epochs):
        for Xb, yb in iterate_minibatches(X, y, batch_size, rng):
            value, dW = loss(W, Xb, yb)
            losses.append(value)
            W = W - learning_rate * dW
    return W, losses
"""
READING = """
def diagnose_learning_rate(history):
    start, middle, end = levels(history)
    if np.isnan(history).any() or np.isinf(history).any():
        return "too high"
    if end > start:
        return "too high"
    whole, late = start - end, middle - end
    if late > whole / 4:
        return "low"
    if end > start / 2:
        return "high"
    return "good"
"""
DESCENT = [
    *of(
        "gradient_step",
        STEP,
        ({"W[place] - learning_rate": "W[place] + learning_rate"}, ("uphill",)),
        ({"learning_rate * dW[place]": "dW[place]"}, ("rate is small",)),
        ({"W[place] - learning_rate": "-learning_rate"}, ("taken from",)),
        ({"new = np.zeros(W.shape)": "new = W"}, ("Whose array",)),
        also=("dtype",),
    ),
    *of(
        "gradient_descent",
        WALK,
        ({"W = W - step": "W = W + step"}, ("uphill",)),
        (
            {
                "history = [W.copy()]\n": "history = [W.copy()]\n    W_old = W\n",
                "W = W - step": "W -= step",
                "history[-1] - history[-2]": "W - W_old",
            },
            ("W_old = W",),
        ),
        (
            {"    W = np.array(W0, dtype=float)\n": "    W = np.asarray(W0)\n", "W = W - step": "W -= step"},
            ("W = W0",),
        ),
        (
            {
                "history.append(W.copy())\n        n": "history.append(W)\n        n",
                "W = W - step": "W -= step",
            },
            ("many arrays",),
        ),
        ({"np.abs(history[-1] - history[-2]).sum()": "abs((history[-1] - history[-2]).sum())"}, ("cancel",)),
        (
            {"np.abs(history[-1] - history[-2]).sum()": "np.abs(history[-1] - history[-2]).max()"},
            ("move together",),
        ),
        ({"np.abs(history[-1] - history[-2]).sum()": "np.linalg.norm(history[-1] - history[-2])"}, ("root",)),
        (
            {"moved = np.abs(history[-1] - history[-2]).sum()": "moved = np.abs(step / learning_rate).sum()"},
            ("slope or the step",),
        ),
        (
            {
                "history = [W.copy()]": "history = []",
                "        step = learning": "        before = W.copy()\n        step = learning",
                "history[-1] - history[-2]": "W - before",
            },
            ("path begin",),
        ),
        ({'    return W, history, "max_steps"': '    return W, history, "converged"'}, ("run out of steps",)),
    ),
    *of(
        "sample_batch",
        SAMPLE,
        ({"    rng.shuffle(order)\n": ""}, ("another one",)),
        ({"np.array([y[i] for i in picked])": "y[:batch_size]"}, ("labels belong",)),
        ({"rng.shuffle(order)": "np.random.shuffle(order)"}, ("generator was asked",)),
        (
            {
                "picked = list(order[:batch_size])": "picked = [rng.integers(len(X)) for _ in range(batch_size)]"
            },
            ("come twice",),
        ),
    ),
    *of(
        "iterate_minibatches",
        BATCHES,
        ({"while order:": "while len(order) >= batch_size:"}, ("do not fill",)),
        ({"    if shuffle:\n        order": "    if True:\n        order"}, ("shuffle decide",)),
        ({"y[rows]))": "y[:len(rows)]))"}, ("labelled y[0]",)),
        ({"rng.permutation(len(X))": "range(len(X))"}, ("order ever be",)),
    ),
    *of(
        "sgd",
        SGD,
        ({"W = W - learning_rate": "W = W + learning_rate"}, ("uphill",)),
        ({"W = W - learning_rate * dW": "W = W - learning_rate * value"}, ("gradient?",)),
        ({"* dW": "* dW / batch_size"}, ("taken the mean",)),
        ({"value, dW = loss(W, Xb, yb)": "value, dW = loss(W, X, y)"}, ("which rows",)),
        (
            {
                "            losses.append(value)\n            W = W - learning_rate * dW\n": "            W = W - learning_rate * dW\n        losses.append(value)\n"
            },
            ("one an epoch",),
        ),
        (
            {
                "W = np.array(W0, dtype=float)": "W = W0",
                "W = W - learning_rate * dW": "W -= learning_rate * dW",
            },
            ("W = W0",),
        ),
        ({"value, dW = loss(W, Xb, yb)": "value, dW = loss(W0, Xb, yb)"}, ("At which W",)),
        (
            {", rng):\n            value": ", np.random.default_rng()):\n            value"},
            ("generator was asked",),
        ),
    ),
    *of(
        "diagnose_learning_rate",
        READING,
        (
            {'    if np.isnan(history).any() or np.isinf(history).any():\n        return "too high"\n': ""},
            ("nan > start",),
        ),
        ({"late > whole / 4": "late > 0.1"}, ("thousandths",)),
        (
            {'return "low"': 'return "high"', 'return "high"\n    return': 'return "low"\n    return'},
            ("straight line",),
        ),
    ),
]

MULTIPLY = """
class MultiplyGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        z = x * y
        return z
    def backward(self, dz):
        dx = dz * self.y
        dy = dz * self.x
        return [dx, dy]
"""
LARGER = """
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.where(self.x > self.y, self.x, self.y)
    def backward(self, dz):
        won = self.x > self.y
        return dz * won, dz * (1 - won)
"""
SIGMOID = """
def sigmoid_forward(x):
    x = np.asarray(x, dtype=float)
    out = np.empty(x.shape)
    out[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    out[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return out, out

def sigmoid_backward(dout, cache):
    s = cache
    return dout * s * (1 - s)
"""
RELU = """
def relu_forward(x):
    x = np.asarray(x, dtype=float)
    out = x.copy()
    out[out < 0] = 0
    return out, x

def relu_backward(dout, cache):
    dx = np.array(dout, dtype=float)
    dx[cache <= 0] = 0
    return dx
"""
AFFINE = """
def affine_forward(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    flat = x.reshape(x.shape[0], -1)
    out = np.zeros((x.shape[0], w.shape[1]))
    for i in range(x.shape[0]):
        out[i] = flat[i].dot(w) + b
    return out, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    flat = x.reshape(x.shape[0], -1)
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for i in range(x.shape[0]):
        dw += np.outer(flat[i], dout[i])
        db += dout[i]
    return dx, dw, db
"""
BACKPROP = [
    *of(
        "MultiplyGate",
        MULTIPLY,
        ({"dx = dz * self.y": "dx = dz * self.x", "dy = dz * self.x": "dy = dz * self.y"}, ("Whose value",)),
        ({"dx = dz * self.y": "dx = self.y", "dy = dz * self.x": "dy = self.x"}, ("from above",)),
        ({"dx = dz * self.y": "dx = dz", "dy = dz * self.x": "dy = dz"}, ("local gradient of a product",)),
        ({"self.x = x": "MultiplyGate.x = x", "self.y = y": "MultiplyGate.y = y"}, ("share this memory",)),
    ),
    *of(
        "MaxGate",
        LARGER,
        ({"won = self.x > self.y": "won = self.x < self.y"}, ("reached the output",)),
        ({"dz * won, dz * (1 - won)": "dz, dz"}, ("smaller input",)),
        ({"dz * won, dz * (1 - won)": "won * 1.0, 1.0 - won"}, ("from above",)),
        ({"dz * (1 - won)": "dz * (self.y > self.x)"}, ("when x equals y",)),
        ({"dz * won, dz * (1 - won)": "dz * won * self.x, dz * (1 - won) * self.y"}, ("in a max gate",)),
    ),
    *of(
        "sigmoid",
        SIGMOID,
        ({"dout * s * (1 - s)": "s * (1 - s)"}, ("from above",)),
        ({"dout * s * (1 - s)": "dout * (1 - s ** 2)"}, ("1 - f^2",)),
        ({"dout * s * (1 - s)": "dout * (1 - s)"}, ("How many factors",)),
        ({"s = cache": "s, _ = sigmoid_forward(cache)"}, ("already sigma",)),
        ({"dout * s * (1 - s)": "dout * s * (s - 1)"}, ("ever fall",)),
        also=("make yourself",),
    ),
    *of(
        "relu",
        RELU,
        ({"    dx[cache <= 0] = 0\n": ""}, ("were on",)),
        ({"dx[cache <= 0] = 0": "dx[dx <= 0] = 0"}, ("decide who was on",)),
        ({"dx = np.array(dout, dtype=float)": "dx = np.ones(np.shape(dout))"}, ("from above",)),
        ({"out[out < 0] = 0": "out = np.abs(out)"}, ("larger of 0",)),
        ({"dx = np.array(dout, dtype=float)": "dx = dout"}, ("two arrays",)),
        also=("make yourself",),
    ),
    *of(
        "affine",
        AFFINE,
        ({".dot(w) + b": ".dot(w)"}, ("did you not use",)),
        ({"    return dx, dw, db": "    db /= len(x)\n    return dx, dw, db"}, ("use b",)),
        (
            {"    return dx, dw, db": "    n = len(x)\n    return dx / n, dw / n, db / n"},
            ("1/N of the loss",),
        ),
        ({"dw += np.outer": "dw = np.outer", "db += dout[i]": "db = dout[i]"}, ("kept, or added", "use b")),
        (
            {"dw += np.outer(flat[i], dout[i])": "dw += np.outer(flat[i], np.ones(w.shape[1]))"},
            ("from above",),
        ),
        ({"np.dot(dout, w.T).reshape(x.shape)": "np.dot(dout, w.T)"}, ("when it came in",)),
        ({"return dx, dw, db": "return dx, dw, db.reshape(1, -1)"}, ("shape has b",)),
        ({"return dx, dw, db": "return dw, dx, db"}, ("In which order",)),
        ({"return dx, dw, db": "return dx, dw, np.ones(len(x)) @ dout"}, ("make yourself",)),
        also=("make yourself",),
    ),
]

FORWARD = """
def two_layer_forward(params, X):
    params, X = check_network(params, X)
    z1 = X.dot(params["W1"]) + params["b1"]
    h = z1 * (z1 > 0)
    scores = h.dot(params["W2"]) + params["b2"]
    return scores, (X, z1, h)
"""
LOSS = """
def two_layer_loss(params, X, y, reg):
    params, X = check_network(params, X)
    y = as_labels(y, X.shape[0], params["b2"].shape[0])
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    z = X.dot(W1) + b1
    h = np.maximum(z, 0)
    s = h.dot(W2) + b2
    s = s - np.max(s, axis=1).reshape(-1, 1)
    sums = np.exp(s).sum(axis=1)
    loss = 0.0
    for i in range(N):
        loss += np.log(sums[i]) - s[i, y[i]]
    loss = loss / N
    loss = loss + reg * np.sum(W1 * W1) + reg * np.sum(W2 * W2)
    p = np.exp(s) / sums[:, None]
    t = np.zeros(p.shape)
    t[range(N), y] = 1
    ds = (p - t) / N
    grads = {}
    grads["W2"] = h.T.dot(ds) + 2 * reg * W2
    grads["b2"] = np.sum(ds, axis=0)
    dh = ds.dot(W2.T)
    dh[z <= 0] = 0
    grads["W1"] = X.T.dot(dh) + 2 * reg * W1
    grads["b1"] = np.sum(dh, axis=0)
    return loss, grads
"""
INIT = """
def init_two_layer(input_dim, hidden_dim, num_classes, weight_scale, rng):
    params = {}
    params["W1"] = rng.normal(0, weight_scale, size=(input_dim, hidden_dim))
    params["W2"] = rng.normal(0, weight_scale, size=(hidden_dim, num_classes))
    params["b1"] = np.zeros((hidden_dim,))
    params["b2"] = np.zeros((num_classes,))
    return params
"""
TRAIN = """
def train(params, X, y, learning_rate, epochs, batch_size, reg, rng, loss=None):
    loss = two_layer_loss if loss is None else loss
    X, y = np.asarray(X), np.asarray(y)
    N = len(X)
    history = []
    for epoch in range(epochs):
        order = np.arange(N)
        rng.shuffle(order)
        Xs, ys = X[order], y[order]
        for start in range(0, N, batch_size):
            Xb, yb = Xs[start:start + batch_size], ys[start:start + batch_size]
            value, grads = loss(params, Xb, yb, reg)
            history.append(float(value))
            for name in ("W1", "b1", "W2", "b2"):
                params[name] = params[name] - learning_rate * grads[name]
    return history
"""
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
        ({"rng.normal(0, weight_scale,": "rng.normal(0, np.sqrt(weight_scale),"}, ("variance",)),
        ({"rng.normal(0, weight_scale,": "weight_scale * rng.random("}, ("negative",)),
        ({"rng.normal(0, weight_scale,": "np.random.normal(0, weight_scale,"}, ("generator",)),
        ({"np.zeros((hidden_dim,))": "rng.normal(0, weight_scale, size=hidden_dim)"}, ("biases start",)),
    ),
    *of(
        "two_layer_forward",
        FORWARD,
        ({"h = z1 * (z1 > 0)": "h = z1"}, ("max in between",)),
        ({' + params["b1"]': ""}, ("four parameters",)),
        ({"h = z1 * (z1 > 0)": "h = 1 / (1 + np.exp(-z1))"}, ("nonlinearity",)),
        (
            {"    return scores,": "    scores = np.maximum(scores, 0)\n    return scores,"},
            ("score be negative",),
        ),
        ({"return scores, (X, z1, h)": "return scores"}, ("docstring promise",)),
    ),
    *of(
        "two_layer_loss",
        LOSS,
        ({"+ 2 * reg * W2": "+ reg * W2", "+ 2 * reg * W1": "+ reg * W1"}, ("derivative of reg",)),
        ({" + 2 * reg * W2": "", " + 2 * reg * W1": ""}, ("term that the gradient does not",)),
        ({"    dh[z <= 0] = 0\n": ""}, ("were on",)),
        ({"ds = (p - t) / N": "ds = p - t"}, ("same divisor",)),
        ({"    loss = loss / N\n": ""}, ("same divisor",)),
        ({"(p - t) / N": "(t - p) / N"}, ("right score move",)),
        ({"h = np.maximum(z, 0)": "h = z"}, ("max in between",)),
        (
            {"np.sum(dh, axis=0)": "np.mean(dh, axis=0)", "np.sum(ds, axis=0)": "np.mean(ds, axis=0)"},
            ("share one bias",),
        ),
        (
            {
                "loss + reg * np.sum(W1 * W1) + reg * np.sum(W2 * W2)": "loss + 0.5 * reg * np.sum(W1 * W1) + 0.5 * reg * np.sum(W2 * W2)"
            },
            ("½",),
        ),
        (
            {
                "np.sum(ds, axis=0)": "np.sum(ds, axis=0, keepdims=True)",
                "np.sum(dh, axis=0)": "np.sum(dh, axis=0, keepdims=True)",
            },
            ("shape of a parameter",),
        ),
        ({"t[range(N), y] = 1": "t[:, y] = 1"}, ("p[:, y]",)),
        ({"dh[z <= 0] = 0": "dh[dh <= 0] = 0"}, ("upstream gradient decide",)),
        ({"    s = s - np.max(s, axis=1).reshape(-1, 1)\n": ""}, ("without changing its softmax",)),
        ({"h.T.dot(ds)": "z.T.dot(ds)"}, ("before max",)),
        also=("float64", "½", "R(W)", "Does the gradient carry", "Does the loss carry"),
    ),
    *of(
        "train",
        TRAIN,
        ({"- learning_rate * grads": "+ learning_rate * grads"}, ("uphill",)),
        ({"        rng.shuffle(order)\n": ""}, ("rng for",)),
        ({"ys = X[order], y[order]": "ys = X[order], y"}, ("labelled y[0]",)),
        ({'("W1", "b1", "W2", "b2")': '("W1", "W2")'}, ("parameters",)),
        ({"value, grads = loss(params, Xb, yb, reg)": "value, grads = loss(params, X, y, reg)"}, ("rows",)),
    ),
]
