# %% [markdown]
# # Backpropagation
# A network is a graph of small operations, called gates. On the way **forward** a gate computes its output
# and keeps what it will need later; on the way **backward** it is handed the gradient of the loss with
# respect to its output and answers with the gradient with respect to each of its inputs:
#
# $$\underbrace{\frac{\partial L}{\partial x}}_{\text{goes on}} =
#   \underbrace{\frac{\partial z}{\partial x}}_{\text{local}} \cdot
#   \underbrace{\frac{\partial L}{\partial z}}_{\text{upstream}}$$
#
# No gate needs to know anything about the rest of the network. That is the whole idea; here you write it out.
#
# **Conventions, for everything on this page**
# * `dz` and `dout` are *upstream* gradients, $\partial L/\partial z$: any number, or any array of the
#   output's shape. They are hardly ever 1.
# * Examples are rows: `x` is (N, D), `w` is (D, M), `b` is (M,). The slides' $W$ is our `w` transposed.
# * What a forward pass needs to remember lives in the gate's own `self`, or in the `cache` that it returns.
#   How you lay it out is up to you.
# * An input is never changed: whoever called you still needs `x` and `dout`.
# * float32 in gives float32 out; integers count as float64. The ready-made helpers below see to that, and
#   they raise `ValueError` for shapes that do not fit.
# * At a kink the derivative is a choice: relu'(0) = 0, and a max tie goes to the first input. (The checks
#   accept any other valid choice as well.)
#
# Stars show the difficulty: ★ warm-up, ★★ core, ★★★ hard. Every exercise takes 3 to 15 lines and is graded on its own.

# %%
import operator

import numpy as np


def as_float_array(x):
    """Return `x` as an array: float32 and float64 as they are, everything else as float64."""
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def check_affine_inputs(x, w, b):
    """Return `x`, `w` and `b` as float arrays; raise ValueError where their shapes do not fit together."""
    x, w, b = as_float_array(x), as_float_array(w), as_float_array(b)
    if x.ndim < 2 or x.shape[0] == 0:
        raise ValueError(f"x must be (N, ...) with at least one example, but has shape {x.shape}")
    inputs = int(np.prod(x.shape[1:]))
    if w.ndim != 2 or w.shape[0] != inputs:
        raise ValueError(f"w must be ({inputs}, M) for x of shape {x.shape}, but has shape {w.shape}")
    if b.shape != (w.shape[1],):
        raise ValueError(f"b must be ({w.shape[1]},) for w of shape {w.shape}, but has shape {b.shape}")
    return x, w, b


# %% [markdown]
# ## Gates with two inputs ★
# Slides "f(x, y, z) = (x + y)z", "Patterns in backward prop" and "Forward/backward propagation for mul gate".
#
# The slide keeps the inputs of its mul gate in one `layer.input`. A network has thousands of mul gates, and
# all their forward passes run before the first backward pass. Keep what *your* gate needs in `self`.
#
# Inputs are two numbers, or two arrays of the same shape; everything works element by element. Start with
# addition.


# %% exercise="AddGate"
class AddGate:
    """z = x + y, element by element.

    Methods
    -------
    forward(x, y) -> z
        x and y are two numbers, or two arrays of one shape.
    backward(dz) -> (dx, dy)
        dz is the upstream gradient dL/dz, of the shape of z; so are dx = dL/dx and dy = dL/dy.

    Examples
    --------
    >>> gate = AddGate()
    >>> gate.forward(-2.0, 5.0)
    3.0
    >>> gate.backward(-4.0)
    (-4.0, -4.0)
    """

    def forward(self, x, y):
        """Compute the output and keep what backward will need."""
        ### BEGIN SOLUTION
        return x + y
        ### END SOLUTION

    def backward(self, dz):
        """Compute the gradients for the inputs of this gate's own last forward."""
        ### BEGIN SOLUTION
        return dz, dz
        ### END SOLUTION


# %% [markdown]
# ### The mul gate *
# What is the local gradient of $xy$ with respect to $x$? The slide's comment says it: `dz/dx * dL/dz`.


