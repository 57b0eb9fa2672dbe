"""Which rows go into which batch."""

import numpy as np


def order_of(n, rng, shuffle):
    return rng.permutation(n) if shuffle else np.arange(n)


def cut(order, size):
    while len(order):
        yield order[:size]
        order = order[size:]
