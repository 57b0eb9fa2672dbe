# %%


# %% exercise="svm_loss"
def svm_loss(scores, y):
    """Return the mean SVM loss at delta = 1 and its gradient."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% exercise="softmax_loss"
def softmax_loss(scores, y):
    """Return the mean cross-entropy loss and its gradient."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% exercise="numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x by central differences."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% exercise="gradient_step"
def gradient_step(W, dW, learning_rate):
    """Return the weights after one step."""
    # YOUR CODE HERE
    raise NotImplementedError()
