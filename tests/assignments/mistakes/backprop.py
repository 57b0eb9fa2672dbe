"""Mistakes in the exercises of backprop."""

from __future__ import annotations

from tests.assignments.mistakes.mistake import of

ADD = """
class AddGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        z = x + y
        return z

    def backward(self, dz):
        dx = 1.0 * dz
        dy = 1.0 * dz
        return dx, dy
"""
MULTIPLY = """
class MultiplyGate:
    def forward(self, x, y):
        self.cache = (x, y)
        return np.multiply(x, y)

    def backward(self, dz):
        x, y = self.cache
        dx = y * dz
        dy = x * dz
        return [dx, dy]
"""
MAX = """
class MaxGate:
    def forward(self, x, y):
        self.x = np.asarray(x, dtype=float)
        self.y = np.asarray(y, dtype=float)
        return np.maximum(x, y)

    def backward(self, dz):
        mask = self.x >= self.y
        dx = dz * mask
        dy = dz * ~mask
        return dx, dy
"""
MAX_LOOPS = """
class MaxGate:
    def forward(self, x, y):
        self.shape = np.shape(x)
        self.x = np.ravel(np.array(x, dtype=float))
        self.y = np.ravel(np.array(y, dtype=float))
        out = [a if a >= b else b for a, b in zip(self.x, self.y)]
        return np.array(out).reshape(self.shape)

    def backward(self, dz):
        g = np.ravel(np.array(dz, dtype=float))
        dx, dy = np.zeros(len(g)), np.zeros(len(g))
        for i in range(len(g)):
            if self.x[i] >= self.y[i]:
                dx[i] = g[i]
            else:
                dy[i] = g[i]
        return dx.reshape(self.shape), dy.reshape(self.shape)
"""
EXP = """
class ExpGate:
    def forward(self, x):
        self.x = x
        self.out = np.exp(x)
        return self.out

    def backward(self, dz):
        return dz * self.out
"""
RECIPROCAL = """
class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return 1.0 / self.x

    def backward(self, dz):
        return dz * (-1.0 / self.x**2)
"""
SIGMOID = """
def sigmoid_forward(x):
    x = np.array(x, dtype=float)
    out = np.empty(x.shape)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out, out

def sigmoid_backward(dout, cache):
    s = cache
    return dout * s * (1 - s)
"""
SIGMOID_OF_X = """
def _sig(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

def sigmoid_forward(x):
    x = as_float_array(x)
    return _sig(x), {"x": x}

def sigmoid_backward(dout, cache):
    s = _sig(cache["x"])
    ds = s * (1 - s)
    return ds * dout
"""
RELU = """
def relu_forward(x):
    x = as_float_array(x)
    out = x * (x > 0)
    return out, x

def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache <= 0] = 0
    return dx
"""
RELU_MASK = """
def relu_forward(x):
    x = as_float_array(x)
    mask = x > 0
    return np.where(mask, x, 0), (mask, x)

def relu_backward(dout, cache):
    mask, x = cache
    return dout * mask
"""
AFFINE = """
def affine_forward(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    N = x.shape[0]
    out = np.dot(x.reshape(N, -1), w) + b
    cache = (x, w, b)
    return out, cache

def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(x.reshape(N, -1).T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
"""
AFFINE_LOOPS = """
def affine_forward(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    rows = [np.ravel(image) for image in x]
    out = np.array([row @ w + b for row in rows])
    return out, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    for i in range(len(x)):
        dx[i] = (w @ dout[i]).reshape(x.shape[1:])
        dw += np.outer(x[i].ravel(), dout[i])
        db += dout[i]
    return dx, dw, db
"""
EXPRESSION = """
def expression_circuit(x, y, z):
    q = x + y
    f = q * z
    df = 1.0
    dq = z * df
    dz = q * df
    dx = 1.0 * dq
    dy = 1.0 * dq
    return {"x": x, "y": y, "z": z, "q": q, "f": f}, {"x": dx, "y": dy, "z": dz, "q": dq, "f": df}
"""
NEURON = """
def neuron_circuit(w, x):
    v = {"w0": w[0], "w1": w[1], "w2": w[2], "x0": x[0], "x1": x[1]}
    v["p0"] = v["w0"] * v["x0"]
    v["p1"] = v["w1"] * v["x1"]
    v["s"] = v["p0"] + v["p1"]
    v["z"] = v["s"] + v["w2"]
    v["n"] = -v["z"]
    v["e"] = np.exp(v["n"])
    v["d"] = 1 + v["e"]
    v["f"] = 1 / v["d"]
    g = {"f": 1.0}
    g["d"] = -1 / v["d"] ** 2 * g["f"]
    g["e"] = g["d"]
    g["n"] = g["e"] * v["e"]
    g["z"] = -g["n"]
    g["s"] = g["z"]
    g["w2"] = g["z"]
    g["p0"] = g["s"]
    g["p1"] = g["s"]
    g["w0"] = g["p0"] * v["x0"]
    g["x0"] = g["p0"] * v["w0"]
    g["w1"] = g["p1"] * v["x1"]
    g["x1"] = g["p1"] * v["w1"]
    return v, g
"""
NEURON_SHORT = """
def neuron_circuit(w, x):
    p0, p1 = w[0] * x[0], w[1] * x[1]
    z = p0 + p1 + w[2]
    f = 1 / (1 + np.exp(-z))
    dz = f * (1 - f)
    values = dict(w0=w[0], x0=x[0], w1=w[1], x1=x[1], w2=w[2], p0=p0, p1=p1, s=p0 + p1, z=z, n=-z)
    values.update(e=np.exp(-z), d=1 + np.exp(-z), f=f)
    grads = dict(f=1.0, d=-f * f, e=-f * f, n=-dz, z=dz, s=dz, w2=dz, p0=dz, p1=dz)
    grads.update(w0=x[0] * dz, x0=w[0] * dz, w1=x[1] * dz, x1=w[1] * dz)
    return values, grads
"""
BRANCH = """
def branch_circuit(x, y):
    s = x + y
    m = max(x, y)
    f = s * m
    df = 1.0
    ds = m * df
    dm = s * df
    dx = ds
    dy = ds
    if x > y:
        dx += dm
    else:
        dy += dm
    return {"x": x, "y": y, "s": s, "m": m, "f": f}, {"x": dx, "y": dy, "s": ds, "m": dm, "f": df}
"""

