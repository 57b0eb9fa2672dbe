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


@misconception("two_layer_loss", hint="What shape has the gradient of R(W)?")
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


@misconception("two_layer_loss", hint="Did loss and gradient get the same divisor?")
def loss_as_sum_beside_an_averaged_gradient(params, X, y, reg):
    return loss_as_sum(params, X, y, reg)[0], right_loss(params, X, y, reg)[1]


@misconception("two_layer_loss", hint="Which way should the right score move?")
def loss_with_dscores_negated(params, X, y, reg):
    loss, grads = right_loss(params, X, y, reg)
    data = right_loss(params, X, y, 0.0)[1]
    return loss, {name: value - 2 * data[name] for name, value in grads.items()}


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
