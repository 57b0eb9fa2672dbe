"""Wrong regularisation, and wrong sums of loss and regularisation."""

from functools import cache

import numpy as np
from losses import as_floats, cross_entropy, l2_regularization, linear_scores, svm_losses
from misconceptions import B, W, X, float32_kept

from autograder import changed_by, contract, misconception, numbers, part, probe, refusal

# L2 regularisation


@misconception("l2_regularization", hint="Is there a root in R?")
def l2_norm_itself(W, reg):
    W = as_floats(W, name="W")
    norm = np.sqrt((W**2).sum())
    return reg * norm, reg * W / norm


@misconception("l2_regularization", hint="What is the derivative of w**2: w, or 2 * w?")
def l2_gradient_lacks_the_two(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), reg * W


@misconception("l2_regularization", hint="Is there a factor 1/2 in our R(W)?")
def l2_with_a_half(W, reg):
    W = as_floats(W, name="W")
    return 0.5 * reg * (W**2).sum(), reg * W


@misconception("l2_regularization", hint="Where does reg enter the value?")
def l2_value_without_reg(W, reg):
    W = as_floats(W, name="W")
    return (W**2).sum(), 2 * reg * W


@misconception("l2_regularization", hint="Where does reg enter the gradient?")
def l2_gradient_without_reg(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), 2 * W


@misconception("l2_regularization", hint="How many partial derivatives are there?")
def l2_gradient_is_one_number(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), 2 * reg * W.sum()


@misconception("l2_regularization", hint="Which products of weights are in the sum?")
def l2_matrix_product(W, reg):
    W = as_floats(W, name="W")
    return reg * (W.T @ W).sum(), 2 * reg * W


@misconception("l2_regularization", hint="Which products of weights are in the sum?")
def l2_matrix_product_by_rows(W, reg):
    W = as_floats(W, name="W")
    return reg * np.dot(W, W.T).sum(), 2 * reg * W


@misconception("l2_regularization", hint="What power is on the weights?")
def l2_absolute_values(W, reg):
    W = as_floats(W, name="W")
    return reg * np.abs(W).sum(), reg * np.sign(W)


@misconception("l2_regularization", hint="Does R(W) divide by the number of weights?")
def l2_mean_of_squares(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).mean(), 2 * reg * W / W.size


@misconception("l2_regularization", hint="After `R = W`, how many arrays are there?")
def l2_wipes_the_last_row(W, reg):
    # The last row held the biases in an earlier course, and R is the caller's own W.
    R = as_floats(W, name="W")
    R[-1] = 0
    return reg * (R**2).sum(), 2 * reg * R


@misconception("l2_regularization", hint="Whose array is it?")
def l2_in_place(W, reg):
    W = as_floats(W, name="W")
    value = reg * (W**2).sum()
    W *= 2 * reg
    return value, W


@misconception("l2_regularization", hint="What dtype does np.zeros give you?")
def l2_gradient_always_double(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), np.zeros(W.shape) + 2 * reg * W


@misconception("l2_regularization", hint="Does the factor of the value fit the slope that you return?")
def l2_value_with_a_half(W, reg):
    W = as_floats(W, name="W")
    return 0.5 * reg * (W**2).sum(), 2 * reg * W


@misconception("l2_regularization", hint="Is there a root in R, and what is the slope of a square?")
def l2_value_is_the_norm(W, reg):
    W = as_floats(W, name="W")
    return reg * np.sqrt((W**2).sum()), 2 * reg * W


@misconception("l2_regularization", hint="Is the slope of w squared a square?")
def l2_gradient_squared(W, reg):
    W = as_floats(W, name="W")
    return reg * (W**2).sum(), 2 * reg * W**2


@misconception("l2_regularization", hint="First the squares or first the sum?")
def l2_square_of_the_sum(W, reg):
    W = as_floats(W, name="W")
    return reg * W.sum() ** 2, 2 * reg * W


