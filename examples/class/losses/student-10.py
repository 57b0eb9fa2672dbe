# %% [markdown]
# # Loss functions
# A classifier gives every class a score. A *loss function* says in one number how unhappy we are with those
# scores, and everything that follows in the lecture (gradients, descent, backpropagation) is about making
# that number small. Here you write the losses of the lecture, and their gradients with respect to the
# scores.
#
# **Conventions, the same in every exercise**
#
# | what | here |
# |---|---|
# | sizes | N examples, D inputs, C classes |
# | examples are rows | `X` is (N, D), `W` is (D, C), `b` is (C,), `scores` is (N, C) |
# | labels | `y` is (N,), whole numbers from 0 to C - 1 |
# | the slides' W | has one row per class; ours is its transpose, so `X @ W` is the slides' `Wx` |
# | mean, not sum | a loss over a batch is the mean over its N examples |
# | regularisation | R(W) = reg · ΣW², without a factor ½; its gradient is 2 · reg · W |
# | at the hinge | a margin counts as violated where it is strictly greater than 0 |
# | logarithm | natural, unless an exercise takes a `base` |
# | your caller's arrays | are never changed |
# | dtypes | float32 scores give float32 gradients; whole numbers are promoted to float64 |
# | bad input | `ValueError` (shapes, empty batch, label out of range); `TypeError` (labels like 1.5) |
#
# The last two lines are mostly done for you: each exercise begins with a ready-made line that checks and
# converts its input. Leave it there. Stars show the difficulty: \* warm-up, \*\* core, \*\*\* hard.

# %%
import numpy as np

# %% [markdown]
# ## Ready-made: checking the input
# You need not change anything in this cell. The arrays that these helpers return are your caller's own
# where no conversion was needed: do not write into them.


# %%
def as_floats(values, ndim=None, name="the input"):
    """Return `values` as a floating-point array that is not empty.

    float32 and float64 arrays come back as they are (not copied); whole numbers become float64.

    Parameters
    ----------
    values : array_like of numbers
    ndim : int, optional
        How many axes there must be. Any number by default.
    name : str
        What to call the array in messages.

    Raises
    ------
    ValueError
        It is empty, or has another number of axes.
    TypeError
        It does not hold real numbers.
    """
    array = np.asarray(values)
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {array.shape}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_labels(labels, n, classes, name="y"):
    """Return `labels` as an int64 array of shape (n,), each of them from 0 to classes - 1.

    Raises
    ------
    ValueError
        The shape is not (n,), or a label is out of range (-1 is).
    TypeError
        The labels are not whole numbers.
    """
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), got {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{name} must hold whole numbers, got dtype {array.dtype}")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"{name} must be from 0 to {classes - 1}, got {array.min()} to {array.max()}")
    return array.astype(np.int64)


def check_scores(scores):
    """Return `scores` as a floating-point array of shape (N, C)."""
    return as_floats(scores, 2, "scores")


def check_scores_and_labels(scores, y):
    """Return `scores` as a floating-point (N, C) array and `y` as an integer (N,) array."""
    scores = check_scores(scores)
    return scores, as_labels(y, *scores.shape)


def check_linear(X, W, b):
    """Return X (N, D), W (D, C) and b (C,) as floating-point arrays whose shapes fit."""
    X, W, b = as_floats(X, 2, "X"), as_floats(W, 2, "W"), as_floats(b, 1, "b")
    if X.shape[1] != W.shape[0] or b.shape[0] != W.shape[1]:
        raise ValueError(f"X (N, D), W (D, C), b (C,) do not fit: got {X.shape}, {W.shape}, {b.shape}")
    return X, W, b


def check_logits(z, t):
    """Return `z` as a floating-point (N,) array and `t` as an integer (N,) array of 0 and 1."""
    z = as_floats(z, 1, "z")
    return z, as_labels(t, len(z), 2, "t")


def check_predictions(p, t):
    """Return `p` as a floating-point (N,) array from 0 to 1 and `t` as an integer (N,) array of 0 and 1."""
    p = as_floats(p, 1, "p")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"p must be from 0 to 1, got {p.min()} to {p.max()}")
    return p, as_labels(t, len(p), 2, "t")