UPSTREAM = ("arrives from above",)
SHARED = ("share this memory",)
SWITCH = ("Whose value multiplies",)
DTYPE = ("make yourself",)

BACKPROP = [
    *of(
        "AddGate",
        ADD,
        (
            {"dx = 1.0 * dz\n        dy = 1.0 * dz": "dx = self.y * dz\n        dy = self.x * dz"},
            ("of a sum or",),
        ),
        (
            {"dx = 1.0 * dz\n        dy = 1.0 * dz": "dx = self.x * dz\n        dy = self.y * dz"},
            ("of a sum or",),
        ),
        ({"1.0 * dz": "1.0"}, UPSTREAM),
        ({"1.0 * dz": "np.ones(np.shape(dz))"}, UPSTREAM),
        ({"1.0 * dz": "0.5 * dz"}, ("by how much does",)),
        ({"        z = x + y\n": "        x += y\n        z = x\n"}, ("array on its left",)),
        ({"return dx, dy": "return dx + dy"}, ("How many inputs",)),
        ({"dy = 1.0 * dz": "dy = -1.0 * dz"}, ("If y grows",)),
        ({"z = x + y": "z = x * y"}, ("What does this gate",)),
    ),
    *of(
        "MultiplyGate",
        MULTIPLY,
        ({"dx = y * dz\n        dy = x * dz": "dx = x * dz\n        dy = y * dz"}, SWITCH),
        ({"return [dx, dy]": "return [dy, dx]"}, SWITCH),
        ({"y * dz": "y", "x * dz": "x"}, UPSTREAM),
        ({"dx = y * dz\n        dy = x * dz": "dx = dz\n        dy = dz"}, ("gradient of a product",)),
        ({"self.cache = (x, y)": "MultiplyGate.cache = (x, y)"}, SHARED),
        (
            {
                "self.cache = (x, y)": "global CACHE\n        CACHE = (x, y)",
                "x, y = self.cache": "x, y = CACHE",
            },
            SHARED,
        ),
        ({"dx = y * dz": "x *= dz\n        dx = y * dz", "dy = x * dz": "dy = x"}, ("else holds",)),
        ({"dx = y * dz": "dx = x * y * dz", "dy = x * dz": "dy = x * y * dz"}, ("part of its own slope",)),
        ({"y * dz": "np.sum(y * dz)", "x * dz": "np.sum(x * dz)"}, ("one number for",)),
    ),
    *of(
        "MaxGate",
        MAX,
        ({"dy = dz * ~mask": "dy = dz * (self.y >= self.x)"}, ("x equals y",)),
        ({"self.x >= self.y": "self.x > self.y", "dz * ~mask": "dz * (self.y > self.x)"}, ("x equals y",)),
        ({"dz * mask": "dz", "dz * ~mask": "dz"}, ("smaller input change",)),
        ({"self.x >= self.y": "self.x < self.y"}, ("reached the output",)),
        ({"return dx, dy": "return dy, dx"}, ("reached the output",)),
        ({"dz * mask": "1.0 * mask", "dz * ~mask": "1.0 * ~mask"}, UPSTREAM),
        ({"dz * mask": "self.x * dz * mask", "dz * ~mask": "self.y * dz * ~mask"}, ("in a max gate",)),
        ({"mask = self.x >= self.y": "mask = np.all(self.x >= self.y)"}, ("same in every place",)),
        ({"return np.maximum(x, y)": "return max(x, y)"}, ("Python's",)),
        ({"return np.maximum(x, y)": "return np.maximum(x, y).max()"}, ("Which numbers does",)),
        ({"self.x =": "MaxGate.x =", "self.y =": "MaxGate.y ="}, SHARED),
        (
            {
                "dx = dz * mask\n        dy = dz * ~mask": "dy = dz * ~mask\n        dx = np.asarray(dz)\n        dx[~mask] = 0"
            },
            ("two arrays",),
        ),
        ({"return np.maximum(x, y)": "return np.minimum(x, y)"}, ("What does this gate",)),
    ),
    *of(
        "MaxGate",
        MAX_LOOPS,
        (
            {
                "            else:\n                dy[i] = g[i]": "            if self.y[i] >= self.x[i]:\n                dy[i] = g[i]"
            },
            ("x equals y",),
        ),
        ({"if self.x[i] >= self.y[i]": "if self.x[i] <= self.y[i]"}, ("reached the output",)),
        ({"dx[i] = g[i]": "dx[i] = 1", "dy[i] = g[i]": "dy[i] = 1"}, UPSTREAM),
        (
            {"dx[i] = g[i]": "dx[i] = self.x[i] * g[i]", "dy[i] = g[i]": "dy[i] = self.y[i] * g[i]"},
            ("in a max gate",),
        ),
    ),
    *of(
        "ExpGate",
        EXP,
        ({"dz * self.out": "self.out"}, UPSTREAM),
        ({"dz * self.out": "dz * self.x"}, ("input or its output",)),
        ({"dz * self.out": "dz * self.x * np.exp(self.x - 1)"}, ("base or in the exponent",)),
        ({"dz * self.out": "np.exp(dz)"}, ("x or dz",)),
        ({"dz * self.out": "dz * np.exp(self.out)"}, ("already raised",)),
        ({"self.out": "ExpGate.out"}, SHARED),
        ({"dz * self.out": "dz"}, ("slope of e^x",)),
        ({"dz * self.out": "dz * np.log(self.out)"}, ("input or its output",)),
        ({"dz * self.out": "-dz * self.out"}, ("rise or fall",)),
        ({"dz * self.out": "dz + self.out"}, ("multiplied or added",)),
    ),
    *of(
        "ReciprocalGate",
        RECIPROCAL,
        ({"-1.0 / self.x": "1.0 / self.x"}, ("rise or fall",)),
        ({"self.x**2": "self.x"}, ("Which power",)),
        ({"dz * (-1.0 / self.x**2)": "-1.0 / self.x**2"}, UPSTREAM),
        ({"dz * (-1.0 / self.x**2)": "-1.0 / dz**2"}, ("x or dz",)),
        ({"-1.0 / self.x**2": "-(self.x**2)"}, ("input or the output",)),
        ({"-1.0 / self.x**2": "np.log(self.x)"}, ("Is ln x",)),
        ({"self.x": "ReciprocalGate.x"}, SHARED),
        ({"np.asarray(x, dtype=float)": "x", "-1.0 / self.x**2": "-(self.x**-2)"}, ("whole numbers",)),
        ({"dz * (-1.0": "dz / (-1.0"}, ("input or the output",)),
    ),
    *of(
        "sigmoid",
        SIGMOID,
        ({"    return dout * s": "    return s"}, UPSTREAM),
        ({"dout * s * (1 - s)": "dout * (1 - s**2)"}, ("1 - f^2",)),
        ({"dout * s * (1 - s)": "dout * s"}, ("How many factors",)),
        ({"dout * s * (1 - s)": "dout * (1 - s)"}, ("How many factors",)),
        ({"dout * s * (1 - s)": "dout * dout * (1 - dout)"}, ("depend on dout",)),
        ({"dout * s * (1 - s)": "-dout * s * (1 - s)"}, ("ever fall",)),
        ({"dout * s * (1 - s)": "dout * s * (s - 1)"}, ("ever fall",)),
        ({"s = cache": "s = 1 / (1 + np.exp(-cache))"}, ("already sigma",)),
        ({"return out, out": "return out, x"}, ("Is the cache x",)),
        ({"return out, out": "return 1 - out, 1 - out"}, ("when x grows",)),
        ({"dout * s * (1 - s)": "dout * np.exp(-s) / (1 + np.exp(-s)) ** 2"}, ("already sigma",)),
        ({"s * (1 - s)": "np.sum(s * (1 - s))"}, ("one number for",)),
        also=DTYPE,
    ),
    *of(
        "sigmoid",
        SIGMOID_OF_X,
        (
            {
                "    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)": "    return 1 / (1 + np.exp(-x))"
            },
            ("leave the floats",),
        ),
        (
            {
                "    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)": "    return np.exp(x) / (np.exp(x) + 1)"
            },
            ("infinity divided",),
        ),
        (
            {
                "    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)": "    return 1 / (1 + np.exp(x))"
            },
            ("when x grows",),
            ("leave the floats",),
        ),
        ({"    e = np.exp(-np.abs(x))\n": "    x = np.clip(x, -500, 500)\n    e = np.exp(-np.abs(x))\n"}, ()),
        ({'s = _sig(cache["x"])': 's = cache["x"]'}, ("Is the cache x",)),
        ({"ds * dout": "ds"}, UPSTREAM),
        (
            {
                "    e = np.exp(-np.abs(x))\n    return np.where(x >= 0, 1, e) / (1 + e)": "    return np.tanh(x)"
            },
            ("Between which",),
        ),
        ({"ds * dout": "dout * ds * s"}, ("How many factors",)),
    ),
    *of(
        "relu",
        RELU,
        ({"    dx[cache <= 0] = 0\n": ""}, ("Which units were on",)),
        ({"dx[cache <= 0] = 0": "dx[dx <= 0] = 0"}, ("upstream gradient decide",)),
        ({"dx[cache <= 0] = 0": "dx[cache <= 0] = 0\n    dx[dx < 0] = 0"}, ("be negative",)),
        ({"dx[cache <= 0] = 0": "dx = (cache > 0) * 1.0"}, UPSTREAM),
        ({"dx[cache <= 0] = 0": "dx = dx * np.maximum(0, cache)"}, ("How steep",)),
        ({"dx[cache <= 0] = 0": "dx = dx * np.sign(cache)"}, ("the unit was off",)),
        ({"np.array(dout, copy=True)": "dout"}, ("two arrays",)),
        ({"np.array(dout, copy=True)": "np.asarray(dout)"}, ("two arrays",)),
        ({"out = x * (x > 0)": "x[x < 0] = 0\n    out = x"}, ("Whose array",)),
        ({"out = x * (x > 0)": "out = np.max(x, 0)"}, ("np.max and",)),
        ({"out = x * (x > 0)": "out = np.where(x > 0, x, 0.1 * x)"}, ("larger of 0",)),
        ({"out = x * (x > 0)": "out = np.abs(x)"}, ("larger of 0",)),
        ({"out = x * (x > 0)": "out = (x > 0) * 1.0"}, ("just a 1",)),
        ({"out = x * (x > 0)": "out = np.minimum(0, x)"}, ("larger of 0",)),
        ({"dx[cache <= 0] = 0": "dx[cache > 0] = 0"}, ("which were off",)),
        ({"dx[cache <= 0] = 0": "dx[cache <= 0] = 0.01 * dx[cache <= 0]"}, ("unit was off",)),
        also=DTYPE,
    ),
    *of(
        "relu",
        RELU_MASK,
        ({"dout * mask": "dout * x * mask"}, ("How steep",)),
        ({"dout * mask": "dout"}, ("Which units were on",)),
        ({"dout * mask": "dout * (dout > 0)"}, ("upstream gradient decide",)),
        (
            {"return dout * mask": "dx = np.zeros(x.shape)\n    dx[mask] = dout[mask]\n    return dx"},
            DTYPE,
        ),
        ({"return dout * mask": "dout *= mask\n    return dout"}, ("two arrays",)),
        ({"return dout * mask": "return mask"}, UPSTREAM),
        ({"mask, x = cache": "mask, x = cache\n    mask = ~mask"}, ("which were off",)),
        also=DTYPE,
    ),
    *of(
        "affine",
        AFFINE,
        ({" + b": ""}, ("did you not use",)),
        ({" + b": " + 2 * b"}, ("How often does b",)),
        ({"np.sum(dout, axis=0)": "np.mean(dout, axis=0)"}, ("use b",)),
        ({"np.sum(dout, axis=0)": "np.sum(dout, axis=1)"}, ("counts the examples",)),
        ({"np.sum(dout, axis=0)": "np.sum(dout)"}, ("one number for",)),
        ({"np.sum(dout, axis=0)": "dout"}, ("shape must db",)),
        ({"np.sum(dout, axis=0)": "np.sum(dout, axis=0, keepdims=True)"}, ("moved against",)),
        ({"np.sum(dout, axis=0)": "np.ones(len(dout)) @ dout"}, DTYPE),
        ({"np.sum(dout, axis=0)": "np.ones_like(b)"}, UPSTREAM),
        ({"np.sum(dout, axis=0)": "np.zeros_like(b)"}, ("move the loss",)),
        ({"db = np.sum(dout, axis=0)": "db = dout[0]"}, ("use b",)),
        ({".reshape(x.shape)": ""}, ("when it came in",)),
        ({"np.dot(x.reshape(N, -1), w)": "np.dot(x, w)"}, ("How many axes",)),
        (
            {"dw = np.dot(x.reshape(N, -1).T, dout)": "dw = np.dot(dout.T, x.reshape(N, -1))"},
            ("shape must dw",),
        ),
        ({".T, dout)": ".T, dout) / N"}, ("1/N of the loss",)),
        (
            {".T, dout)": ".T, dout) / N", "np.sum(dout, axis=0)": "np.sum(dout, axis=0) / N"},
            ("1/N of the loss",),
        ),
        ({"return dx, dw, db": "return dw, dx, db"}, ("order",)),
        ({"return dx, dw, db": "return dw, db, dx"}, ("order",)),
        ({"return dx, dw, db": "return dx, dw"}, ("How many gradients",)),
        ({"dx = np.dot(dout, w.T)": "dx = np.dot(np.ones_like(dout), w.T)"}, UPSTREAM),
        (
            {"dw = np.dot(x.reshape(N, -1).T, dout)": "dw = np.dot(x.reshape(N, -1).T, np.ones_like(dout))"},
            UPSTREAM,
        ),
        (
            {"    N = x.shape[0]\n    out": "    N = x.shape[0]\n    x.shape = (N, w.shape[0])\n    out"},
            ("x.shape =", "when it came in"),
        ),
        ({"np.dot(x.reshape(N, -1), w)": "np.dot(x.reshape(-1, N).T, w)"}, ("order do the numbers",)),
        ({" + b": "", "np.sum(dout, axis=0)": "np.mean(dout, axis=0)"}, ("did you not use", "use b")),
    ),
    *of(
        "affine",
        AFFINE_LOOPS,
        ({}, DTYPE),
        ({"dw += np.outer": "dw = np.outer"}, ("kept, or added",)),
        ({"db += dout[i]": "db = dout[i]"}, ("use b",)),
        ({"row @ w + b": "row @ w"}, ("did you not use",)),
        ({"        db += dout[i]\n": ""}, ("move the loss",)),
        ({"db += dout[i]": "db += dout[i] / len(x)"}, ("use b",)),
        (
            {"np.outer(x[i].ravel(), dout[i])": "np.outer(dout[i], x[i].ravel()).T / len(x)"},
            ("1/N of the loss",),
        ),
        ({"dx[i] = ": "dx[0] = "}, ("which row",)),
        also=DTYPE,
    ),
    *of(
        "circuits",
        EXPRESSION,
        ({"dx = 1.0 * dq\n    dy = 1.0 * dq": "dx = 1.0\n    dy = 1.0"}, ("times what",)),
        ({"dq = z * df\n    dz = q * df": "dq = q * df\n    dz = z * df"}, SWITCH),
        ({"dx = 1.0 * dq\n    dy = 1.0 * dq": "dx = y * dq\n    dy = x * dq"}, ("of a sum or",)),
        (
            {
                "f = q * z": "f = x + y * z",
                "dx = 1.0 * dq\n    dy = 1.0 * dq": "dx = 1.0\n    dy = z",
                "dz = q * df": "dz = y",
            },
            ("comes first",),
        ),
        (
            {
                "    dx = ": "    x, y, z, q, f = -2.0, 5.0, -4.0, 3.0, -12.0\n    dq = z\n    dz = q\n    dx = "
            },
            ("other inputs",),
        ),
        ({'"x": dx, "y": dy, "z": dz, "q": dq, "f": df': '"x": dx, "y": dy, "z": dz'}, ("Has every node",)),
        ({"dq = z * df": "dq = z + df"}, ("multiplied or added",)),
        ({"dz = q * df": "dz = 1.0"}, ()),
        ({"dx = 1.0 * dq": "dx = 0.5 * dq", "dy = 1.0 * dq": "dy = 0.5 * dq"}, ("by how much does",)),
    ),
    *of(
        "circuits",
        NEURON,
        ({'g["z"] = -g["n"]': 'g["z"] = g["n"]'}, ("gate * -1",)),
        ({'-1 / v["d"] ** 2': '-1 / v["d"]'}, ("Which power",)),
        ({'-1 / v["d"] ** 2': '1 / v["d"] ** 2'}, ("rise or fall",)),
        ({'g["e"] * v["e"]': 'g["e"]'}, ("of the gate exp",)),
        (
            {
                'g["p0"] * v["x0"]': 'g["p0"] * v["w0"]',
                'g["x0"] = g["p0"] * v["w0"]': 'g["x0"] = g["p0"] * v["x0"]',
            },
            (),
        ),
        ({'v["z"] = v["s"] + v["w2"]': 'v["z"] = v["s"]'}, ("has no x",)),
        (
            {
                "    return v, g": "    v = {k: round(float(n), 2) for k, n in v.items()}\n    g = {k: round(float(n), 2) for k, n in g.items()}\n    return v, g"
            },
            ("How many digits",),
        ),
        ({'v["n"] = -v["z"]': 'v["n"] = v["z"]'}, ("minus in the exponent",)),
        ({'g["w2"] = g["z"]': 'g["w2"] = g["z"] * v["w2"]'}, ("gradient of w2",)),
        ({"return v, g": "return g, v"}, ("values or the gradients",)),
        ({'v["d"] = 1 + v["e"]': 'v["d"] = v["e"]'}, ()),
    ),
    *of(
        "circuits",
        NEURON_SHORT,
        ({"dz = f * (1 - f)": "dz = f"}, ("How many factors",)),
        (
            {
                "w0=x[0] * dz, x0=w[0] * dz, w1=x[1] * dz, x1=w[1] * dz": "w0=w[0] * dz, x0=x[0] * dz, w1=w[1] * dz, x1=x[1] * dz"
            },
            SWITCH,
        ),
        ({"n=-dz": "n=dz"}, ("gate * -1",)),
        ({" + w[2]": ""}, ("has no x",)),
        ({"d=-f * f, e=-f * f": "d=f * f, e=f * f"}, ()),
    ),
    *of(
        "circuits",
        BRANCH,
        ({"dx += dm": "dx = dm", "dy += dm": "dy = dm"}, ("How many paths",)),
        ({"dx += dm": "dx *= dm", "dy += dm": "dy *= dm"}, ("add or multiply",)),
        (
            {
                "    if x > y:\n        dx += dm\n    else:\n        dy += dm\n": "    dx += dm\n    dy += dm\n"
            },
            ("smaller input change",),
        ),
        ({"ds = m * df\n    dm = s * df": "ds = s * df\n    dm = m * df"}, SWITCH),
        ({"if x > y": "if x < y"}, ("reached the output",)),
        ({"    if x > y:\n        dx += dm\n    else:\n        dy += dm\n": ""}, ("How many paths",)),
        ({"    dx = ds\n    dy = ds\n": "    dx = 0.0\n    dy = 0.0\n"}, ("How many paths",)),
        ({"dx += dm": "dx += 1", "dy += dm": "dy += 1"}, ("times what",)),
    ),
]