# %% exercise="MultiplyGate"
class MultiplyGate:
    """z = x * y, element by element.

    Methods
    -------
    forward(x, y) -> z
        x and y are two numbers, or two arrays of one shape.
    backward(dz) -> (dx, dy)
        dz is the upstream gradient dL/dz, of the shape of z; so are dx = dL/dx and dy = dL/dy.

    Examples
    --------
    >>> gate = MultiplyGate()
    >>> gate.forward(3.0, -4.0)
    -12.0
    >>> gate.backward(2.0)
    (-8.0, 6.0)
    """

    def forward(self, x, y):
        """Compute the output and keep what backward will need."""
        ### BEGIN SOLUTION
        self.x, self.y = x, y
        return x * y
        ### END SOLUTION

    def backward(self, dz):
        """Compute the gradients for the inputs of this gate's own last forward."""
        ### BEGIN SOLUTION
        return self.y * dz, self.x * dz
        ### END SOLUTION


# %% [markdown]
# ### The max gate *
# Only one input reached the output, so only one input can change it. With arrays that is decided for each
# element: `np.where` or a mask helps. Where both inputs are equal the whole of `dz` must still arrive:
# `dx + dy == dz`.


# %% exercise="MaxGate"
class MaxGate:
    """z = max(x, y), element by element.

    Methods
    -------
    forward(x, y) -> z
        x and y are two numbers, or two arrays of one shape.
    backward(dz) -> (dx, dy)
        dz is the upstream gradient dL/dz, of the shape of z; so are dx = dL/dx and dy = dL/dy.
        dx + dy = dz everywhere, ties included (a tie goes to x).

    Examples
    --------
    >>> gate = MaxGate()
    >>> gate.forward(np.array([2.0, 1.0]), np.array([-1.0, 4.0]))
    array([2., 4.])
    >>> gate.backward(np.array([10.0, 20.0]))
    (array([10.,  0.]), array([ 0., 20.]))
    """

    def forward(self, x, y):
        """Compute the output and keep what backward will need."""
        ### BEGIN SOLUTION
        self.x_wins = np.greater_equal(x, y)
        return np.maximum(x, y)
        ### END SOLUTION

    def backward(self, dz):
        """Compute the gradients for the inputs of this gate's own last forward."""
        ### BEGIN SOLUTION
        return np.where(self.x_wins, dz, 0), np.where(self.x_wins, 0, dz)
        ### END SOLUTION


# %% [markdown]
# ## Gates with one input ★
# Slide "Another example": the two gates of its table that are not linear. In the slide's neuron, exp receives
# -0.53 and passes on $e^{-1} \cdot (-0.53) = -0.20$. Which of its two numbers, input or output, does each of
# these gates best remember?


# %% exercise="ExpGate"
class ExpGate:
    """z = e^x, element by element.

    Methods
    -------
    forward(x) -> z
        x is a number or an array of any shape.
    backward(dz) -> dx
        dz is the upstream gradient dL/dz, of the shape of z; so is dx = dL/dx.

    Examples
    --------
    >>> gate = ExpGate()
    >>> gate.forward(np.array([0.0, 0.0]))
    array([1., 1.])
    >>> gate.backward(np.array([3.0, -5.0]))
    array([ 3., -5.])
    """

    def forward(self, x):
        """Compute the output and keep what backward will need."""
        ### BEGIN SOLUTION
        self.z = np.exp(x)
        return self.z
        ### END SOLUTION

    def backward(self, dz):
        """Compute the gradient for the input of this gate's own last forward."""
        ### BEGIN SOLUTION
        return self.z * dz
        ### END SOLUTION


