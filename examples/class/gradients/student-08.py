# %% [markdown]
# # Gradients: numerical, analytic, and one checked by the other
#
# The lecture's summary (slide "In summary"):
#
# - **numerical gradient**: approximate, slow, easy to write;
# - **analytic gradient**: exact, fast, error-prone;
# - **in practice**: use the analytic one, but check it with the numerical one. That is *gradient checking*.
#
# You write all three here: the numerical gradient, your own gradient checker, and two analytic gradients
# worth checking. One star is a warm-up, two are the core, three are hard.
#
# **Conventions**, the same in all assignments:
#
# - Examples are rows: `X` is (N, D), `W` is (D, C), scores `X @ W` are (N, C), labels `y` are (N,) integers.
#   The slides write `Wx` with examples as columns, so the slide's `W` is our `W` transposed.
# - The regulariser is `reg * sum(W**2)`, so its gradient is `2 * reg * W`. There is no one half.
# - Where a function has a kink, the hinge counts a margin only if it is strictly greater than 0.
# - Your functions never change their inputs: the caller's arrays are the same afterwards.
# - float32 in gives a float32 analytic gradient out; integers are promoted to float64.
# - Bad input raises `ValueError`, labels that are not integers raise `TypeError`. The helpers below do it for
#   you: keep the lines that call them.

# %%
import numpy as np


def check_method(method, h):
    """Raise ValueError unless `method` is "central" or "forward" and the step `h` is positive."""
    if method not in ("central", "forward"):
        raise ValueError(f'method is "central" or "forward", not {method!r}')
    if not h > 0:
        raise ValueError(f"the step h must be greater than 0, not {h}")


def check_pair(a, b):
    """Return `a` and `b` as float64 arrays; raise ValueError unless their shapes are the same."""
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"the shapes must be the same, but they are {a.shape} and {b.shape}")
    return a, b


def check_batch(W, X, y):
    """Return `W` (D, C), `X` (N, D) and `y` (N,) as arrays, integer `W` and `X` as float64.

    Raises ValueError for shapes that do not fit, an empty batch or a label outside 0..C-1, and TypeError for
    labels that are not integers.
    """
    W, X, y = np.asarray(W), np.asarray(X), np.asarray(y)
    if W.ndim != 2 or X.ndim != 2 or X.shape[1] != W.shape[0]:
        raise ValueError(f"W is (D, C) and X is (N, D), but their shapes are {W.shape} and {X.shape}")
    if len(X) == 0:
        raise ValueError("the batch is empty: X has no rows")
    if y.shape != (len(X),):
        raise ValueError(f"y has one label for each of the {len(X)} rows of X, but its shape is {y.shape}")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError(f"labels are integers, not {y.dtype}")
    if y.min() < 0 or y.max() >= W.shape[1]:
        raise ValueError(f"labels are 0 to {W.shape[1] - 1}, but y has {y.min()} to {y.max()}")
    if not np.issubdtype(W.dtype, np.floating):
        W = W.astype(np.float64)
    if not np.issubdtype(X.dtype, np.floating):
        X = X.astype(np.float64)
    return W, X, y


def polynomial(x):
    """Return the lecture's f(x) = 0.5 x^4 - 2 x^2 + x + 5 (slide "Gradient Evaluation (Python)")."""
    return 0.5 * x**4 - 2 * x**2 + x + 5


# %% [markdown]
# ## A derivative from two values (*)
#
# The slide "Gradient Descent Algorithm" defines the derivative as a limit, and "Gradient Evaluation" stops
# before the limit, at a small positive `h`:
#
# - **forward** difference, the lecture's: `(f(x + h) - f(x)) / h`;
# - **central** difference: `(f(x + h) - f(x - h)) / (2 * h)`.
#
# Both cost two calls of `f`. Which is worth more? Halve `h`, and the forward error halves; the central error
# shrinks to a quarter. On the lecture's polynomial at `x = 2` with `h = 0.001`, forward gives 9.0100, central
# 9.000004, and the exact slope is 9.


