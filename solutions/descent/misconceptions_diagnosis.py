"""Wrong readings of a loss curve."""

from functools import partial

import numpy as np
from descent import levels

from autograder import misconception, probe


@misconception("diagnose_learning_rate", hint="What is nan > start?")
def diagnosis_without_nan(history):
    start, middle, end = levels(history)
    if end > start:
        return "too high"
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="Which of the lecture's curves is nearly a straight line?")
def diagnosis_with_high_and_low_swapped(history):
    swapped = {"high": "low", "low": "high"}
    right = _diagnosis(history)
    return swapped.get(right, right)


@misconception("diagnose_learning_rate", hint="Is it still on its way down at the end?")
def diagnosis_by_the_end_alone(history):
    start, _, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    return "low" if end > 0.8 * start else "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="What if the loss were counted in thousandths?")
def diagnosis_with_fixed_levels(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.1:
        return "low"
    return "high" if end > 1.0 else "good"


@misconception("diagnose_learning_rate", hint="What if the loss were counted in thousandths?")
def diagnosis_with_a_fixed_fall(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.1:
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="What if the loss were counted in thousandths?")
def diagnosis_with_a_fixed_end(history):
    right = _diagnosis(history)
    return ("high" if levels(history)[2] > 1.0 else "good") if right in ("high", "good") else right


@misconception("diagnose_learning_rate", hint="Is one noisy step the whole curve?")
def diagnosis_by_single_steps(history):
    levels(history)
    if not np.all(np.isfinite(history)) or np.any(np.diff(history) > 0):
        return "too high"
    return _diagnosis(history)


@misconception("diagnose_learning_rate", hint="Can a curve that ends low still be on its way?")
def diagnosis_that_calls_a_low_end_good(history):
    start, _, end = levels(history)
    right = _diagnosis(history)
    return "good" if right == "low" and end < 0.5 * start else right


def _diagnosis(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


@probe("diagnose_learning_rate")
def diagnose_learning_rate_probe(code):
    t = np.linspace(0, 1, 40)
    wiggle = 1 + 0.03 * np.sin(40 * t)
    curves = {
        "rising": 2 + 3 * t,
        "stuck high": 1.5 + 0.5 * np.exp(-20 * t),
        "quickly low": 0.2 + 1.8 * np.exp(-12 * t),
        "a line": 2.0 - 0.8 * t,
        "a line that falls little": 2.0 - 0.3 * t,
        "a line that ends low": 2.0 - 1.8 * t,
        "quickly low, with noise": wiggle * (0.2 + 1.8 * np.exp(-12 * t)),
        "a line, in thousandths": 0.002 - 0.0008 * t,
        "stuck high, in thousands": 1500 + 500 * np.exp(-20 * t),
        "quickly low, in thousands": 200 + 1800 * np.exp(-12 * t),
        "nan at the end": [2.0, 1.5, 1.2, 1.0, 0.9, 0.8, 0.8, np.nan],
    }
    return {
        name: partial(lambda curve: code.diagnose_learning_rate(curve), curve)
        for name, curve in curves.items()
    }