# %% exercise="ReciprocalGate"
class ReciprocalGate:
    """z = 1 / x, element by element, for x other than 0.

    Methods
    -------
    forward(x) -> z
        x is a number or an array of any shape, without zeros.
    backward(dz) -> dx
        dz is the upstream gradient dL/dz, of the shape of z; so is dx = dL/dx.

    Examples
    --------
    >>> gate = ReciprocalGate()
    >>> gate.forward(2.0)
    0.5
    >>> gate.backward(8.0)
    -2.0
    """

    def forward(self, x):
        """Compute the output and keep what backward will need."""
        ### BEGIN SOLUTION
        self.z = 1 / x
        return self.z
        ### END SOLUTION

    def backward(self, dz):
        """Compute the gradient for the input of this gate's own last forward."""
        ### BEGIN SOLUTION
        return -self.z * self.z * dz
        ### END SOLUTION


# %% [markdown]
# ## The sigmoid as one gate ★★
# Slide "sigmoid function": $\sigma(x) = 1/(1 + e^{-x})$ and $\sigma' = (1 - \sigma)\,\sigma$. Four gates
# become one, and its backward needs one multiplication by what forward already knows.
#
# From here on a layer is a pair of functions. Forward returns `(out, cache)`; backward is handed that very
# `cache`.
#
# $e^{1000}$ does not fit into a float. Which of $e^{x}$ and $e^{-x}$ is the safe one depends on the sign of
# $x$: can you write $\sigma$ with $e^{-|x|}$ alone?


# %% exercise="sigmoid"
def sigmoid_forward(x):
    """Compute the sigmoid of every element, without overflow at any x.

    Parameters
    ----------
    x : float or ndarray
        A number or an array of any shape. x = -1000 and x = 1000 must give 0 and 1 without a warning.

    Returns
    -------
    tuple (out, cache)
        out, of the shape of x, and whatever sigmoid_backward needs, in any form.

    Examples
    --------
    >>> out, cache = sigmoid_forward(0.0)
    >>> float(out)
    0.5
    """
    x = as_float_array(x)
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(x))
    out = np.where(x >= 0, 1, e) / (1 + e)
    return out, out
    ### END SOLUTION


def sigmoid_backward(dout, cache):
    """Compute the gradient of the loss with respect to the sigmoid's input.

    Parameters
    ----------
    dout : float or ndarray
        Upstream gradient, of the shape of out.
    cache : object
        What sigmoid_forward returned beside out.

    Returns
    -------
    float or ndarray
        dx, of the shape of x.

    Examples
    --------
    >>> out, cache = sigmoid_forward(0.0)
    >>> float(sigmoid_backward(8.0, cache))
    2.0
    """
    ### BEGIN SOLUTION
    return dout * cache * (1 - cache)
    ### END SOLUTION


# %% [markdown]
# ## ReLU ★★
# Slides "Gradients for vectorial code" and "Vectorized operations": for 4096 inputs the Jacobian of max(0, x)
# has 4096 x 4096 entries, and almost all of them are 0. Multiply by it without ever forming it: your
# backward may use a few arrays of the size of `x` (for 100 x 4096 numbers, less than 32 MB), and no more.


# %% exercise="relu"
def relu_forward(x):
    """Compute max(0, x) for every element.

    Parameters
    ----------
    x : float or ndarray
        A number or an array of any shape.

    Returns
    -------
    tuple (out, cache)
        out, of the shape of x, and whatever relu_backward needs, in any form.

    Examples
    --------
    >>> out, cache = relu_forward(np.array([-1.0, 2.0]))
    >>> out
    array([0., 2.])
    """
    x = as_float_array(x)
    ### BEGIN SOLUTION
    return np.maximum(0, x), x
    ### END SOLUTION


def relu_backward(dout, cache):
    """Compute the gradient of the loss with respect to the ReLU's input.

    Parameters
    ----------
    dout : float or ndarray
        Upstream gradient, of the shape of out; its entries may have either sign.
    cache : object
        What relu_forward returned beside out.

    Returns
    -------
    float or ndarray
        dx, of the shape of x. At x = 0 the derivative is 0.

    Examples
    --------
    >>> out, cache = relu_forward(np.array([-1.0, 2.0]))
    >>> relu_backward(np.array([5.0, -6.0]), cache)
    array([ 0., -6.])
    """
    ### BEGIN SOLUTION
    return np.where(cache > 0, dout, 0)
    ### END SOLUTION