# %% exercise="numerical_derivative"
def numerical_derivative(f, x, h=1e-5, method="central"):
    """Approximate the slope of `f` at the number `x`.

    Parameters
    ----------
    f : callable
        Takes a number and returns a number.
    x : float
        Where the slope is wanted.
    h : float
        The step, greater than 0.
    method : str
        "central" for (f(x + h) - f(x - h)) / (2 h), "forward" for (f(x + h) - f(x)) / h.

    Returns
    -------
    float
        The approximate slope.

    Raises
    ------
    ValueError
        For another `method` or for `h` <= 0 (`check_method` does it).

    Examples
    --------
    >>> numerical_derivative(lambda x: x**2, 3.0, h=0.5, method="forward")
    6.5
    """
    check_method(method, h)
    if method == "central":
        return (f(x + h) - f(x - h)) / (2 * h)
    return (f(x + h) - f(x)) / h


# %% [markdown]
# How small should `h` be? Smaller is better until the subtraction `f(x + h) - f(x - h)` has no digits left:
# the error falls, turns and rises again, like a V.

# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.error_against_h(numerical_derivative, polynomial, x=2.0, exact=9.0)

# %% [markdown]
# ## The analytic derivative (*)
#
# The analytic approach of the same slide: use calculus, get a formula. The lecture's function is
# `f(x) = 0.5 x^4 - 2 x^2 + x + 5`, given above as `polynomial`.


# %% exercise="polynomial_derivative"
def polynomial_derivative(x):
    """Return the exact derivative f'(x) of the lecture's polynomial.

    Parameters
    ----------
    x : float or ndarray
        One place, or an array of places.

    Returns
    -------
    float or ndarray
        The slope at each place, of the shape of `x`.

    Examples
    --------
    >>> polynomial_derivative(0.0)
    1.0
    """
    return 2 * x**3 - 4 * x + 1


# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.polynomial_and_derivative(polynomial, polynomial_derivative)

# %% [markdown]
# ## The numerical gradient (**)
#
# In many dimensions the **gradient** is the array of partial derivatives. The slides fill it in one entry at
# a time: raise the first weight 0.34 by h = 0.0001, the loss goes from 1.25347 to 1.25322, so the first entry
# is (1.25322 - 1.25347) / 0.0001 = -2.5. The second is 0.6, the third 0. For each entry: move *that one*
# entry, call `f` on the *whole* array, put the entry back.
#
# Calls of `f` are what makes it slow, so they are counted: exactly `2 * x.size` for central, and
# `x.size + 1` for forward, where `f(x)` itself is needed only once.
#
# Two traps: what does an integer array do with 3 + 0.0001? And is `x` what it was, even if `f` raises an
# exception half-way?


# %% exercise="numerical_gradient"
def numerical_gradient(f, x, h=1e-5, method="central"):
    """Approximate the gradient of `f` at the array `x`, entry by entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` and returns a number.
    x : ndarray
        Any shape, () included; floats or integers. Work in float64 whatever its dtype. It is unchanged
        afterwards, also where `f` raises an exception.
    h : float
        The step, greater than 0.
    method : str
        "central" (2 * x.size calls of `f`) or "forward" (x.size + 1 calls).

    Returns
    -------
    ndarray
        Floats, of the shape of `x`: the entry at [i] is the slope of `f` along x[i].

    Raises
    ------
    ValueError
        For another `method` or for `h` <= 0 (`check_method` does it). What `f` raises reaches the caller.

    Examples
    --------
    >>> numerical_gradient(lambda x: x[0] * x[1], np.array([2.0, 3.0])).round(6)
    array([3., 2.])
    """
    check_method(method, h)
    x = np.asarray(x).astype(float)
    grad = np.zeros(x.shape)
    if method == "forward":
        f0 = f(x)
    for i in np.ndindex(*x.shape):
        xp = x.copy()
        xp[i] += h
        if method == "forward":
            grad[i] = (f(xp) - f0) / h
        else:
            xm = x.copy()
            xm[i] -= h
            grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad


# %% [markdown]
# ## The same for a function that returns an array (**)
#
# A layer of a network returns an array, not a number. Its gradient needs to know how much the loss changes
# with each output: the **upstream gradient** `dout`. Entry [i] of the answer is the sum over all outputs k of
# `dout[k] * (slope of f(x)[k] along x[i])`. You will check every layer of the later assignments with it.
#
# A trap from real layers: to save memory, `f` may write its answer into one buffer and return the same array
# object each time. What is in your first answer after the second call?


