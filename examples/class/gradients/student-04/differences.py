"""Moves one entry of an array and puts it back."""

import contextlib


@contextlib.contextmanager
def moved(x, index, step):
    old = x[index]
    x[index] = old + step
    try:
        yield x
    finally:
        x[index] = old
