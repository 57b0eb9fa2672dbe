"""Mistakes in the exercises of losses and gradients."""

from __future__ import annotations

from tests.assignments.mistakes.mistake import of

SVM_LOOPS = """
def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    dW = np.zeros(W.shape)
    N, loss = X.shape[0], 0.0
    for i in range(N):
        s = X[i].dot(W)
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + 1
            if m > 0:
                loss += m
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= N
    dW /= N
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW
"""
SVM_ARRAYS = """
def linear_svm_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N = X.shape[0]
    S = X.dot(W)
    M = np.maximum(0, S - S[np.arange(N), y][:, None] + 1)
    M[np.arange(N), y] = 0
    loss = M.sum() / N + reg * np.sum(W**2)
    B = M.copy()
    B[M > 0] = 1
    B[np.arange(N), y] = -B.sum(axis=1)
    dW = X.T.dot(B) / N + 2 * reg * W
    return loss, dW
"""
SOFTMAX_ARRAYS = """
def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N = X.shape[0]
    S = X.dot(W)
    S = S - S.max(axis=1, keepdims=True)
    P = np.exp(S) / np.sum(np.exp(S), axis=1, keepdims=True)
    loss = -np.sum(np.log(P[np.arange(N), y])) / N + reg * np.sum(W * W)
    D = P.copy()
    D[np.arange(N), y] -= 1
    dW = X.T.dot(D) / N + 2 * reg * W
    return loss, dW
"""
SOFTMAX_LOOPS = """
def linear_softmax_loss(W, X, y, reg):
    W, X, y = check_batch(W, X, y)
    N, C = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        f = X[i].dot(W)
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        loss += -np.log(p[y[i]])
        for j in range(C):
            if j == y[i]:
                dW[:, j] += (p[j] - 1) * X[i]
            else:
                dW[:, j] += p[j] * X[i]
    loss = loss / N + reg * np.sum(W * W)
    dW = dW / N + 2 * reg * W
    return loss, dW
"""
SVM_OF_SCORES = """
def svm_loss(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    N = len(y)
    r = scores[np.arange(N), y][:, None]
    m = np.maximum(0, scores - r + delta)
    m[np.arange(N), y] = 0
    loss = m.sum() / N
    g = np.zeros(scores.shape)
    g[m > 0] = 1
    g[np.arange(N), y] -= g.sum(axis=1)
    return loss, g / N
"""
SOFTMAX_OF_SCORES = """
def softmax_loss(scores, y):
    scores, y = check_scores_and_labels(scores, y)
    N = len(y)
    z = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    g = p.copy()
    g[np.arange(N), y] -= 1
    return loss, g / N
"""
HINGE = """
def svm_losses(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    N = len(y)
    r = scores[np.arange(N), y].reshape(-1, 1)
    m = np.maximum(0, scores - r + delta)
    m[np.arange(N), y] = 0
    return m.sum(axis=1)
"""
SOFTMAX = """
def softmax(scores):
    scores = check_scores(scores)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
"""
CROSS_ENTROPY = """
def cross_entropy(scores, y, base=np.e):
    scores, y = check_scores_and_labels(scores, y)
    losses = np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y]
    return losses / np.log(base)
"""
BINARY = """
def binary_cross_entropy(p, t):
    p, t = check_predictions(p, t)
    return -np.log(np.where(t == 1, p, 1 - p))
"""
LOGITS = """
def binary_cross_entropy_with_logits(z, t):
    z, t = check_logits(z, t)
    return np.logaddexp(0, z) - z * t
"""
PENALTY = """
def l2_regularization(W, reg):
    W = as_floats(W, name="W")
    return reg * np.sum(W * W), 2 * reg * W
"""
FULL_LOSS = """
def full_loss(X, W, b, y, reg, kind):
    if kind not in ("svm", "softmax"):
        raise ValueError(kind)
    s = linear_scores(X, W, b)
    L = svm_losses(s, y) if kind == "svm" else cross_entropy(s, y)
    return np.mean(L) + l2_regularization(W, reg)[0]
"""
NUMERICAL = """
def numerical_gradient(f, x, h=1e-5, method="central"):
    check_method(method, h)
    x = np.array(x, dtype=float)
    g = np.zeros_like(x)
    f0 = f(x) if method == "forward" else 0
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + h
        a = f(x)
        if method == "forward":
            g[i] = (a - f0) / h
        else:
            x[i] = old - h
            g[i] = (a - f(x)) / (2 * h)
        x[i] = old
        it.iternext()
    return g
"""
ERROR = """
def relative_error(a, b):
    a, b = check_pair(a, b)
    total = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / total if total else 0.0
"""
CHECKER = """
def gradient_check(f, x, analytic, tolerance=1e-7):
    x, analytic = check_pair(x, analytic)
    n = numerical_gradient(f, x)
    e = relative_error(n, analytic)
    w = np.unravel_index(np.argmax(np.abs(n - analytic)), x.shape)
    return e <= tolerance, e, w
"""
ARRAY = """
def numerical_gradient_array(f, x, dout, h=1e-5):
    check_method("central", h)
    x = np.array(x, dtype=float)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        a = np.copy(f(x))
        x[i] = old - h
        b = f(x)
        x[i] = old
        g[i] = np.sum((a - b) * dout) / (2 * h)
    return g
"""


