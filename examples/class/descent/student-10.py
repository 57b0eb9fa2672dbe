# %% [markdown]
# # Gradient descent
# A loss says how wrong the weights are, and its gradient says which way is uphill. This assignment walks
# the other way: one step, then many, then many small ones on batches of real images of digits. It follows
# the slides from *Gradient Descent Algorithm* to *The effects of step size (or "learning rate")*.
#
# | convention | |
# |---|---|
# | Examples are rows | `X` is (N, D), `y` is (N,) with labels 0 to C-1, `W` is (D, C). |
# | The caller's arrays never change | `W0`, `X` and `y` are the same after the call as before. |
# | Number types | Integer weights become float64, float32 stays float32. |
# | Chance | All of it comes from the argument `rng`, a `numpy.random.Generator`: same seed, same result. |
# | Bad input | Wrong shapes and empty batches raise `ValueError`, labels of another type `TypeError`. |
#
# The lines that look for bad input are written for you: keep them. Stars give the difficulty: ★ warm-up, ★★
# core, ★★★ hard. Each exercise takes 1 to 12 lines where the stub says `YOUR CODE HERE`. Run
# `check("gradient_step")` in a notebook, or `autograder check` in this folder, as often as you like.

# %%
import numpy as np


def as_float_array(W):
    """Return `W` as an array of floats. An array that has floats already comes back as it is, not copied."""
    W = np.asarray(W)
    return W if W.dtype.kind == "f" else W.astype(np.float64)


def check_step(W, dW, learning_rate):
    """Return `W` and `dW` as arrays of floats, or raise ValueError where no step can be taken with them."""
    W, dW = as_float_array(W), as_float_array(dW)
    if W.shape != dW.shape:
        raise ValueError(f"the gradient must have the weights' shape {W.shape}, got {dW.shape}")
    if not learning_rate > 0:
        raise ValueError(f"the learning rate must be above 0, got {learning_rate}")
    return W, dW


def check_batch(X, y, batch_size):
    """Return `X` and `y` as arrays and the batch size, cut to N where larger, or raise for bad input."""
    X, y = np.asarray(X), np.asarray(y)
    if len(X) == 0 or X.shape[:1] != y.shape:
        raise ValueError(f"expected N >= 1 rows in X and N labels in y, got shapes {X.shape} and {y.shape}")
    if y.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, got {y.dtype}")
    if batch_size < 1:
        raise ValueError(f"a batch needs at least one row, got batch_size {batch_size}")
    return X, y, min(batch_size, len(X))


# %% [markdown]
# ## One step ★
# Slide *Gradient descent is an iterative optimization algorithm*:
# $$x_{i+1} = x_i - \alpha\,\nabla f(x_i)$$
# The minus sign is the whole idea: the gradient points uphill. How far to go is the learning rate $\alpha$
# times the gradient, so that steps shrink by themselves where the ground gets flat.
#
# `W = W - a` makes a new array; `W -= a` writes into the array that the caller still holds.


# %% exercise="gradient_step"
def gradient_step(W, dW, learning_rate):
    """Take one step of gradient descent.

    Parameters
    ----------
    W : number or array of any shape
        Where we are.
    dW : number or array of W's shape
        The gradient of the loss at W.
    learning_rate : float
        Above 0.

    Returns
    -------
    array of W's shape
        The next position. `W` itself stays as it was. float32 in, float32 out.

    Raises
    ------
    ValueError
        W and dW differ in shape, or the rate is not above 0.

    Examples
    --------
    >>> gradient_step(np.array([3.0, 1.0]), np.array([2.0, -4.0]), 0.5)
    array([2., 3.])
    """
    W, dW = check_step(W, dW, learning_rate)
    return W - learning_rate * dW


# %% [markdown]
# ## Many steps ★★
# The loop on the slide *Gradient Descent (Python)* shows the idea, but would you let it run overnight?
# - It returns nothing, and where the steps never become small it never ends.
# - Python's own `sum` adds up the rows of a matrix, and `array > goal` gives `while` no single answer.
# - Where the steps grow without end, `W` becomes `nan`. What is `nan > goal`?
# - With `W -= ...` in place of `W = W - ...`, what is `W - W_old`?
#
# Write the sound version. It stops, as on the slide, when $\sum |W - W_{old}| \le$ `goal`.