# %% exercise="numerical_gradient_array"
def numerical_gradient_array(f, x, dout, h=1e-5):
    """Approximate the gradient of sum(dout * f(x)) at the array `x`, by central differences.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` and returns an array, possibly the same buffer each time.
    x : ndarray
        Any shape; floats or integers. Work in float64 whatever its dtype. It is unchanged afterwards.
    dout : ndarray
        The upstream gradient, of the shape of f(x).
    h : float
        The step, greater than 0.

    Returns
    -------
    ndarray
        Floats, of the shape of `x`.

    Raises
    ------
    ValueError
        For `h` <= 0 (`check_method` does it).

    Examples
    --------
    >>> numerical_gradient_array(lambda x: 3 * x, np.array([1.0, 2.0]), np.array([1.0, 10.0])).round(6)
    array([ 3., 30.])
    """
    check_method("central", h)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## How far apart are two gradients? (*)
#
# A difference of 0.001 is much for gradients near 0.01 and nothing for gradients near 1000, so compare the
# difference with the sizes: ‖a - b‖ / (‖a‖ + ‖b‖), where ‖a‖ is the square root of the sum of the squares of
# *all* entries. One number for the whole array: 0 for equal, 1 for opposite.
#
# Why not entry by entry? An entry that is truly 0 comes out as 1e-12 numerically, and its own relative error
# is 1 although all is well.


# %% exercise="relative_error"
def relative_error(a, b):
    """Return ‖a - b‖ / (‖a‖ + ‖b‖), and 0 where both are 0.

    Parameters
    ----------
    a, b : ndarray or float
        Of the same shape, any shape.

    Returns
    -------
    float
        Between 0 and 1; nan if there is a nan in `a` or `b`.

    Raises
    ------
    ValueError
        If the shapes differ (`check_pair` does it).

    Examples
    --------
    >>> relative_error(np.array([3.0, 4.0]), np.array([0.0, 0.0]))
    1.0
    """
    a, b = check_pair(a, b)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## Your gradient checker (**)
#
# Put the two together (slide "In summary"): compute the numerical gradient with central differences, measure
# its relative error against the analytic one, and decide. Your checker is graded by what it is for: it gets
# right gradients and gradients with planted bugs, and must accept the first and reject the second.
#
# Decide on purpose what a `nan` in the gradient should mean. What does Python say to `nan > 1e-7`?


# %% exercise="gradient_check"
def gradient_check(f, x, analytic, tolerance=1e-7):
    """Compare an analytic gradient with the numerical one (central differences).

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` and returns a number.
    x : ndarray
        Where the gradient was taken; any shape. It is unchanged afterwards.
    analytic : ndarray
        The gradient to check, of the shape of `x`.
    tolerance : float
        The largest relative error that is accepted.

    Returns
    -------
    ok : bool
        Whether the relative error is at most `tolerance`. A gradient with a nan is never ok.
    error : float
        The relative error of the numerical and the analytic gradient, as `relative_error` has it.
    worst_index : tuple of int
        Where |numerical - analytic| is largest, so that analytic[worst_index] is that entry.

    Raises
    ------
    ValueError
        If the shapes of `x` and `analytic` differ (`check_pair` does it).

    Examples
    --------
    >>> gradient_check(lambda x: x[0] ** 2 + x[1], np.array([3.0, 1.0]), np.array([6.0, 5.0]))[2]
    (1,)
    """
    x, analytic = check_pair(x, analytic)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## The SVM loss of a linear classifier and its gradient (***)
#
# "We use calculus to determine the gradient's formula as a function of X and W" (slide "Gradient
# Evaluation"). With scores `S = X @ W`:
#
# - loss = mean over the N examples of Σ_{j ≠ y} max(0, S[j] - S[y] + 1), plus `reg * sum(W**2)`.
#
# **The bias trick.** There is no `b` here: append a column of ones to `X`, and the last row of `W` is the
# bias. Your function need not know: that row is a row of `W` like any other, and `reg` counts it too.
#
# For the gradient, ask of each margin that is strictly greater than 0: which two columns of `W` made it, and
# with which sign? Loops are fine, matrix products are shorter. Then check yourself with your own
# `gradient_check`.