# %% [markdown]
# ## The affine layer ★★
# Slide "matrix multiply + bias offset", for a batch: `out = x @ w + b`. Each example may be an image of any
# shape; flatten it for the product and give the gradient its shape back.
#
# If you are unsure which factor to transpose, write down the shapes: `dw` must have the shape of `w`, and
# only one product of `x` and `dout` has it. And `b` is used once for every example: how many paths lead back
# to it?


# %% exercise="affine"
def affine_forward(x, w, b):
    """Compute x @ w + b for a batch of examples.

    Parameters
    ----------
    x : ndarray, shape (N, D) or (N, d1, ..., dk) with d1 * ... * dk = D
        One example per row; images are flattened for the product.
    w : ndarray, shape (D, M)
        Weights.
    b : ndarray, shape (M,)
        Biases.

    Returns
    -------
    tuple (out, cache)
        out, of shape (N, M), and whatever affine_backward needs, in any form.

    Raises
    ------
    ValueError
        Where shapes do not fit or N = 0 (the ready-made first line does this).

    Examples
    --------
    >>> out, cache = affine_forward([[1.0, 2.0]], [[3.0], [4.0]], [0.5])
    >>> out
    array([[11.5]])
    """
    x, w, b = check_affine_inputs(x, w, b)
    ### BEGIN SOLUTION
    rows = x.reshape(len(x), -1)
    return rows @ w + b, (x, w)
    ### END SOLUTION


def affine_backward(dout, cache):
    """Compute the gradients of the loss with respect to x, w and b.

    Parameters
    ----------
    dout : ndarray, shape (N, M)
        Upstream gradient. The loss already has its 1/N in it: do not divide again.
    cache : object
        What affine_forward returned beside out.

    Returns
    -------
    tuple (dx, dw, db)
        dx of the shape of x as it was handed in, dw (D, M), db (M,).

    Examples
    --------
    >>> out, cache = affine_forward([[1.0, 2.0]], [[3.0], [4.0]], [0.5])
    >>> dx, dw, db = affine_backward(np.array([[10.0]]), cache)
    >>> dx, db
    (array([[30., 40.]]), array([10.]))
    """
    ### BEGIN SOLUTION
    x, w = cache
    rows = x.reshape(len(x), -1)
    return (dout @ w.T).reshape(x.shape), rows.T @ dout, dout.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# ## Circuits ★★
# Slides "f(x, y, z) = (x + y)z", "Another example" and "Gradients add at branches". Write down every node's
# value on the way forward and every node's gradient on the way back, one line per node, as the slides do. Both
# are dictionaries with the nodes' names as keys; the inputs' values and the last node's gradient (which is 1:
# why?) are filled in already.
#
# The third circuit is not on the slides, but all its patterns are: $f = (x + y) \cdot \max(x, y)$ uses $x$
# and $y$ twice each.
#
# Plain arithmetic is enough: you do not need your gates from above.


# %% exercise="circuits"
def expression_circuit(x, y, z):
    """Run f = (x + y) z forward and backward.

    Nodes: the inputs x, y, z, then q = x + y and f = q z.

    Parameters
    ----------
    x, y, z : float
        The inputs.

    Returns
    -------
    tuple (values, gradients)
        Two dicts with the keys "x", "y", "z", "q", "f": the value of each node, and df/d(node).

    Examples
    --------
    >>> values, gradients = expression_circuit(1.0, 2.0, 10.0)
    >>> values["f"], gradients["z"]
    (30.0, 3.0)
    """
    values = {"x": x, "y": y, "z": z}
    gradients = {"f": 1.0}
    ### BEGIN SOLUTION
    values["q"] = x + y
    values["f"] = values["q"] * z
    gradients["q"] = z * gradients["f"]
    gradients["z"] = values["q"] * gradients["f"]
    gradients["x"] = gradients["y"] = gradients["q"]
    ### END SOLUTION
    return values, gradients