DTYPE = ("dtype",)
LOG_P = ("form p before",)

GRADIENTS = [
    *of(
        "linear_svm_loss",
        SVM_LOOPS,
        ({"dW += 2 * reg * W": "dW += reg * W"}, ("derivative of w squared",)),
        ({"    dW += 2 * reg * W\n": ""}, ("term that the gradient does not",)),
        ({"                dW[:, y[i]] -= X[i]\n": ""}, ("every score of a row rises",)),
        ({"dW[:, j] += X[i]": "dW[:, j] = X[i]"}, ("replace it",)),
        ({"    dW /= N\n": ""}, ("same divisor",)),
        ({"    loss /= N\n    dW /= N\n": ""}, ("double your loss",)),
        (
            {"loss /= N": "loss /= N + reg * np.sum(W * W)", "    loss += reg * np.sum(W * W)\n": ""},
            ("loss /= N + reg",),
        ),
        (
            {"loss /= N": "loss = (loss + reg * np.sum(W * W)) / N", "    loss += reg * np.sum(W * W)\n": ""},
            ("number of examples",),
        ),
        ({"dW += 2 * reg * W": "dW += reg * np.sum(W)"}, ("each its own",)),
        ({"reg * np.sum(W * W)": "0.5 * reg * np.sum(W * W)", "2 * reg * W": "reg * W"}, ("Which factor",)),
        ({"return loss, dW": "return dW, loss"}, ("order",)),
        ({" + 1\n": "\n"}, ("How safely",)),
        ({"            if j == y[i]:\n                continue\n": ""}, ("skip",)),
        ({"loss += m\n": "loss += m**2\n"}, ("power",)),
        (
            {
                "            if m > 0:\n                loss += m\n": "            loss += m\n            if m > 0:\n"
            },
            ("far behind",),
        ),
        ({"loss += reg * np.sum(W * W)": "loss += reg * np.sum(W[:-1] ** 2)"}, ("Which rows",)),
        ({"loss += reg * np.sum(W * W)": "loss += np.sum(W * W)"}, ("if reg doubles",)),
        ({"dW /= N": "dW /= X.shape[1]"}, ("features",)),
        also=DTYPE,
    ),
    *of(
        "linear_svm_loss",
        SVM_ARRAYS,
        ({"= -B.sum(axis=1)": "= -1"}, ("rivals push",)),
        (
            {"B[M > 0] = 1": "B = np.zeros_like(M)\n    B[S > 0] = 1\n    B[np.arange(N), y] = 0"},
            ("score or the margin",),
        ),
        ({"S[np.arange(N), y][:, None]": "S[y]"}, ("rows",)),
        ({"S[np.arange(N), y][:, None]": "S[np.arange(N), y]"}, ("shapes",)),
        ({"S[np.arange(N), y][:, None]": "S[:, y]"}, ("numbers did you pick",)),
        ({"    M[np.arange(N), y] = 0\n": ""}, ("right class",)),
        ({"M.sum() / N": "M.mean()"}, ("averaging",)),
        ({"    loss = M": "    R = W\n    R[-1] = 0\n    loss = M"}, ("two arrays or one", "Which rows")),
        ({"reg * np.sum(W**2)": "reg * np.linalg.norm(W)"}, ("root",)),
        ({"reg * np.sum(W**2)": "reg * np.sum(W.T.dot(W))"}, ("squaring each entry",)),
        ({"2 * reg * W": "reg * W", " + 1)": ")"}, ("derivative of w squared", "How safely")),
        ({"/ N + 2 * reg * W": "+ reg * W"}, ("same divisor", "derivative of w squared")),
        ({" + reg * np.sum(W**2)": "", " + 2 * reg * W": ""}, ("argument reg",)),
    ),
    *of(
        "linear_softmax_loss",
        SOFTMAX_ARRAYS,
        ({}, LOG_P),
        ({"    S = S - S.max(axis=1, keepdims=True)\n": ""}, ("subtract without", *LOG_P)),
        ({"S.max(axis=1, keepdims=True)": "S.max()"}, ("Whose maximum", *LOG_P)),
        ({"2 * reg * W": "reg * W"}, ("derivative of w squared",)),
        ({"np.sum(np.exp(S), axis=1, keepdims=True)": "np.sum(np.exp(S), axis=0)"}, ("Which sums",)),
        ({"np.sum(np.exp(S), axis=1, keepdims=True)": "np.sum(np.exp(S))"}, ("compete",)),
        ({"    D[np.arange(N), y] -= 1\n": ""}, ("sum to",)),
        ({"D[np.arange(N), y] -= 1": "D[:, y] -= 1"}, ("entries does P",)),
        ({"X.T.dot(D) / N": "X.T.dot(D)"}, ("same divisor",)),
        ({"-np.sum(np.log": "np.sum(np.log"}, ("negative",)),
        ({"np.log(P": "np.log10(P"}, ("base",)),
        ({"np.log(P[np.arange(N), y])": "np.log(P[np.arange(N), y] + 1e-15)"}, ("largest possible",)),
        (
            {"np.log(P[np.arange(N), y])": "np.log(np.clip(P[np.arange(N), y], 1e-7, 1))"},
            ("largest possible",),
        ),
        ({"np.sum(np.log(P[np.arange(N), y]))": "np.sum(P[np.arange(N), y])"}, ("probability a loss",)),
        ({"np.sum(np.log(P[np.arange(N), y])) / N": "np.mean(np.log(P))"}, ("Whose probability",)),
        ({"D[np.arange(N), y] -= 1": "D = -D\n    D[np.arange(N), y] += 1"}, ("Which way",)),
        also=LOG_P,
    ),
    *of(
        "linear_softmax_loss",
        SOFTMAX_LOOPS,
        (
            {
                "        loss += -np.log(p[y[i]])\n        for j in range(C):\n": "        for j in range(C):\n            loss += -np.log(p[y[i]])\n"
            },
            ("losses does one",),
        ),
        ({"                dW[:, j] += p[j] * X[i]": "                pass"}, ("wrong classes",)),
        ({"dW[:, j] += p[j] * X[i]": "dW[:, j] += p[y[i]] * X[i]"}, ("belongs in column",)),
        ({"if j == y[i]": "if j == y[j]"}, ("y[i] or y[j]",)),
        ({"dW[:, j] += p[j] * X[i]": "W[:, j] += p[j] * X[i]"}, ("Into which array",)),
        ({"loss += -np.log": "loss = -np.log"}, ("replace it",)),
        also=LOG_P,
    ),
    *of(
        "numerical_gradient",
        NUMERICAL,
        ({"        x[i] = old\n": ""}, ("same afterwards",)),
        ({"(2 * h)": "h"}, ("far apart",)),
        ({"np.array(x, dtype=float)": "np.array(x)"}, ("dtype holds",)),
        ({"np.array(x, dtype=float)": "np.asarray(x, dtype=float)"}, ("raises half-way",)),
        (
            {"(a - f0) / h": "(a - f(x0)) / h", "old = x[i]\n": "old = x[i]\n        x0 = x.copy()\n"},
            ("f(x) change",),
        ),
        (
            {"    check_method(method, h)\n": "    check_method(method, h)\n    h = 1e-5\n"},
            ("caller gives one",),
        ),
    ),
    *of(
        "relative_error",
        ERROR,
        ({" if total else 0.0": ""}, ("agree on 0",)),
        ({" if total else 0.0": "", "norm(b)\n": "norm(b) + 1e-12\n"}, ("gradients of 1e-9",)),
        (
            {" if total else 0.0": "", "total = ": "total = max(1e-8, ", "norm(b)\n": "norm(b))\n"},
            ("gradients of 1e-9",),
        ),
        (
            {
                "np.linalg.norm(a - b) / total if total else 0.0": "np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))"
            },
            ("whole gradient wrong",),
        ),
    ),
    *of(
        "gradient_check",
        CHECKER,
        ({"e <= tolerance, e, w": "not e > tolerance, e, w"}, ("nan > 1e-7",)),
        ({"e <= tolerance": "e <= 1e-5"}, ("caller gives",)),
        ({"e <= tolerance": "np.allclose(n, analytic)"}, ("allclose",)),
        (
            {"np.unravel_index(np.argmax(np.abs(n - analytic)), x.shape)": "np.argmax(np.abs(n - analytic))"},
            ("one entry",),
        ),
    ),
    *of(
        "numerical_gradient_array",
        ARRAY,
        ({"(a - b) * dout": "a - b"}, ("upstream",)),
        ({"np.copy(f(x))": "f(x)"}, ("second call",)),
        ({"(2 * h)": "h"}, ("far apart",)),
        ({"np.sum(": "np.mean("}, ("average",)),
    ),
]
LOSSES = [
    *of(
        "svm_loss",
        SVM_OF_SCORES,
        ({}, DTYPE),
        ({"g / N": "g"}, ("same divisor",)),
        ({"    g[np.arange(N), y] -= g.sum(axis=1)\n": ""}, ("every score rises",)),
        ({"-= g.sum(axis=1)": "= -1"}, ("rivals push",)),
        ({"g[m > 0] = 1": "g = m.copy()"}, ("rises by 1",)),
        ({" + delta": ""}, ("How safely",)),
        ({" + delta": " + 1"}, ("third argument",)),
        ({"m.sum() / N": "m.mean()"}, ("averaging",)),
        ({"    m[np.arange(N), y] = 0\n": ""}, ("skip",)),
        ({"return loss, g / N": "return g / N, loss"}, ("first",)),
        (
            {
                "m = np.maximum(0, scores - r + delta)": "scores -= r\n    scores += delta\n    m = np.maximum(0, scores)"
            },
            ("Whose array",),
        ),
        ({" + delta": "", "g / N": "g"}, ("How safely", "same divisor")),
        also=DTYPE,
    ),
    *of(
        "softmax_loss",
        SOFTMAX_OF_SCORES,
        ({}, LOG_P),
        ({" - scores.max(axis=1, keepdims=True)": " * 1.0"}, ("subtract without", *LOG_P)),
        ({"g / N": "g"}, ("same divisor",)),
        ({"    g[np.arange(N), y] -= 1\n": ""}, ("row sum",)),
        ({"-np.mean": "np.mean"}, ("negative",)),
        ({"np.log(p[np.arange(N), y])": "np.log(p[np.arange(N), y] + 1e-10)"}, ("largest possible",)),
        ({"np.exp(z).sum(axis=1, keepdims=True)": "np.exp(z).sum(axis=0)"}, ("Which sums",)),
        ({"-np.mean": "-np.sum", "g / N": "g"}, ("double your",)),
        also=LOG_P,
    ),
    *of(
        "svm_losses",
        HINGE,
        ({" + delta": ""}, ("How safely",)),
        ({" + delta": " + 1"}, ("third argument",)),
        ({"    m[np.arange(N), y] = 0\n": ""}, ("skip",)),
        ({".sum(axis=1)": ".max(axis=1)"}, ("rivals can hurt",)),
        ({".sum(axis=1)": ".sum(axis=1).mean()"}, ("come back",)),
        ({"np.maximum(0, scores - r + delta)": "scores - r + delta"}, ("negative",)),
    ),
    *of(
        "softmax",
        SOFTMAX,
        ({" - scores.max(axis=1, keepdims=True)": ""}, ("subtract without",)),
        ({"e.sum(axis=1, keepdims=True)": "e.sum(axis=0)"}, ("sums should be 1",)),
        ({"scores.max(axis=1, keepdims=True)": "scores.max()"}, ("Whose maximum",)),
        ({"scores.max(axis=1, keepdims=True)": "scores.min(axis=1, keepdims=True)"}, ("dangerous",)),
        (
            {
                "e = np.exp(scores - scores.max(axis=1, keepdims=True))": "scores -= scores.max(axis=1, keepdims=True)\n    e = np.exp(scores)"
            },
            ("Whose array",),
        ),
    ),
    *of(
        "cross_entropy",
        CROSS_ENTROPY,
        ({" / np.log(base)": ""}, ("third argument",)),
        ({"/ np.log(base)": "* np.log(base)"}, ("larger or smaller",)),
        (
            {
                "np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y]": "-np.log(softmax(scores)[np.arange(len(y)), y])"
            },
            LOG_P,
        ),
    ),
    *of(
        "binary_cross_entropy",
        BINARY,
        ({"np.log(np.where(t == 1, p, 1 - p))": "(t * np.log(p) + (1 - t) * np.log(1 - p))"}, ("0 * log 0",)),
        ({"np.where(t == 1, p, 1 - p)": "np.where(t == 1, p, 1 - p) + 1e-9"}, ("largest possible",)),
    ),
    *of(
        "binary_cross_entropy_with_logits",
        LOGITS,
        ({"np.logaddexp(0, z) - z * t": "np.log(1 + np.exp(z)) - z * t"}, ("overflow",)),
        (
            {
                "np.logaddexp(0, z) - z * t": "-np.log(np.where(t, 1 / (1 + np.exp(-z)), 1 - 1 / (1 + np.exp(-z))))"
            },
            ("forming the sigmoid",),
        ),
    ),
    *of(
        "l2_regularization",
        PENALTY,
        ({"2 * reg * W": "reg * W"}, ("w, or 2",)),
        ({"np.sum(W * W)": "np.sqrt(np.sum(W * W))"}, ("root",)),
        ({"np.sum(W * W)": "np.sum(W.dot(W.T))"}, ("products",)),
        ({"2 * reg * W": "2 * reg * np.sum(W)"}, ("partial derivatives",)),
    ),
    *of(
        "full_loss",
        FULL_LOSS,
        (
            {
                "np.mean(L) + l2_regularization(W, reg)[0]": "(np.sum(L) + l2_regularization(W, reg)[0]) / len(y)"
            },
            ("inside the mean",),
        ),
        ({" + l2_regularization(W, reg)[0]": ""}, ("reg grows",)),
        ({"l2_regularization(W, reg)[0]": "reg * (np.sum(W**2) + np.sum(b**2))"}, ("Which parameters",)),
    ),
]