# %% exercise="gradient_descent"
def gradient_descent(gradient, W0, learning_rate, goal=1e-6, max_steps=10_000):
    """Follow the negative gradient until the steps become small.

    Parameters
    ----------
    gradient : callable
        `gradient(W)` returns the gradient at W, an array of W's shape. Call it once per step.
    W0 : number or array of any shape
        Where to begin. It stays as it was.
    learning_rate : float
    goal : float
        Stop after the first step whose entries' absolute values add up to `goal` or less.
    max_steps : int
        Stop after so many steps in any case.

    Returns
    -------
    W : array of W0's shape
        Where the last step ended.
    history : list of arrays of W0's shape
        The path: `history[0]` is the start, `history[k]` the position after k steps, `history[-1]` is W.
    status : str
        "diverged" if the last step made an entry of W nan or inf (stop right there), else
        "converged" if the last step was as small as `goal`, else
        "max_steps".

    Examples
    --------
    >>> W, history, status = gradient_descent(lambda w: 2 * w, np.array([1.0]), 0.25, goal=0.2)
    >>> W, len(history), status
    (array([0.125]), 4, 'converged')
    """
    W = as_float_array(W0)
    history = [W]
    for _ in range(max_steps):
        W_old = W
        W = W - learning_rate * gradient(W)
        history.append(W)
        if not np.isfinite(W).all():
            return W, history, "diverged"
        if np.abs(W - W_old).sum() <= goal:
            return W, history, "converged"
    return W, history, "max_steps"


# %% [markdown]
# ### Two basins
# The lecture's polynomial (slide *Gradient Evaluation (Python)*) is $f(x) = \frac12 x^4 - 2x^2 + x + 5$,
# with $f'(x) = 2x^3 - 4x + 1$. It has two valleys. The figure starts at $x_0 = 2$ with four rates. Which of
# them end in the nearest valley? What does a rate of 0.4 do?

# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.polynomial_paths(gradient_descent)

# %% [markdown]
# ## A batch of rows ★
# Slide *Mini-batch Gradient Descent*: the gradient of a few examples is nearly as good a guide as that of
# all, and far cheaper. So draw some rows at random, each at most once, and keep every image with its own
# label.


# %% exercise="sample_batch"
def sample_batch(X, y, batch_size, rng):
    """Draw rows at random, without replacement.

    Parameters
    ----------
    X : array (N, D)
    y : integer array (N,)
        `y[i]` is the label of `X[i]`.
    batch_size : int
        How many rows, at least 1. Where it is larger than N, all N rows are drawn.
    rng : numpy.random.Generator
        The only source of chance, e.g. `rng.permutation(5)` or `rng.choice(5, size=2, replace=False)`.

    Returns
    -------
    X_batch : array (batch_size, D)
    y_batch : integer array (batch_size,)
        The labels of the same rows.

    Raises
    ------
    ValueError
        No rows, a number of labels other than N, or batch_size below 1.
    TypeError
        Labels that are not integers.

    Examples
    --------
    >>> sample_batch(np.array([[7.0, 8.0]]), np.array([3]), 1, np.random.default_rng(0))
    (array([[7., 8.]]), array([3]))
    """
    X, y, batch_size = check_batch(X, y, batch_size)
    rows = rng.permutation(len(X))[:batch_size]
    return X[rows], y[rows]


# %% [markdown]
# ## Once through the data ★★
# One *epoch* visits every row once, in batches, in a new random order. 10 rows in batches of 3 make batches
# of 3, 3, 3 and 1 rows: the last row counts too.


# %% exercise="iterate_minibatches"
def iterate_minibatches(X, y, batch_size, rng, shuffle=True):
    """Cut the rows into batches, each row in exactly one of them.

    Parameters
    ----------
    X : array (N, D)
    y : integer array (N,)
    batch_size : int
        Rows in each batch but the last, which has what is left. Larger than N: one batch of N rows.
    rng : numpy.random.Generator
        The only source of chance; not used where `shuffle` is False.
    shuffle : bool
        Whether the rows come in random order or in their own.

    Returns
    -------
    iterable of (X_batch, y_batch)
        As you like: a list of pairs, or `yield` one pair after another.

    Raises
    ------
    ValueError, TypeError
        As in `sample_batch`; where you use `yield`, when the first batch is asked for.

    Examples
    --------
    >>> X, y, rng = np.array([[10.0], [11.0], [12.0]]), np.array([0, 1, 2]), np.random.default_rng(0)
    >>> [labels.tolist() for _, labels in iterate_minibatches(X, y, 2, rng, shuffle=False)]
    [[0, 1], [2]]
    """
    X, y, batch_size = check_batch(X, y, batch_size)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## Stochastic gradient descent ★★★
# Now the loop of the slide *Mini-batch Gradient Descent*: take a batch, ask the loss for its value and
# gradient on that batch, note the value, and take a step. The values make the curve on the slide *Example
# of optimization progress*.
#
# Draw the batches as you like: in shuffled passes, or each one at random. You may call your
# `iterate_minibatches` or `sample_batch`; a mistake there is then a mistake here too.