def neuron_circuit(w, x):
    """Run the slide's neuron, f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2)), forward and backward.

    Nodes: the inputs w0, x0, w1, x1, w2, then p0 = w0 x0, p1 = w1 x1, s = p0 + p1, z = s + w2, n = -z,
    e = exp(n), d = 1 + e and f = 1 / d.

    Parameters
    ----------
    w : sequence of 3 floats
        The weights w0, w1 and the bias w2.
    x : sequence of 2 floats
        The inputs x0 and x1.

    Returns
    -------
    tuple (values, gradients)
        Two dicts with the names of the 13 nodes as keys: the value of each node, and df/d(node).

    Examples
    --------
    >>> values, gradients = neuron_circuit([0.0, 0.0, 0.0], [4.0, 8.0])
    >>> float(values["f"]), float(gradients["z"]), float(gradients["w1"])
    (0.5, 0.25, 2.0)
    """
    (w0, w1, w2), (x0, x1) = w, x
    values = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    gradients = {"f": 1.0}
    ### BEGIN SOLUTION
    p0, p1 = w0 * x0, w1 * x1
    z = p0 + p1 + w2
    e = np.exp(-z)
    d = 1 + e
    values |= {"p0": p0, "p1": p1, "s": p0 + p1, "z": z, "n": -z, "e": e, "d": d, "f": 1 / d}
    dd = -1 / d**2
    dn = dd * e
    dz = -dn
    gradients |= {"d": dd, "e": dd, "n": dn, "z": dz, "s": dz, "w2": dz, "p0": dz, "p1": dz}
    gradients |= {"w0": x0 * dz, "x0": w0 * dz, "w1": x1 * dz, "x1": w1 * dz}
    ### END SOLUTION
    return values, gradients


def branch_circuit(x, y):
    """Run f = (x + y) max(x, y) forward and backward: x and y are each used twice.

    Nodes: the inputs x and y, then s = x + y, m = max(x, y) and f = s m.

    Parameters
    ----------
    x, y : float
        The inputs, not equal.

    Returns
    -------
    tuple (values, gradients)
        Two dicts with the keys "x", "y", "s", "m", "f": the value of each node, and df/d(node).

    Examples
    --------
    >>> values, gradients = branch_circuit(1.0, 2.0)
    >>> values["f"], gradients["x"], gradients["y"]
    (6.0, 2.0, 5.0)
    """
    values = {"x": x, "y": y}
    gradients = {"f": 1.0}
    ### BEGIN SOLUTION
    s, m = x + y, max(x, y)
    values |= {"s": s, "m": m, "f": s * m}
    ds, dm = m, s
    gradients |= {"s": ds, "m": dm}
    gradients["x"] = ds + (dm if x > y else 0)
    gradients["y"] = ds + (0 if x > y else dm)
    ### END SOLUTION
    return values, gradients


# %% [markdown]
# Values stand above the edges and gradients below them. Compare with the slides.

# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.expression(expression_circuit)
    figures.neuron(neuron_circuit)
    figures.branch(branch_circuit)

# %% [markdown]
# ## Questions ★
# Slides "Patterns in backward prop" and "Vectorized operations". Replace each `None` by one of the answers in
# the comment above it, letter by letter.

# %% exercise="ANSWERS"
### BEGIN SOLUTION
ANSWERS = {
    # What does an add gate do to gradients?
    #   "distributor", "router", "switcher"
    "add_gate": "distributor",
    # What does a max gate do to gradients?
    #   "distributor", "router", "switcher"
    "max_gate": "router",
    # What does a mul gate do to gradients?
    #   "distributor", "router", "switcher"
    "mul_gate": "switcher",
    # The Jacobian of a map from 4096 numbers to 4096 numbers has the shape
    #   "4096", "2 x 4096", "4096 x 4096"
    "jacobian_shape": "4096 x 4096",
    # The Jacobian of a map from 3072 numbers to 10 scores, one row an output:
    #   "3072 x 3072", "10 x 3072", "10 x 10"
    "jacobian_of_scores": "10 x 3072",
    # How many entries in a row of the Jacobian of an elementwise max(0, x) are not 0?
    #   "at most 1", "half", "all"
    "relu_nonzeros_per_row": "at most 1",
    # One such 4096 x 4096 Jacobian for each of 100 examples, in float64, takes
    #   "3.3 MB", "134 MB", "13.4 GB"
    "batch_jacobian_memory": "13.4 GB",
}
### END SOLUTION