# %% exercise="linear_svm_loss"
def linear_svm_loss(W, X, y, reg):
    """Return the SVM loss of scores X @ W and its gradient with respect to `W`.

    Parameters
    ----------
    W : ndarray
        Weights (D, C); all of them are regularised, a bias row included.
    X : ndarray
        One example per row, (N, D).
    y : ndarray
        Labels (N,), integers 0..C-1.
    reg : float
        Strength of the regulariser `reg * sum(W**2)`.

    Returns
    -------
    loss : float
        Mean of the examples' hinge losses (delta = 1) plus the regulariser.
    dW : ndarray
        The gradient (D, C), float32 if `W` and `X` are float32.

    Raises
    ------
    ValueError, TypeError
        For bad input (`check_batch` does it).

    Examples
    --------
    >>> linear_svm_loss(np.zeros((4, 3)), np.ones((2, 4)), np.array([0, 2]), reg=0.1)[0]
    2.0
    """
    W, X, y = check_batch(W, X, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## The cross-entropy loss of a linear classifier and its gradient (***)
#
# The same with the softmax: with P = softmax of each row of `X @ W`,
#
# - loss = mean over the N examples of -ln P[y], plus `reg * sum(W**2)` (natural logarithm; the slide's
#   0.452 is a base-10 one, in nats it is 1.0402).
#
# Scores of 1000 must not overflow: what may you subtract from a row of scores without changing P? And the
# gradient with respect to the scores is prettier than you fear: start from P, and change one entry per row.


# %% exercise="linear_softmax_loss"
def linear_softmax_loss(W, X, y, reg):
    """Return the cross-entropy loss of scores X @ W and its gradient with respect to `W`.

    Parameters
    ----------
    W : ndarray
        Weights (D, C); all of them are regularised, a bias row included.
    X : ndarray
        One example per row, (N, D).
    y : ndarray
        Labels (N,), integers 0..C-1.
    reg : float
        Strength of the regulariser `reg * sum(W**2)`.

    Returns
    -------
    loss : float
        Mean of the examples' losses -ln p_y plus the regulariser; finite for scores of ±1000.
    dW : ndarray
        The gradient (D, C), float32 if `W` and `X` are float32.

    Raises
    ------
    ValueError, TypeError
        For bad input (`check_batch` does it).

    Examples
    --------
    >>> round(linear_softmax_loss(np.zeros((4, 3)), np.ones((2, 4)), np.array([0, 2]), reg=0.1)[0], 4)
    1.0986
    """
    W, X, y = check_batch(W, X, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## For the curious: two ungraded exercises
#
# **A kink detector.** At a kink the slope from the right and the slope from the left differ, and stay
# different however small the step is. On a smooth curve they differ too, but less and less as the step
# shrinks.


# %% exercise="has_kink"
def has_kink(f, x, h=1e-4):
    """Say whether `f` has a kink at the number `x` (ungraded).

    Parameters
    ----------
    f : callable
        Continuous; takes a number and returns a number.
    x : float
        The place in question.
    h : float
        The largest step to try; a kink further away than that does not count.

    Returns
    -------
    bool
        True where the one-sided slopes of `f` at `x` differ.

    Examples
    --------
    >>> has_kink(abs, 0.0)
    True
    """
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# **Six black boxes.** You get a loss and six functions that claim to compute its gradient. Some are wrong.
# You cannot read them, only call them, where you like. Beware of places where a wrong gradient is right by
# chance: zeros, ones, equal entries. Your `gradient_check` will do; can you do it with two calls of the loss?


# %% exercise="find_wrong_gradients"
def find_wrong_gradients(f, gradients, shape):
    """Return which of the `gradients` are not the gradient of `f` (ungraded).

    Parameters
    ----------
    f : callable
        Smooth; takes an array of shape `shape` and returns a number.
    gradients : list of callable
        Each takes an array of shape `shape` and returns an array of the same shape.
    shape : tuple of int
        The shape of the arrays.

    Returns
    -------
    list of int
        Positions in `gradients` of the wrong ones, ascending.

    Examples
    --------
    >>> find_wrong_gradients(np.sum, [np.ones_like, np.zeros_like], (2, 3))
    [1]
    """
    # YOUR CODE HERE
    raise NotImplementedError()