@probe("l2_regularization")
def l2_regularization_probe(code):
    function = code.l2_regularization
    plain = cache(lambda: function(W, 0.3))

    def each_weight():
        gradient = numbers(part(plain(), 1))
        return "one number" if np.allclose(gradient, gradient.flat[0]) and gradient.flat[0] else ""

    return {
        "value": lambda: part(plain(), 0),
        "gradient": lambda: part(plain(), 1),
        "gradient of each weight": each_weight,
        "value for one axis": lambda: part(function(np.array([0.7, -0.2, 0.4]), 0.3), 0),
        "arguments changed": contract(lambda: changed_by(code, function, W, 0.3)),
        "dtype": float32_kept(function, W, 0.5),
    }


# The full loss


def _data_losses(X, W, b, y, kind):
    scores = linear_scores(X, W, b)
    return svm_losses(scores, y) if kind == "svm" else cross_entropy(scores, y)


@misconception("full_loss", hint="Does doubling the data double your loss?")
def full_loss_summed(X, W, b, y, reg, kind):
    return np.sum(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Is R(W) inside the mean over the examples?")
def full_loss_divides_the_penalty(X, W, b, y, reg, kind):
    return (np.sum(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]) / len(y)


@misconception("full_loss", hint="What does Python divide by in `loss /= N + R`?")
def full_loss_divides_by_the_penalty(X, W, b, y, reg, kind):
    loss = np.sum(_data_losses(X, W, b, y, kind))
    loss /= len(y) + l2_regularization(W, reg)[0]
    return loss


@misconception("full_loss", hint="Which parameters does R(W) name?")
def full_loss_regularises_the_bias(X, W, b, y, reg, kind):
    penalty = l2_regularization(W, reg)[0] + l2_regularization(b, reg)[0]
    return np.mean(_data_losses(X, W, b, y, kind)) + penalty


@misconception("full_loss", hint="What happens to your loss when reg grows?")
def full_loss_without_penalty(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind))


@misconception("full_loss", hint="Where does reg enter?")
def full_loss_ignores_reg(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + l2_regularization(W, 1.0)[0]


@misconception("full_loss", hint="Is there a factor 1/2 in our R(W)?")
def full_loss_half_penalty(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + 0.5 * l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Which input did you not use?")
def full_loss_without_bias(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, np.zeros(len(b)), y, kind)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint='What changes when kind is "softmax"?')
def full_loss_always_svm(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, "svm")) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Which loss belongs to which kind?")
def full_loss_kinds_swapped(X, W, b, y, reg, kind):
    other = {"svm": "softmax", "softmax": "svm"}[kind]
    return np.mean(_data_losses(X, W, b, y, other)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="What should happen with a kind that does not exist?")
def full_loss_of_any_kind(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Is the mean taken over the examples, or over every entry of an array?")
def full_loss_mean_over_classes(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) / np.shape(W)[1] + l2_regularization(W, reg)[0]


@misconception("full_loss", hint="Which of the two results of l2_regularization belongs into the loss?")
def full_loss_adds_the_gradient(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + l2_regularization(W, reg)[1].sum()


@misconception("full_loss", hint="How often is reg applied, by l2_regularization and by you?")
def full_loss_reg_twice(X, W, b, y, reg, kind):
    return np.mean(_data_losses(X, W, b, y, kind)) + reg * l2_regularization(W, reg)[0]


@probe("full_loss")
def full_loss_probe(code):
    y = np.array([3, 0, 2])

    def loss(kind, reg=0.0, b=B):
        return numbers(code.full_loss(X, W, b, y, reg, kind))

    return {
        "svm": lambda: loss("svm"),
        "softmax": lambda: loss("softmax"),
        "svm without biases": lambda: loss("svm", b=0 * B),
        "softmax without biases": lambda: loss("softmax", b=0 * B),
        "penalty of svm": lambda: loss("svm", 0.3) - loss("svm"),
        "penalty of softmax": lambda: loss("softmax", 0.3) - loss("softmax"),
        "unknown kind": contract(lambda: refusal(loss, "hinge")),
        "arguments changed": contract(lambda: changed_by(code, code.full_loss, X, W, B, y, 0.3, "svm")),
    }
