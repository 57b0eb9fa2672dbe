"""Wrong binary cross-entropies, from probabilities and from scores."""

import numpy as np
from losses import check_logits, check_predictions
from misconceptions import fate

from autograder import changed_by, contract, misconception, numbers, probe, refusal, within

TRUTHS = np.array([0, 1, 1, 1, 0])

# Binary cross-entropy


@misconception("binary_cross_entropy", hint="Who pays when t = 0?")
def binary_positive_term_only(p, t):
    p, t = check_predictions(p, t)
    return -np.where(t == 1, np.log(np.maximum(p, 1e-300)), 0.0)


@misconception("binary_cross_entropy", hint="Which one is never exactly 0, the prediction or the truth?")
def binary_swapped(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(all="ignore"):
        return -(p * np.log(t) + (1 - p) * np.log(1 - t))


@misconception("binary_cross_entropy", hint="What is 0 * log 0 to a computer, and which limit do you want?")
def binary_zero_times_log_zero(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(all="ignore"):
        return -(t * np.log(p) + (1 - t) * np.log(1 - p))


@misconception(
    "binary_cross_entropy", hint="What is your largest possible loss?", seen_in=["almost certain and wrong"]
)
def binary_with_epsilon(p, t):
    p, t = check_predictions(p, t)
    return -(t * np.log(p + 1e-8) + (1 - t) * np.log(1 - p + 1e-8))


@misconception("binary_cross_entropy", hint="What is the shape before the sum?")
def binary_outer_product(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(t == 1, p[:, np.newaxis], 1 - p[:, np.newaxis])).mean(axis=1)


@misconception("binary_cross_entropy", hint="Can this loss be negative?")
def binary_without_minus(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return np.log(np.where(t == 1, p, 1 - p))


@misconception("binary_cross_entropy", hint="How many numbers should come back for N examples?")
def binary_averages_the_batch(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(t == 1, p, 1 - p)).mean()


@misconception("binary_cross_entropy", hint="Which base inverts exp?")
def binary_base_2(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log2(np.where(t == 1, p, 1 - p))


@misconception("binary_cross_entropy", hint="If t = 0, should a large p be cheap?")
def binary_same_term_twice(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(p)


@misconception("binary_cross_entropy", hint="Of which truth is p the probability: of t = 1 or of t = 0?")
def binary_truth_reversed(p, t):
    p, t = check_predictions(p, t)
    with np.errstate(divide="ignore"):
        return -np.log(np.where(t == 0, p, 1 - p))


@misconception("binary_cross_entropy", hint="Where is the logarithm?")
def binary_squared_error(p, t):
    p, t = check_predictions(p, t)
    return (p - t) ** 2


@misconception("binary_cross_entropy", hint="Which truths are there besides 0 and 1?")
def binary_of_anything(p, t):
    p, t = np.asarray(p, float), np.asarray(t)
    with np.errstate(all="ignore"):
        return -np.log(np.where(t == 1, p, 1 - p))


@probe("binary_cross_entropy")
def binary_cross_entropy_probe(code):
    function = code.binary_cross_entropy
    p = np.array([0.1, 0.7, 0.35, 0.9, 0.6])

    def of_truth(truth):
        return lambda: np.reshape(numbers(function(p, TRUTHS)), 5)[truth == TRUTHS]

    return {
        "losses": lambda: function(p, TRUTHS),
        "losses where t = 1": of_truth(1),
        "losses where t = 0": of_truth(0),
        "one prediction": lambda: function(p[:1], TRUTHS[:1]),
        "certain and right": within(
            1e-5, lambda: function(np.array([0.0, 1.0]), np.array([0, 1])), absolute=1e-6
        ),
        "almost certain and wrong": lambda: fate(
            lambda p: function(np.array([p]), np.array([1])), 1e-200, 1e-250
        ),
        "arguments changed": contract(lambda: changed_by(code, function, p, TRUTHS)),
        "t = -1": contract(lambda: refusal(function, p, np.full(5, -1))),
        "p = 1.5": contract(lambda: refusal(function, p + 0.6, TRUTHS)),
    }


# Binary cross-entropy from a score


@misconception("binary_cross_entropy_with_logits", hint="Can you avoid forming the sigmoid?")
def logits_log_of_sigmoid(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.log(np.where(t == 1, p, 1 - p))


@misconception(
    "binary_cross_entropy_with_logits", hint="What is your largest possible loss?", seen_in=["far and wrong"]
)
def logits_with_epsilon(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.log(np.where(t == 1, p, 1 - p) + 1e-12)


@misconception(
    "binary_cross_entropy_with_logits",
    hint="For which z does exp(z) overflow, and what is log(1 + exp(z)) there?",
)
def logits_softplus_overflows(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(z)) - z * t


@misconception(
    "binary_cross_entropy_with_logits",
    hint="For which z does exp(-z) overflow, and what is log(1 + exp(-z)) there?",
)
def logits_mirrored_softplus_overflows(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        return np.log(1 + np.exp(-z)) + z * (1 - t)


@misconception("binary_cross_entropy_with_logits", hint="Is z a probability?")
def logits_without_sigmoid(z, t):
    z, t = check_logits(z, t)
    with np.errstate(all="ignore"):
        return -np.log(np.where(t == 1, z, 1 - z))


@misconception(
    "binary_cross_entropy_with_logits", hint="Does a large positive z speak for class 1 or for class 0?"
)
def logits_sign_reversed(z, t):
    z, t = check_logits(z, t)
    return np.logaddexp(0, z) - z * (1 - t)


@misconception("binary_cross_entropy_with_logits", hint="Who pays when t = 0?")
def logits_positive_term_only(z, t):
    z, t = check_logits(z, t)
    return t * np.logaddexp(0, -z)


@misconception("binary_cross_entropy_with_logits", hint="What is the shape before the sum?")
def logits_outer_product(z, t):
    z, t = check_logits(z, t)
    return (np.logaddexp(0, z)[:, np.newaxis] - z[:, np.newaxis] * t).mean(axis=1)


@misconception("binary_cross_entropy_with_logits", hint="How many numbers should come back for N examples?")
def logits_averages_the_batch(z, t):
    z, t = check_logits(z, t)
    return (np.logaddexp(0, z) - z * t).mean()


@misconception("binary_cross_entropy_with_logits", hint="Which truths are there besides 0 and 1?")
def logits_of_anything(z, t):
    z, t = np.asarray(z, float), np.asarray(t)
    return np.logaddexp(0, z) - z * t


@misconception("binary_cross_entropy_with_logits", hint="Can this loss be negative?")
def logits_without_minus(z, t):
    z, t = check_logits(z, t)
    return z * t - np.logaddexp(0, z)


@probe("binary_cross_entropy_with_logits")
def binary_cross_entropy_with_logits_probe(code):
    function = code.binary_cross_entropy_with_logits
    z = np.array([0.5, -1.5, 2.0, 0.25, -0.75])

    def of_truth(truth):
        return lambda: np.reshape(numbers(function(z, TRUTHS)), 5)[truth == TRUTHS]

    def far(z, t):
        return lambda: function(np.array([z]), np.array([t]))

    return {
        "losses": lambda: function(z, TRUTHS),
        "losses where t = 1": of_truth(1),
        "losses where t = 0": of_truth(0),
        "z = 40, t = 0": far(40.0, 0),
        "z = 800, t = 0": far(800.0, 0),
        "z = -800, t = 1": far(-800.0, 1),
        "z = 800, t = 1": far(800.0, 1),
        "far and wrong": lambda: fate(lambda z: function(np.array([z]), np.array([0])), 100.0, 200.0),
        "arguments changed": contract(lambda: changed_by(code, function, z, TRUTHS)),
        "t = -1": contract(lambda: refusal(function, z, np.full(5, -1))),
    }