# %% exercise="sgd"
def sgd(loss, W0, X, y, learning_rate, batch_size, epochs, rng):
    """Minimise a loss by steps along the gradients of mini-batches.

    Parameters
    ----------
    loss : callable
        `loss(W, X_batch, y_batch)` returns `(value, dW)`: the batch's mean loss, a float, and its gradient.
    W0 : array of any shape
        Where to begin. It stays as it was.
    X : array (N, D)
    y : integer array (N,)
    learning_rate : float
    batch_size : int
        Rows in a batch (a last one may have fewer). Larger than N means N.
    epochs : int
        How many times to go through as many rows as there are.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    W : array of W0's shape
        Where the last step ended.
    history : list of float
        One number per step: the batch's loss before the step.

    Raises
    ------
    ValueError, TypeError
        As in `sample_batch`.

    Examples
    --------
    >>> def loss(W, X, y):
    ...     return np.mean((X @ W - y) ** 2), 2 * X.T @ (X @ W - y) / len(X)
    >>> sgd(loss, np.zeros(1), np.array([[1.0]]), np.array([2]), 0.25, 1, 2, np.random.default_rng(0))
    (array([1.5]), [4.0, 1.0])
    """
    X, y, batch_size = check_batch(X, y, batch_size)
    W = as_float_array(W0)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ### What the classifier has learned
# 1400 images of handwritten digits, 8 x 8 pixels (`DIGITS.md` says where they come from). Each column of
# `W` is a template: 64 weights that can be shown as an image. The loss here is that of least squares, whose
# scores should be 1 for the right digit and 0 for the others; any loss of yours with the same arguments
# will do as well.


# %%
def least_squares_loss(W, X, y):
    """Return the rows' mean of ½ Σ (score - target)², target 1 for class y, else 0, and its gradient."""
    error = X @ W - np.eye(W.shape[1])[y]
    return 0.5 * np.sum(error**2) / len(X), X.T @ error / len(X)


# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.templates(sgd, least_squares_loss)

# %% [markdown]
# ## Which learning rate was it? ★★
# Slide *The effects of step size (or "learning rate")*: four loss curves, and each tells what its rate was.
# Losses of mini-batches are noisy, so judge levels, not single steps: `levels` gives you three of them. A
# curve alone cannot tell everything: these are rules of thumb.


# %%
def levels(history):
    """Return a loss curve's start, middle and end: its first loss, and means over a tenth of it.

    nan and inf pass through to the levels that they are part of. Fewer than 4 losses raise ValueError.
    """
    history = np.asarray(history, dtype=np.float64)
    if history.ndim != 1 or len(history) < 4:
        raise ValueError(f"expected a list of at least 4 losses, got shape {history.shape}")
    width = max(1, len(history) // 10)
    first = (len(history) - width) // 2
    return float(history[0]), float(np.mean(history[first : first + width])), float(np.mean(history[-width:]))


# %% exercise="diagnose_learning_rate"
def diagnose_learning_rate(history):
    """Read from a loss curve what its learning rate was.

    Parameters
    ----------
    history : list of float
        The losses of a run, step by step, at least 4, not negative.

    Returns
    -------
    str
        The first of these that is true:

        - "too high": a loss is nan or inf, or the curve ends above its start;
        - "low": it is still on its way down at the end. The second half of the run brings more than a quarter
          of the whole fall (on a straight line it brings half);
        - "high": it has settled, too soon: it ends at more than half of its start;
        - "good": it has settled low, at half of its start or below.

    Raises
    ------
    ValueError
        Fewer than 4 losses.

    Examples
    --------
    >>> diagnose_learning_rate([4.0, 3.8, 3.6, 3.4, 3.2, 3.0])
    'low'
    """
    start, middle, end = levels(history)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.rate_curves(sgd, least_squares_loss, diagnose_learning_rate)

# %% [markdown]
# ## What have you seen? ★★
# Replace each `None` by one of the choices, letter for letter. The polynomial is the lecture's, and every
# number can be found with `gradient_descent` or on paper.


# %% exercise="ANSWERS"
ANSWERS = {
    # Where does gradient descent end on the polynomial, from x0 = 0.25 at rate 0.01?
    # "-1.526", "0.259", "1.267"
    "basin_of_0_25": "-1.526",
    # And from x0 = 0.26 at the same rate? "-1.526", "0.259", "1.267"
    "basin_of_0_26": "1.267",
    # At x = 1.267 the curvature f'' is 5.63. Up to about which rate can gradient descent settle there?
    # "0.089", "0.178", "0.355", "5.63"
    "largest_stable_rate": None,
    # In the slide's loop, W0 is an array, and somebody writes W -= learningRate * gradient. What happens?
    # "nothing new", "it stops after one step", "it never stops", "it climbs"
    "in_place_update": None,
}
