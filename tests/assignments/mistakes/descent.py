"""Mistakes in the exercises of descent."""

from __future__ import annotations

from tests.assignments.mistakes.mistake import of

STEP = """
def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    new = W - learning_rate * dW
    print("step", new.shape)
    return new
"""
STEP_LOOP = """
def gradient_step(W, dW, learning_rate):
    W, dW = check_step(W, dW, learning_rate)
    out = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        out[i] = W[i] - learning_rate * dW[i]
    return out
"""
LOOP = """
def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    w = np.array(W0, dtype=np.float64)
    path = [w.copy()]
    status = "max_steps"
    for step in range(max_steps):
        old = w.copy()
        w -= learning_rate * gradient(w)
        path.append(w.copy())
        if not np.isfinite(w).all():
            status = "diverged"
            break
        moved = np.sum(np.abs(w - old))
        if moved <= goal:
            status = "converged"
            break
    return w, path, status
"""
WHILE = """
def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    W = as_float_array(W0)
    history = [W]
    change = goal + 1
    n = 0
    while change > goal and n < max_steps:
        g = gradient(W)
        W_new = W - learning_rate * g
        change = abs(W_new - W).sum()
        W = W_new
        history.append(W)
        n += 1
        if np.any(np.isnan(W)) or np.any(np.isinf(W)):
            return W, history, "diverged"
    if change <= goal:
        return W, history, "converged"
    return W, history, "max_steps"
"""
SAMPLE = """
def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    idx = rng.choice(X.shape[0], batch_size, replace=False)
    Xb, yb = X[idx], y[idx]
    return Xb, yb
"""
SAMPLE_LOOP = """
def sample_batch(X, y, batch_size, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    order = np.arange(len(X))
    rng.shuffle(order)
    rows, labels = [], []
    for k in order[:batch_size]:
        rows.append(X[k])
        labels.append(y[k])
    return np.array(rows), np.array(labels)
"""
BATCHES = """
def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    N = X.shape[0]
    idx = np.arange(N)
    if shuffle:
        rng.shuffle(idx)
    for i in range(0, N, batch_size):
        part = idx[i:i + batch_size]
        yield X[part], y[part]
"""
BATCHES_LIST = """
def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    X, y, batch_size = check_batch(X, y, batch_size)
    if shuffle:
        p = rng.permutation(len(X))
        X, y = X[p], y[p]
    n = int(np.ceil(len(X) / batch_size))
    batches = []
    for k in range(n):
        lo, hi = k * batch_size, (k + 1) * batch_size
        batches.append((X[lo:hi], y[lo:hi]))
    return batches
"""
SGD = """
def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = np.array(W0, dtype=float)
    history = []
    N = len(X)
    for epoch in range(epochs):
        perm = rng.permutation(N)
        for i in range(0, N, batch_size):
            b = perm[i:i + batch_size]
            L, g = loss(W, X[b], y[b])
            history.append(L)
            W = W - learning_rate * g
    return W, history
"""
SGD_DRAWS = """
def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    X, y, batch_size = check_batch(X, y, batch_size)
    W = W0.copy()
    losses = []
    steps = epochs * int(np.ceil(len(X) / batch_size))
    for t in range(steps):
        mask = rng.choice(len(X), batch_size, replace=False)
        X_batch = X[mask]
        y_batch = y[mask]
        value, grad = loss(W, X_batch, y_batch)
        losses.append(float(value))
        W -= learning_rate * grad
    return W, losses
"""
READ = """
def diagnose_learning_rate(history):
    start, middle, end = levels(history)
    h = np.array(history, dtype=float)
    if np.isnan(h).any() or np.isinf(h).any():
        return "too high"
    if end > start:
        return "too high"
    fall, late = start - end, middle - end
    if late > fall / 4:
        return "low"
    elif end > start / 2:
        return "high"
    return "good"
"""

UPHILL, FACTOR = ("uphill",), ("stands between the rate",)
GENERATOR = ("Which generator",)