# %% [markdown]
# ## Stretch: a scalar `Value` that differentiates itself
# Not graded. Slides "Summary so far" and "Gradients add at branches". Each `Value` remembers its inputs and
# the local gradient for each of them; `backward` then walks the graph from the output to the inputs. A node
# may hand its gradient on only when *all* of its own has arrived, so the nodes need an order: topological.
#
# Graphs can be thousands of nodes deep, deeper than Python lets functions call each other.
#
# `run_circuit` is ready-made: it builds a circuit of your Values from a list of gates and runs it backward.


# %%
def run_circuit(leaves, gates):
    """Build a circuit out of Values, run it backward from its last gate, and return (values, gradients).

    Parameters
    ----------
    leaves : dict of str to float
        The circuit's inputs.
    gates : list of tuples (name, operation, *inputs)
        The operation is "+", "-", "*" or "exp"; an input is the name of an earlier node, or a number.

    Returns
    -------
    tuple (values, gradients)
        Two dicts with the names of leaves and gates as keys.

    Examples
    --------
    >>> run_circuit({"x": 3.0}, [("f", "*", "x", "x")])
    ({'x': 3.0, 'f': 9.0}, {'x': 6.0, 'f': 1.0})
    """
    operations = {"+": operator.add, "-": operator.sub, "*": operator.mul, "exp": lambda value: value.exp()}
    nodes = {name: Value(number) for name, number in leaves.items()}
    for name, operation, *inputs in gates:
        nodes[name] = operations[operation](*(nodes.get(item, item) for item in inputs))
    nodes[gates[-1][0]].backward()
    values = {name: float(node.data) for name, node in nodes.items()}
    gradients = {name: float(node.grad) for name, node in nodes.items()}
    return values, gradients


# %% exercise="Value"
class Value:
    """A number that knows how it was computed.

    Attributes
    ----------
    data : float
        The number.
    grad : float
        d(output)/d(this number) once backward of the output was called; 0 before.
    inputs : tuple of Value
        What it was computed from; empty for a leaf.
    local_gradients : tuple of float
        d(this number)/d(input), one for each of `inputs`.
    """

    def __init__(self, data, inputs=(), local_gradients=()):
        self.data = float(data)
        self.grad = 0.0
        self.inputs = tuple(inputs)
        self.local_gradients = tuple(local_gradients)

    @staticmethod
    def of(number):
        """Return `number` as a Value; a Value is returned as it is."""
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        """Return self + other, a Value; other may be a plain number."""
        other = Value.of(other)
        ### BEGIN SOLUTION
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
        ### END SOLUTION

    def __mul__(self, other):
        """Return self * other, a Value; other may be a plain number."""
        other = Value.of(other)
        ### BEGIN SOLUTION
        return Value(self.data * other.data, (self, other), (other.data, self.data))
        ### END SOLUTION

    def __sub__(self, other):
        """Return self - other, a Value; other may be a plain number."""
        ### BEGIN SOLUTION
        return self + Value.of(other) * -1
        ### END SOLUTION

    def __rsub__(self, other):
        """Return other - self, a Value: Python calls this for `2 - value`."""
        ### BEGIN SOLUTION
        return Value.of(other) - self
        ### END SOLUTION

    def exp(self):
        """Return e to the power of self, a Value."""
        ### BEGIN SOLUTION
        data = np.exp(self.data)
        return Value(data, (self,), (data,))
        ### END SOLUTION

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self):
        """Set `grad` of this node to 1, then give every node before it the sum of what reaches it."""
        ### BEGIN SOLUTION
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, inputs_done = stack.pop()
            if inputs_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack += [(node, True), *((source, False) for source in node.inputs)]
        self.grad = 1.0
        for node in reversed(order):
            for source, local_gradient in zip(node.inputs, node.local_gradients):
                source.grad += local_gradient * node.grad
        ### END SOLUTION
