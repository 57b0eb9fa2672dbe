# %%
import numpy as np


# %% exercise="svm_loss"
def svm_loss(scores, y):
    """Return the mean SVM loss at delta = 1 and its gradient."""
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    gradient = (margins > 0).astype(float)
    gradient[rows, y] = -gradient.sum(axis=1)
    return margins.sum() / len(y), gradient / len(y)
    ### END SOLUTION


# %% exercise="softmax_loss"
def softmax_loss(scores, y):
    """Return the mean cross-entropy loss and its gradient."""
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    gradient = np.exp(log_p)
    gradient[rows, y] -= 1
    return -log_p[rows, y].mean(), gradient / len(y)
    ### END SOLUTION


# %% exercise="numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x by central differences."""
    ### BEGIN SOLUTION
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient
    ### END SOLUTION


# %% exercise="gradient_step"
def gradient_step(W, dW, learning_rate):
    """Return the weights after one step."""
    ### BEGIN SOLUTION
    return W - learning_rate * dW
    ### END SOLUTION
