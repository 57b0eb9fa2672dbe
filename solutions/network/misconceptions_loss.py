"""Wrong losses of the network: the regulariser, the mean, and what is returned."""

import numpy as np
from misconceptions import right_loss

from autograder import misconception


@misconception("two_layer_loss", hint="Does the loss carry a term that the gradient does not?")
def loss_with_reg_missing_in_gradient(params, X, y, reg):
    return right_loss(params, X, y, reg)[0], right_loss(params, X, y, 0.0)[1]


@misconception("two_layer_loss", hint="Does the gradient carry a term that the loss does not?")
def loss_with_reg_missing_in_loss(params, X, y, reg):
    return right_loss(params, X, y, 0.0)[0], right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="What is the derivative of reg * W**2?")
def loss_with_half_the_reg_gradient(params, X, y, reg):
    return right_loss(params, X, y, reg)[0], right_loss(params, X, y, reg / 2)[1]


@misconception("two_layer_loss", hint="Is there a ½ in R(W) here?")
def loss_with_half_the_reg(params, X, y, reg):
    return right_loss(params, X, y, reg / 2)


@misconception("two_layer_loss", hint="Which parameters are regularised?")
def loss_with_regularised_biases(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    b1, b2 = np.asarray(params["b1"]), np.asarray(params["b2"])
    loss = loss + reg * (np.sum(b1**2) + np.sum(b2**2))
    return loss, grads | {"b1": grads["b1"] + 2 * reg * b1, "b2": grads["b2"] + 2 * reg * b2}


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_only_W2_regularised(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    W1 = np.asarray(params["W1"])
    return loss - reg * np.sum(W1**2), grads | {"W1": grads["W1"] - 2 * reg * W1}


@misconception("two_layer_loss", hint="Is R(W) averaged over the examples?")
def loss_with_reg_averaged(params, X, y, reg):
    return right_loss(params, X, y, reg / len(X))


@misconception("two_layer_loss", hint="Is there a root in R(W)?")
def loss_with_norm_for_reg(params, X, y, reg):
    loss, _grads = right_loss(params, X, y, 0.0)
    return loss + reg * (np.linalg.norm(params["W1"]) + np.linalg.norm(params["W2"])), (
        right_loss(params, X, y, reg)[1]
    )


@misconception("two_layer_loss", hint="Does W.T @ W square each weight?")
def loss_with_products_for_squares(params, X, y, reg):
    loss, _grads = right_loss(params, X, y, 0.0)
    W1, W2 = np.asarray(params["W1"]), np.asarray(params["W2"])
    return loss + reg * (np.sum(W1.T @ W1) + np.sum(W2.T @ W2)), right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="What shape does the gradient of R(W) have?")
def loss_with_scalar_reg_gradient(params, X, y, reg):
    _loss, grads = right_loss(params, X, y, 0.0)
    for name in ("W1", "W2"):
        grads[name] = grads[name] + 2 * reg * np.sum(params[name])
    return right_loss(params, X, y, reg)[0], grads


@misconception("two_layer_loss", hint="Does doubling the data double your loss?")
def loss_as_sum(params, X, y, reg):
    loss, grads = right_loss(params, X, y, 0.0)
    extra, reg_grads = right_loss(params, X, y, reg)
    n = len(X)
    return n * loss + extra - loss, {name: (n - 1) * grads[name] + reg_grads[name] for name in grads}


@misconception("two_layer_loss", hint="Did loss and gradient get the same divisor?")
def loss_with_gradient_not_averaged(params, X, y, reg):
    loss, _grads = right_loss(params, X, y, reg)
    return loss, loss_as_sum(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Which way should the right score move?")
def loss_with_gradient_uphill(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, {name: -value for name, value in grads.items()}


@misconception("two_layer_loss", hint="Which of the two comes first?")
def loss_swapped(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return grads, loss


@misconception("two_layer_loss", hint="Which base inverts exp?")
def loss_with_log10(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    data_loss, _ = right_loss(params, X, y, 0.0)
    return loss - data_loss + data_loss / np.log(10), grads


@misconception("two_layer_loss", hint="How many examples share one bias?")
def loss_with_mean_bias_gradient(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, grads | {"b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


@misconception("two_layer_loss", hint="Whose arrays does `-=` change?")
def loss_that_takes_the_step(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    for name in grads:
        params[name] -= 0.1 * grads[name]
    return loss, grads


@misconception("two_layer_loss", hint="Which term of the loss keeps the weights small?")
def loss_without_reg(params, X, y, reg):
    return right_loss(params, X, y, 0.0)


@misconception("two_layer_loss", hint="How often is R(W) in your loss?")
def loss_with_reg_twice(params, X, y, reg):
    right, grads = right_loss(params, X, y, reg)
    return 2 * right - right_loss(params, X, y, 0.0)[0], grads


@misconception("two_layer_loss", hint="Is there a ½ in R(W) here, in the loss as in the gradient?")
def loss_with_half_the_reg_in_the_loss(params, X, y, reg):
    return right_loss(params, X, y, reg / 2)[0], right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="What is your R(W) when reg is 0?")
def loss_with_squares_without_reg(params, X, y, reg):
    return right_loss(params, X, y, 1.0)[0], right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Was the regulariser's gradient there already when you divided by N?")
def loss_with_reg_gradient_averaged(params, X, y, reg):
    return right_loss(params, X, y, reg)[0], right_loss(params, X, y, reg / len(X))[1]


@misconception("two_layer_loss", hint="Was the regulariser there already when you divided the loss by N?")
def loss_with_reg_averaged_in_the_loss(params, X, y, reg):
    return right_loss(params, X, y, reg / len(X))[0], right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="How often did you divide by N?")
def loss_with_gradient_averaged_twice(params, X, y, reg):
    _loss, grads = right_loss(params, X, y, 0.0)
    full, full_grads = right_loss(params, X, y, reg)
    return full, {name: full_grads[name] - grads[name] + grads[name] / len(X) for name in grads}


WEIGHTS = ("W1", "W2")


def _with_reg_gradient(params, X, y, reg, shares):
    """The right loss, and gradients with another share of the regulariser's gradient for some parameters."""
    loss, grads = right_loss(params, X, y, reg)
    _, plain = right_loss(params, X, y, 0.0)
    return loss, {
        name: plain[name] + share * (grads[name] - plain[name])
        for name, share in (dict.fromkeys(grads, 1.0) | shares).items()
    }


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_no_reg_gradient_for_W1(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W1": 0.0})


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_no_reg_gradient_for_W2(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W2": 0.0})


@misconception("two_layer_loss", hint="What is the derivative of reg * W**2?")
def loss_with_half_the_reg_gradient_for_W1(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W1": 0.5})


@misconception("two_layer_loss", hint="What is the derivative of reg * W**2?")
def loss_with_half_the_reg_gradient_for_W2(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W2": 0.5})


@misconception("two_layer_loss", hint="How often is R(W) in your gradient?")
def loss_with_reg_gradient_twice(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W1": 2.0, "W2": 2.0})


@misconception("two_layer_loss", hint="Does the regulariser push the weights towards 0 or away?")
def loss_with_reg_gradient_uphill(params, X, y, reg):
    return _with_reg_gradient(params, X, y, reg, {"W1": -1.0, "W2": -1.0})


def _with_reg_in_the_loss(params, X, y, reg, names):
    """The right gradients, and a loss that regularises the parameters of these names."""
    _, grads = right_loss(params, X, y, reg)
    return right_loss(params, X, y, 0.0)[0] + reg * sum(
        np.sum(np.asarray(params[name]) ** 2) for name in names
    ), grads


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_only_W1_in_the_loss(params, X, y, reg):
    return _with_reg_in_the_loss(params, X, y, reg, ["W1"])


@misconception("two_layer_loss", hint="How many weight matrices are regularised?")
def loss_with_only_W2_in_the_loss(params, X, y, reg):
    return _with_reg_in_the_loss(params, X, y, reg, ["W2"])


@misconception("two_layer_loss", hint="Which parameters are regularised?")
def loss_with_biases_in_the_loss(params, X, y, reg):
    return _with_reg_in_the_loss(params, X, y, reg, ["W1", "b1", "W2", "b2"])


@misconception("two_layer_loss", hint="Which parameters are regularised?")
def loss_with_regularised_bias_gradients(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, grads | {name: grads[name] + 2 * reg * np.asarray(params[name]) for name in ("b1", "b2")}


@misconception("two_layer_loss", hint="Did loss and gradient get the same divisor?")
def loss_not_averaged(params, X, y, reg):
    plain, _ = right_loss(params, X, y, 0.0)
    loss, grads = right_loss(params, X, y, reg)
    return loss + (len(X) - 1) * plain, grads


def _with_data_gradients(params, X, y, reg, factor):
    """The right loss, and the data's share of the gradients times a factor."""
    loss, grads = right_loss(params, X, y, reg)
    _, plain = right_loss(params, X, y, 0.0)
    return loss, {name: grads[name] + (factor - 1) * plain[name] for name in grads}


@misconception("two_layer_loss", hint="Which way should the right score move?")
def loss_with_data_gradients_uphill(params, X, y, reg):
    return _with_data_gradients(params, X, y, reg, -1.0)


@misconception("two_layer_loss", hint="Is a gradient's mean one over examples, classes or features?")
def loss_with_gradients_divided_by_the_classes(params, X, y, reg):
    return _with_data_gradients(params, X, y, reg, len(X) / len(params["b2"]))


@misconception("two_layer_loss", hint="Is a gradient's mean one over examples, classes or features?")
def loss_with_gradients_divided_by_the_features(params, X, y, reg):
    return _with_data_gradients(params, X, y, reg, len(X) / np.shape(X)[1])


def _with_bias_gradients(params, X, y, reg, change, names):
    loss, grads = right_loss(params, X, y, reg)
    return loss, grads | {name: change(grads[name]) for name in names}


@misconception("two_layer_loss", hint="How many examples share one bias?")
def loss_with_mean_b1_gradient(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, lambda grad: grad / len(X), ["b1"])


@misconception("two_layer_loss", hint="How many examples share one bias?")
def loss_with_mean_b2_gradient(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, lambda grad: grad / len(X), ["b2"])


@misconception("two_layer_loss", hint="Do the biases move the loss?")
def loss_without_b1_gradient(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, np.zeros_like, ["b1"])


@misconception("two_layer_loss", hint="Do the biases move the loss?")
def loss_without_b2_gradient(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, np.zeros_like, ["b2"])


@misconception("two_layer_loss", hint="Is a bias's gradient one number for all units, or one for each?")
def loss_with_bias_gradients_of_one_number(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, np.sum, ["b1", "b2"])


@misconception("two_layer_loss", hint="Is a bias's gradient one number for all units, or one for each?")
def loss_with_b2_gradient_of_one_number(params, X, y, reg):
    return _with_bias_gradients(params, X, y, reg, np.sum, ["b2"])


@misconception("two_layer_loss", hint="Which four names should grads have?", seen_in=["names in grads"])
def loss_with_fewer_names(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, {name: grads[name] for name in WEIGHTS}


@misconception("two_layer_loss", hint="Which four names should grads have?", seen_in=["names in grads"])
def loss_with_names_of_its_own(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    return loss, {f"d{name}": value for name, value in grads.items()}


@misconception("two_layer_loss", hint="Which base inverts exp?")
def loss_with_log2(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    data_loss, _ = right_loss(params, X, y, 0.0)
    return loss - data_loss + data_loss / np.log(2), grads