# %% [markdown]
# ## \* Linear scores
# *Slide "matrix multiply + bias offset".* The score of every class is a weighted sum of the inputs, plus a
# bias. The slide multiplies a 3 x 4 matrix W by one image of four numbers; with examples as rows, one
# product does it for a whole batch.


# %% exercise="linear_scores"
def linear_scores(X, W, b):
    """Give every class a score for every example.

    Parameters
    ----------
    X : array, shape (N, D)
        One example per row.
    W : array, shape (D, C)
        Weights, one class per column.
    b : array, shape (C,)
        Biases.

    Returns
    -------
    array, shape (N, C)

    Raises
    ------
    ValueError
        The shapes do not fit, or the batch is empty (the given line does this).

    Examples
    --------
    >>> linear_scores([[1, 2]], [[1, 0, 3], [0, 1, 1]], [10, 20, 30])
    array([[11., 22., 35.]])
    """
    X, W, b = check_linear(X, W, b)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \* The SVM loss of each example
# *Slides "Multiclass SVM loss".* The right class should win against every other class by a margin of at
# least `delta`. Each rival that comes closer costs the amount by which it is too close:
#
# $$L_i = \sum_{j \neq y_i} \max(0,\; s_j - s_{y_i} + \Delta)$$
#
# The lecture uses $\Delta = 1$ and finds 2.9, 0 and 10.9 for its three examples. Compute the third one by
# hand before you write the function: something was left out on that slide.