DESCENT = [
    *of(
        "gradient_step",
        STEP,
        ({"W - learning_rate": "W + learning_rate"}, UPHILL),
        ({"W - learning_rate * dW": "learning_rate * dW - W"}, UPHILL),
        ({"learning_rate * dW": "dW"}, ("where the rate is small",)),
        ({"W - learning_rate * dW": "-learning_rate * dW"}, ("step taken from",)),
        ({"new = W - learning_rate * dW": "W -= learning_rate * dW\n    new = W"}, ("Whose array",)),
        ({"* dW": "* np.sign(dW)"}, ("gets flat",)),
        ({"* dW": "* dW / np.linalg.norm(dW)"}, ("steep slope",)),
        ({"* dW": "* np.sum(dW)"}, ("along one weight",)),
        ({"learning_rate * dW": "2 * learning_rate * dW"}, FACTOR),
        ({"learning_rate * dW": "learning_rate * dW / len(np.atleast_1d(dW))"}, FACTOR),
        ({"W - learning_rate * dW": "W - dW / learning_rate"}, ("smaller rate",)),
    ),
    *of(
        "gradient_step",
        STEP_LOOP,
        ({}, ("dtype",)),
        ({"W[i] - learning_rate": "W[i] + learning_rate"}, UPHILL),
        ({"learning_rate * dW[i]": "dW[i]"}, ("where the rate is small",)),
        ({"out[i] = W[i] - learning_rate * dW[i]": "out[i] -= learning_rate * dW[i]"}, ("step taken from",)),
        ({"learning_rate * dW[i]": "learning_rate * dW.mean()"}, ("along one weight",)),
        ({"out = np.zeros(W.shape)": "out = W"}, ("Whose array",)),
        also=("dtype",),
    ),
    *of(
        "gradient_descent",
        LOOP,
        ({"w -= learning_rate": "w += learning_rate"}, UPHILL),
        ({"old = w.copy()": "old = w"}, ("two arrays",)),
        ({"path.append(w.copy())": "path.append(w)"}, ("one array many times",)),
        (
            {"        path.append(w.copy())\n": "", "moved = ": "path.append(w.copy())\n        moved = "},
            ("leads to nan",),
        ),
        ({"np.abs(w - old)": "w - old"}, ("a move of -5",)),
        ({"np.sum(np.abs(w - old))": "np.abs(np.sum(w - old))"}, ("cancel",)),
        ({"np.sum(np.abs(w - old))": "np.max(np.abs(w - old))"}, ("all the weights",)),
        ({"np.sum(np.abs(w - old))": "np.linalg.norm(w - old)"}, ("root",)),
        ({"np.sum(np.abs(w - old))": "np.mean(np.abs(w - old))"}, ("How many moves",)),
        ({"np.sum(np.abs(w - old))": "sum(abs(w - old))"}, ("what shape",)),
        ({"np.sum(np.abs(w - old))": "np.sum(np.abs(gradient(old)))"}, ("slope or the step",)),
        ({"not np.isfinite(w).all()": "np.isnan(w).any()"}, ("inf a place",)),
        ({"not np.isfinite": "np.isfinite"}, ("For which W",)),
        (
            {
                '        if not np.isfinite(w).all():\n            status = "diverged"\n            break\n': ""
            },
            ("run out of steps, or",),
        ),
        ({"path = [w.copy()]": "path = []"}, ("path begin",)),
        ({"range(max_steps)": "range(max_steps - 1)"}, ("Count on",)),
        ({"range(max_steps)": "range(1, max_steps)"}, ("Count on",)),
        ({"range(max_steps)": "range(max_steps + 1)"}, ("Count on",)),
        ({"range(max_steps)": "range(1000)"}, ("How long",)),
        ({"np.array(W0, dtype=np.float64)": "as_float_array(W0)"}, ("After W = W0",)),
        ({"gradient(w)": "gradient(W0)"}, ("At which W",)),
        ({'status = "max_steps"': 'status = "converged"'}, ("or did it run out",)),
        ({"moved <= goal": "moved <= 1e-6"}, ("given",)),
        ({"return w, path, status": "return w, status, path"}, ("order",)),
        ({"return w, path, status": "return path, w, status"}, ("order",)),
        ({"return w, path, status": "return w, path"}, ("How many values",)),
        ({'"max_steps"': '"max steps"'}, ("three words",)),
        ({'"converged"': '"Converged"', '"diverged"': '"Diverged"'}, ("three words",)),
        ({"return w, path, status": "return old, path, status"}, ("W or W_old",)),
        (
            {"w -= learning_rate * gradient(w)": "w -= learning_rate / (1 + step) * gradient(w)"},
            ("to shrink",),
        ),
        ({"w -= learning_rate * gradient(w)": "w -= gradient(w)"}, ("how long a step",)),
        (
            {"w -= learning_rate": "w += learning_rate", "path = [w.copy()]": "path = []"},
            ("uphill", "path begin"),
        ),
        (
            {"np.sum(np.abs(w - old))": "np.max(np.abs(w - old))", "path.append(w.copy())": "path.append(w)"},
            ("all the weights", "one array many times"),
        ),
        ({"path.append(w.copy())": "path.append(np.sum(np.abs(w - old)))"}, ("history one of positions",)),
    ),
    *of(
        "gradient_descent",
        WHILE,
        ({"W - learning_rate": "W + learning_rate"}, UPHILL),
        ({"change > goal and n": "change < goal and n", "goal + 1": "goal - 1"}, ("as small as the goal",)),
        (
            {
                '        if np.any(np.isnan(W)) or np.any(np.isinf(W)):\n            return W, history, "diverged"\n': "",
            },
            ("or out of numbers",),
        ),
        (
            {
                '        if np.any(np.isnan(W)) or np.any(np.isinf(W)):\n            return W, history, "diverged"\n': "",
                'if change <= goal:\n        return W, history, "converged"\n    return W, history, "max_steps"': 'status = "max_steps" if n == max_steps else "converged"\n    return W, history, status',
            },
            ("nan > goal",),
        ),
        ({"np.any(np.isnan(W)) or np.any(np.isinf(W))": "np.any(np.isnan(W))"}, ("inf a place",)),
        (
            {"np.any(np.isnan(W)) or np.any(np.isinf(W))": "np.all(np.isnan(W)) or np.all(np.isinf(W))"},
            ("one weight",),
        ),
        ({" and n < max_steps": ""}, ("How long",)),
        ({"n < max_steps": "n <= max_steps"}, ("Count on",)),
        ({"abs(W_new - W).sum()": "(abs(W_new - W)).max()"}, ("all the weights",)),
        ({"abs(W_new - W).sum()": "np.sum((W_new - W) ** 2)"}, ("power",)),
        ({"abs(W_new - W).sum()": "(W_new - W).sum()"}, ("a move of -5",)),
        ({"abs(W_new - W).sum()": "abs(g).sum()"}, ("slope or the step",)),
        ({"abs(W_new - W).sum()": "sum(abs(W_new - W))"}, ("what shape",)),
        ({"        W = W_new\n": "", "history.append(W)": "history.append(W_new)"}, ("second step begin",)),
        (
            {
                "        W = W_new\n        history.append(W)\n": "        history.append(W)\n        W = W_new\n"
            },
            ("path end",),
        ),
        ({"history.append(W)": "history.append(change)"}, ("history one of positions",)),
        ({"    if change <= goal:\n        return W": "    if n < max_steps:\n        return W"}, ()),
    ),
    *of(
        "sample_batch",
        SAMPLE,
        ({", replace=False": ""}, ("come twice",)),
        (
            {"rng.choice(X.shape[0], batch_size, replace=False)": "rng.integers(0, len(X), size=batch_size)"},
            ("come twice",),
        ),
        ({"rng.choice(X.shape[0], batch_size, replace=False)": "np.arange(batch_size)"}, ("another one",)),
        ({"rng.choice": "np.random.choice"}, GENERATOR),
        ({"rng.choice": "np.random.default_rng(42).choice"}, ("another state",)),
        (
            {"rng.choice(X.shape[0], batch_size, replace=False)": "rng.permutation(batch_size)"},
            ("the last row",),
        ),
        ({"y[idx]": "y[:batch_size]"}, ("rows that you drew",)),
        (
            {"y[idx]": "y[rng.choice(len(y), batch_size, replace=False)]"},
            ("still labelled",),
        ),
        ({"return Xb, yb": "return yb, Xb"}, ("comes first",)),
        ({"return Xb, yb": "return Xb"}, ("How many values",)),
        ({"return Xb, yb": "return idx, yb"}, ("or their numbers",)),
        ({"rng.choice(X.shape[0], batch_size, replace=False)": "rng.permutation(len(X))"}, ("asked for",)),
        (
            {"idx = rng.choice(X.shape[0], batch_size, replace=False)": "idx = rng.integers(len(X))"},
            ("two axes",),
        ),
        ({", replace=False": "", "y[idx]": "y[:batch_size]"}, ("come twice", "rows that you drew")),
    ),
    *of(
        "sample_batch",
        SAMPLE_LOOP,
        ({"y[k]": "y[len(labels)]"}, ("rows that you drew",)),
        ({"    rng.shuffle(order)\n": ""}, ("another one",)),
        ({"rng.shuffle(order)": "np.random.shuffle(order)"}, GENERATOR),
        ({"order[:batch_size]": "order"}, ("asked for",)),
        (
            {
                "order = np.arange(len(X))\n    rng.shuffle(order)": "rng.shuffle(X)\n    order = np.arange(len(X))"
            },
            ("rows that you drew",),
            ("Whose array",),
        ),
    ),
    *of(
        "iterate_minibatches",
        BATCHES,
        ({"range(0, N, batch_size)": "range(0, N - batch_size + 1, batch_size)"}, ("do not fill",)),
        ({"range(0, N, batch_size)": "range(0, N - N % batch_size, batch_size)"}, ("do not fill",)),
        ({"y[part]": "y[i:i + batch_size]"}, ("after the shuffle",)),
        ({"    if shuffle:\n        rng.shuffle(idx)\n": ""}, ("order ever be",)),
        ({"    if shuffle:\n        rng": "    rng"}, ("shuffle decide",)),
        ({"if shuffle": "if not shuffle"}, ("shuffle=False ask",)),
        ({"rng.shuffle(idx)": "np.random.shuffle(idx)"}, GENERATOR),
        ({"rng.shuffle(idx)": "np.random.default_rng(0).shuffle(idx)"}, ("another state",)),
        ({"yield X[part], y[part]": "return [(X[part], y[part])]"}, ("return",)),
        ({"yield X[part], y[part]": "yield X[part]"}, ("goes with",)),
        ({"yield X[part], y[part]": "yield y[part], X[part]"}, ("comes first",)),
        ({"range(0, N, batch_size)": "range(N)"}, ("each batch start",)),
        (
            {"part = idx[i:i + batch_size]": "part = rng.choice(N, min(batch_size, N - i), replace=False)"},
            ("seen once",),
            ("shuffle decide",),
        ),
        (
            {"rng.shuffle(idx)": "rng.shuffle(X)\n        rng.shuffle(y)"},
            ("still labelled",),
            ("Whose array",),
        ),
        ({"rng.shuffle(idx)": "idx = rng.integers(0, N, N)"}, ("seen once",)),
    ),
    *of(
        "iterate_minibatches",
        BATCHES_LIST,
        ({"int(np.ceil(len(X) / batch_size))": "len(X) // batch_size"}, ("do not fill",)),
        ({"int(np.ceil(len(X) / batch_size))": "len(X) // batch_size + 1"}, ("last batch where N",)),
        ({"X, y = X[p], y[p]": "X = X[p]"}, ("after the shuffle",)),
        ({"    return batches": "        return batches"}, ("return",)),
        ({"X, y = X[p], y[p]": "X = X[p]\n        y = y[rng.permutation(len(y))]"}, ("still labelled",)),
        ({"return batches": "return [b[0] for b in batches], [b[1] for b in batches]"}, ("pair of lists",)),
        ({"if shuffle:": "if True:"}, ("shuffle decide",)),
    ),
    *of(
        "sgd",
        SGD,
        ({"W - learning_rate": "W + learning_rate"}, UPHILL),
        ({"learning_rate * g": "learning_rate * L"}, ("two returned",)),
        ({"L, g = loss": "g, L = loss"}, ("two returned",), ("one of losses",)),
        ({"learning_rate * g": "learning_rate * g / batch_size"}, ("mean already",)),
        ({"learning_rate * g": "learning_rate * g / len(b)"}, ("mean already",)),
        ({"learning_rate * g": "learning_rate * g / N"}, ("mean already",)),
        ({"learning_rate * g": "g"}, ("how long a step",)),
        ({"loss(W, X[b], y[b])": "loss(W, X, y)"}, ("On which rows",)),
        ({"loss(W, X[b], y[b])": "loss(W0, X[b], y[b])"}, ("At which W",)),
        ({"y[b])": "y[i:i + batch_size])"}, ("still labelled",)),
        ({"b = perm[i:i + batch_size]": "b = perm[:batch_size]"}, ()),
        ({"b = perm[i:i + batch_size]": "b = slice(i, i + batch_size)"}, ("rng for",)),
        ({"b = perm[i:i + batch_size]": "b = slice(0, batch_size)"}, ("its turn",)),
        ({"range(0, N, batch_size)": "range(0, N - batch_size + 1, batch_size)"}, ()),
        (
            {"            history.append(L)\n": "", "    return": "        history.append(L)\n    return"},
            ("one an epoch",),
        ),
        ({"        perm": "        W = np.array(W0, dtype=float)\n        perm"}, ("second epoch begin",)),
        ({"            W = W - learning_rate * g": "        W = W - learning_rate * g"}, ("for each epoch",)),
        ({"    return W": "        learning_rate *= 0.9\n    return W"}, ("to shrink",)),
        ({"return W, history": "return history, W"}, ("order",)),
        ({"return W, history": "return W"}, ("How many values",)),
        ({"rng.permutation": "np.random.permutation"}, GENERATOR),
        ({"rng.permutation": "np.random.default_rng(1).permutation"}, ("another state",)),
        ({"np.array(W0, dtype=float)": "as_float_array(W0)", "W = W - ": "W -= "}, ("After W = W0",)),
        (
            {
                "history.append(L)\n            W = W - learning_rate * g": "W = W - learning_rate * g\n            history.append(loss(W, X[b], y[b])[0])"
            },
            ("before the step",),
        ),
        ({"history.append(L)": "history.append(W)"}, ("one of losses",)),
        ({"history.append(L)": "history.append(loss(W, X, y)[0])"}, ("loss of which rows",)),
        ({"for epoch in range(epochs):": "for epoch in range(1):"}, ("go through the data",)),
        (
            {"W - learning_rate": "W + learning_rate", "y[b])": "y[i:i + batch_size])"},
            ("uphill", "still labelled"),
        ),
    ),
    *of(
        "sgd",
        SGD_DRAWS,
        ({"epochs * int(np.ceil(len(X) / batch_size))": "epochs"}, ("batches does an epoch",)),
        ({"epochs * int(np.ceil(len(X) / batch_size))": "epochs * (len(X) // batch_size)"}, ()),
        ({"epochs * int(np.ceil(len(X) / batch_size))": "epochs * len(X)"}, ("pass through",)),
        (
            {"y_batch = y[mask]": "y_batch = y[rng.choice(len(X), batch_size, replace=False)]"},
            ("still labelled",),
        ),
        ({"y_batch = y[mask]": "y_batch = y[:batch_size]"}, ("still labelled",)),
        ({"W -= learning_rate": "W += learning_rate"}, UPHILL),
        ({"W0.copy()": "W0"}, ("After W = W0",)),
        ({"rng.choice": "np.random.choice"}, GENERATOR),
        (
            {"mask = rng.choice(len(X), batch_size, replace=False)": "mask = np.arange(batch_size)"},
            ("its turn",),
        ),
        ({"loss(W, X_batch, y_batch)": "loss(W, X, y)"}, ("On which rows",)),
    ),
    *of(
        "diagnose_learning_rate",
        READ,
        (
            {'    if np.isnan(h).any() or np.isinf(h).any():\n        return "too high"\n': ""},
            ("nan > start",),
        ),
        ({" or np.isinf(h).any()": ""}, ("inf a loss",)),
        (
            {"np.isnan(h).any() or np.isinf(h).any()": "np.isnan(h[-1]) or np.isinf(h[-1])"},
            ("the last, or any",),
        ),
        ({'    if end > start:\n        return "too high"\n': ""}, ("above its start",)),
        ({"if end > start:": "if end < start:"}, ("lower one",)),
        ({"fall / 4": "start / 4"}, ("of the fall",)),
        ({"fall / 4": "fall / 2"}, ("straight line bring",)),
        (
            {"fall, late = start - end, middle - end": "fall, late = start - end, start - middle"},
            ("second one",),
        ),
        (
            {'"low"': '"high"', '"high"\n    return "good"': '"low"\n    return "good"'},
            ("nearly a straight",),
        ),
        ({'"too high"': '"too_high"'}, ("four words",)),
        ({'"good"': '"Good"', '"low"': '"Low"'}, ("four words",)),
        ({"fall / 4": "0.1"}, ("thousandths",)),
        ({"end > start / 2": "end > 0.5"}, ("thousandths",)),
        ({"end > start / 2": "end < start / 2"}, ("half of its start",)),
        (
            {
                '    if late > fall / 4:\n        return "low"\n    elif end > start / 2:\n        return "high"\n': '    if end > start / 2:\n        return "high"\n    elif late > fall / 4:\n        return "low"\n'
            },
            ("comes first",),
        ),
        ({"if end > start:": "if (np.diff(h) > 0).any():"}, ("noisy step",)),
        ({"    h = ": "    end = history[-1]\n    h = "}, ("very last",)),
        ({"if late > fall / 4:": "if end > 0.8 * start:"}, ("on its way down",)),
    ),
]