# %% exercise="svm_losses"
def svm_losses(scores, y, delta=1.0):
    """Return the multiclass SVM loss of each example.

    Parameters
    ----------
    scores : array, shape (N, C)
    y : integer array, shape (N,)
        The right class of each example.
    delta : float
        The margin by which the right class must win.

    Returns
    -------
    array, shape (N,)
        One loss per example, not yet averaged.

    Raises
    ------
    ValueError, TypeError
        Bad scores or labels (the given line does this).

    Examples
    --------
    >>> svm_losses([[1, 3, 2]], [0])
    array([5.])
    """
    scores, y = check_scores_and_labels(scores, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\*\* The SVM loss and its gradient
# *Slides "Multiclass SVM loss" and "Gradient Evaluation".* Training needs one number for the whole batch,
# the mean, and its derivative with respect to every score.
#
# Think about one example. A rival whose margin is violated adds $s_j - s_{y_i} + \Delta$ to the loss: raise
# $s_j$ by a little and the loss rises by as much; raise $s_{y_i}$ and *every* violated margin shrinks. So
# what should a row of the gradient sum to?
#
# Exactly at the hinge, where a margin is 0, the loss has a kink; the lecture's [10, 9, 9] with y = 0 sits
# on it. Our rule: a rival counts only where its margin is strictly greater than 0. (Any other valid choice
# is accepted too.) Write this one from the formula rather than by calling `svm_losses`: you need the
# margins themselves.


# %% exercise="svm_loss"
def svm_loss(scores, y, delta=1.0):
    """Return the mean multiclass SVM loss and its gradient.

    Parameters
    ----------
    scores : array, shape (N, C)
    y : integer array, shape (N,)
    delta : float

    Returns
    -------
    loss : float
        Mean over the N examples.
    dscores : array, shape (N, C)
        Derivative of `loss` with respect to each score, in the dtype of `scores`.

    Raises
    ------
    ValueError, TypeError
        Bad scores or labels (the given line does this).

    Examples
    --------
    >>> loss, dscores = svm_loss([[1, 3, 2]], [0])
    >>> float(loss)
    5.0
    >>> dscores
    array([[-2.,  1.,  1.]])
    """
    scores, y = check_scores_and_labels(scores, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\* Softmax
# *Slides "Softmax Classifier".* Scores become probabilities: exponentiate, then divide by the sum of the
# row.
#
# $$P(Y = k \mid X = x_i) = \frac{e^{s_k}}{\sum_j e^{s_j}}$$
#
# $e^{1000}$ is too large for a computer, so the plain formula gives `nan` for large scores. What may you
# subtract from all scores of a row without changing its probabilities?


# %% exercise="softmax"
def softmax(scores):
    """Turn each row of scores into probabilities.

    Parameters
    ----------
    scores : array, shape (N, C)
        Any finite numbers; also ±1000.

    Returns
    -------
    array, shape (N, C)
        Each row is positive and sums to 1.

    Raises
    ------
    ValueError
        `scores` is empty or does not have two axes (the given line does this).

    Examples
    --------
    >>> softmax([[5, 5, 5, 5]])
    array([[0.25, 0.25, 0.25, 0.25]])
    """
    scores = check_scores(scores)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\* The cross-entropy loss of each example
# *Slides "Softmax Classifier", "cross-entropy loss (Softmax)" and "Softmax vs. SVM".* The loss is the
# negative logarithm of the probability that the right class gets:
#
# $$L_i = -\log\left(\frac{e^{s_{y_i}}}{\sum_j e^{s_j}}\right)$$
#
# The slides take the logarithm to base 10 without saying so (0.89 and 0.452); everywhere else in machine
# learning it is the natural one (2.04 and 1.04). Your function takes the base as an argument.
#
# Don't call `softmax` here: for the scores [10, -2000, 0] and y = 1 that probability is 0 to a computer,
# and its logarithm minus infinity, while the loss is just 2010. Simplify the logarithm of the fraction on
# paper first.


# %% exercise="cross_entropy"
def cross_entropy(scores, y, base=np.e):
    """Return the cross-entropy (softmax) loss of each example.

    Parameters
    ----------
    scores : array, shape (N, C)
        Any finite numbers; also ±1000 and further apart.
    y : integer array, shape (N,)
    base : float
        Base of the logarithm; e gives nats, 10 gives the slides' numbers.

    Returns
    -------
    array, shape (N,)
        One loss per example, finite and never negative.

    Raises
    ------
    ValueError, TypeError
        Bad scores or labels (the given line does this).

    Examples
    --------
    >>> cross_entropy([[0, 0, 0, 0, 0, 0, 0, 0]], [3], base=2).round(9)
    array([3.])
    """
    scores, y = check_scores_and_labels(scores, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\*\* The softmax loss and its gradient
# *Slides "Softmax Classifier" and "Gradient Evaluation".* Again the mean over the batch and its derivative
# with respect to every score. Derive it for one example with $L = \log \sum_j e^{s_j} - s_y$: the first
# term gives the probabilities, the second a single number. If every score of a row rises equally, does the
# loss move?
#
# Work with $\log p$ all the way and take `exp` only for the gradient; then neither part overflows. Write
# this one from the formula too, without calling `softmax` or `cross_entropy`: then a slip there costs you
# nothing here.


# %% exercise="softmax_loss"
def softmax_loss(scores, y):
    """Return the mean cross-entropy loss (natural logarithm) and its gradient.

    Parameters
    ----------
    scores : array, shape (N, C)
        Any finite numbers; also ±1000 and further apart.
    y : integer array, shape (N,)

    Returns
    -------
    loss : float
        Mean over the N examples.
    dscores : array, shape (N, C)
        Derivative of `loss` with respect to each score, in the dtype of `scores`.

    Raises
    ------
    ValueError, TypeError
        Bad scores or labels (the given line does this).

    Examples
    --------
    >>> loss, dscores = softmax_loss([[7, 7, 7, 7]], [1])
    >>> bool(np.isclose(loss, np.log(4)))
    True
    >>> dscores
    array([[ 0.25, -0.75,  0.25,  0.25]])
    """
    scores, y = check_scores_and_labels(scores, y)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# Your two losses side by side, for two classes. On the horizontal axis is the lead of the right class: its
# score minus that of its rival. Where does each loss stop caring?

# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.losses_against_margin(svm_losses, cross_entropy)

# %% [markdown]
# ## \*\* Binary cross-entropy
# *Slide "Binary cross-entropy loss".* With only two classes one number is enough: p, the predicted
# probability of class 1. (The slide calls the prediction $y_i$; here y is always a label, so it is p.)
#
# $$L_i = -(t_i \log p_i + (1 - t_i) \log(1 - p_i))$$
#
# Only one of the two terms counts for an example: which one, when t = 0? For p of exactly 0 or 1 the other
# term is 0 · log 0, which a computer calls `nan`; a prediction that is certain and right must cost 0.


# %% exercise="binary_cross_entropy"
def binary_cross_entropy(p, t):
    """Return the binary cross-entropy of each prediction.

    Parameters
    ----------
    p : array, shape (N,)
        Predicted probabilities of class 1, from 0 to 1, both included.
    t : integer array, shape (N,)
        The truth, 0 or 1.

    Returns
    -------
    array, shape (N,)
        0 where the prediction is certain and right; infinite, or very large, where it is certain and wrong.

    Raises
    ------
    ValueError, TypeError
        Bad predictions or labels (the given line does this).

    Examples
    --------
    >>> binary_cross_entropy([0.5, 0.25], [0, 1]).round(4)
    array([0.6931, 1.3863])
    """
    p, t = check_predictions(p, t)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\*\* Binary cross-entropy from a score
# *Slide "Binary cross-entropy loss", with the sigmoid of the slide "Another example".* Mostly p is the
# sigmoid of a score z (a *logit*): $p = 1 / (1 + e^{-z})$. For z = 40 a computer rounds p to exactly 1; if
# the truth is 0, the formula above gives infinity, though the loss is 40.
#
# Put the sigmoid into the formula and simplify on paper until no step can overflow or round to 1.
# (`np.log1p(x)` is log(1 + x), accurate for tiny x; `np.logaddexp` is worth a look too.)


# %% exercise="binary_cross_entropy_with_logits"
def binary_cross_entropy_with_logits(z, t):
    """Return the binary cross-entropy of each score z, for the prediction p = sigmoid(z).

    Parameters
    ----------
    z : array, shape (N,)
        Scores (logits); any finite numbers, also ±800.
    t : integer array, shape (N,)
        The truth, 0 or 1.

    Returns
    -------
    array, shape (N,)
        Finite and never negative.

    Raises
    ------
    ValueError, TypeError
        Bad scores or labels (the given line does this).

    Examples
    --------
    >>> binary_cross_entropy_with_logits([0, 1000], [1, 0]).round(4)
    array([6.931e-01, 1.000e+03])
    """
    z, t = check_logits(z, t)
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# What a prediction costs, by your function: the two curves are the two truths, t = 1 and t = 0.

# %% tags=["figure"]
if __name__ == "__main__":
    import figures

    figures.binary_cross_entropy_against_prediction(binary_cross_entropy)

# %% [markdown]
# ## \* L2 regularisation
# *Slide "Until now", the term R(W) of the full loss.* Large weights are penalised by the sum of their
# squares:
#
# $$R(W) = \mathrm{reg} \cdot \sum_{k,l} W_{k,l}^2$$
#
# There is no square root in it and, here, no ½. Value and gradient must belong together.


# %% exercise="l2_regularization"
def l2_regularization(W, reg):
    """Return R(W) = reg * (sum of the squares of W) and its gradient.

    Parameters
    ----------
    W : array of any shape
    reg : float
        Strength of the regularisation.

    Returns
    -------
    value : float
    gradient : array, shape of W
        Derivative of `value` with respect to each weight, in the dtype of `W`.

    Raises
    ------
    ValueError
        `W` is empty (the given line does this).

    Examples
    --------
    >>> value, gradient = l2_regularization([[1, -2], [3, 0]], 0.5)
    >>> float(value)
    7.0
    >>> gradient
    array([[ 1., -2.],
           [ 3.,  0.]])
    """
    W = as_floats(W, name="W")
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\* The full loss
# *Slide "Until now".* Everything together: scores from the inputs, a loss for each example, their mean, and
# the regularisation of the weights.
#
# $$L = \frac{1}{N} \sum_{i=1}^N L_i + R(W)$$
#
# This one is made of the functions that you have written: call them. (If one of them still has a mistake,
# it costs you no second time here.) The biases are not regularised.


# %% exercise="full_loss"
def full_loss(X, W, b, y, reg, kind):
    """Return the mean loss over the batch plus R(W) of a linear classifier.

    Parameters
    ----------
    X : array, shape (N, D)
    W : array, shape (D, C)
    b : array, shape (C,)
    y : integer array, shape (N,)
    reg : float
        Strength of the regularisation, R(W) = reg * (sum of the squares of W).
    kind : {"svm", "softmax"}
        The loss of each example: `svm_losses` with delta = 1, or `cross_entropy` in nats.

    Returns
    -------
    float

    Raises
    ------
    ValueError, TypeError
        Bad input or an unknown kind (the given lines do this).

    Examples
    --------
    >>> round(float(full_loss([[1, 2]], [[1, 0, 3], [0, 1, 1]], [0, 0, 0], [1], reg=0.1, kind="svm")), 9)
    5.2
    """
    if kind not in ("svm", "softmax"):
        raise ValueError(f'kind must be "svm" or "softmax", got {kind!r}')
    X, W, b = check_linear(X, W, b)
    y = as_labels(y, len(X), len(b))
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [markdown]
# ## \*\* Questions
# *Slides "What is the min/max possible loss?" and "Softmax vs. SVM".* Write the text of your choice instead
# of each `None`, spelled exactly as offered. Try things out with your functions where that helps, and mind
# the difference between what a computer prints and what the formula says.
#
# The last three are about the scores on the slide "Softmax vs. SVM", with y = 0 and delta = 1: every score
# may rise or fall by up to 0.1. Which of the two losses can then change, in exact arithmetic?


# %% exercise="ANSWERS"
ANSWERS = {
    # What is the smallest SVM loss that one example can have?
    # "0, attained", "0, approached but never attained", "1", "minus infinity"
    "svm_minimum": None,
    # What is the largest SVM loss that one example can have, with C classes?
    # "1", "C - 1", "C", "there is none"
    "svm_maximum": None,
    # What is the smallest softmax (cross-entropy) loss, for finite scores and at least two classes?
    # "0, attained", "0, approached but never attained", "ln C", "minus infinity"
    "softmax_minimum": None,
    # What is the largest softmax (cross-entropy) loss?
    # "1", "ln C", "C", "there is none"
    "softmax_maximum": None,
    # Training starts with W = 0 and b = 0. What is the mean SVM loss then (delta = 1, C classes)?
    # "0", "1", "C - 1", "C", "ln C"
    "svm_with_zero_weights": None,
    # And the mean softmax loss?
    # "0", "1", "C - 1", "1 / C", "ln C"
    "softmax_with_zero_weights": None,
    # Scores [10, -2, 3], y = 0.
    # "neither", "only the SVM loss", "only the softmax loss", "both"
    "perturb_10_-2_3": None,
    # Scores [10, 9, 9], y = 0.
    # "neither", "only the SVM loss", "only the softmax loss", "both"
    "perturb_10_9_9": None,
    # Scores [10, -100, -100], y = 0.
    # "neither", "only the SVM loss", "both by about the same", "only the softmax loss, by less than 1e-40"
    "perturb_10_-100_-100": None,
}
