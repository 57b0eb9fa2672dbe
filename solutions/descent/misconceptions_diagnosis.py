"""Wrong readings of a loss curve."""

from functools import cache

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


@misconception(
    "diagnose_learning_rate",
    hint="What if the loss were counted in thousandths?",
    seen_in=["in thousandths", "in thousands"],
)
def diagnosis_with_a_fixed_fall(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.1:
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception(
    "diagnose_learning_rate",
    hint="What if the loss were counted in thousandths?",
    seen_in=["in thousandths", "in thousands"],
)
def diagnosis_with_a_fixed_end(history):
    right = _diagnosis(history)
    return (
        "high"
        if right in ("high", "good") and levels(history)[2] > 1
        else "good"
        if right == "high"
        else right
    )


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


@misconception("diagnose_learning_rate", hint="Is inf a loss that a good run may have?")
def diagnosis_without_inf(history):
    start, _, end = levels(history)
    return "too high" if np.any(np.isnan(history)) or end > start else _shape_of(history)


@misconception("diagnose_learning_rate", hint="Which losses may be nan: the last, or any?")
def diagnosis_of_the_last_loss_alone(history):
    start, _, end = levels(history)
    if not np.isfinite(history[-1]) or end > start:
        return "too high"
    return _shape_of(history)


@misconception("diagnose_learning_rate", hint="What does a curve that ends above its start tell?")
def diagnosis_without_a_rise(history):
    return _shape_of(history) if np.all(np.isfinite(history)) else "too high"


@misconception("diagnose_learning_rate", hint="Which end of the curve should be the lower one?")
def diagnosis_upside_down(history):
    start, _, end = levels(history)
    if not np.all(np.isfinite(history)) or end < start:
        return "too high"
    return _shape_of(history)


@misconception("diagnose_learning_rate", hint="Is it a quarter of the fall, or of the start?")
def diagnosis_by_a_quarter_of_the_start(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.25 * start:
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception(
    "diagnose_learning_rate", hint="What share of the fall does the second half of a straight line bring?"
)
def diagnosis_by_half_of_the_fall(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.5 * (start - end) + 1e-9:
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="Which half of the run is the second one?")
def diagnosis_by_the_first_half(history):
    start, middle, end = levels(history)
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if start - middle > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


@misconception("diagnose_learning_rate", hint="Which of the two tests comes first in the docstring?")
def diagnosis_with_high_before_low(history):
    start, _, end = levels(history)
    right = _diagnosis(history)
    return "high" if right == "low" and end > 0.5 * start else right


@misconception(
    "diagnose_learning_rate", hint="Is a curve that ends at half of its start, or below, good or high?"
)
def diagnosis_with_high_and_good_swapped(history):
    swapped = {"high": "good", "good": "high"}
    right = _diagnosis(history)
    return swapped.get(right, right)


@misconception("diagnose_learning_rate", hint="Which four words does the docstring have?")
def diagnosis_in_its_own_words(history):
    return _diagnosis(history).replace(" ", "_").upper()


@misconception("diagnose_learning_rate", hint="What if it is noise that lifts the very last loss?")
def diagnosis_by_the_last_loss(history):
    start, middle, _ = levels(history)
    end = history[-1]
    if not np.all(np.isfinite(history)) or end > start:
        return "too high"
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


def _shape_of(history):
    """The diagnosis of a curve that did not run away."""
    start, middle, end = levels(history)
    if middle - end > 0.25 * (start - end):
        return "low"
    return "high" if end > 0.5 * start else "good"


WORDS = ("too high", "low", "high", "good")


@probe("diagnose_learning_rate")
def diagnose_learning_rate_probe(code):
    t, finer = np.linspace(0, 1, 40), np.linspace(0, 1, 399)
    settling = 0.2 + 1.8 * np.exp(-12 * t)
    shapes = {
        "it settles high": 1.5 + 0.5 * np.exp(-20 * t),
        "it settles low": settling,
        "a line to 60 %": 2.0 - 0.8 * t,
        "a line to 85 %": 2.0 - 0.3 * t,
        "a line to 10 %": 2.0 - 1.8 * t,
        "a bend to 35 %": 0.7 + 1.3 * (1 - t) ** 1.5,
        "a late fall": 2.0 - 2.5 * np.maximum(0, t - 0.6),
    }
    noisy = {
        "it wiggles": (1 + 0.03 * np.sin(40 * t)) * settling,
        "its last loss is high": np.append(0.2 + 1.8 * np.exp(-12 * finer), 1.4),
    }
    lost = {
        "nan at the end": [2.0, 1.5, 1.2, 1.0, 0.9, 0.8, 0.8, np.nan],
        "nan on the way": [2.0, 1.5, np.nan, 1.0, 0.9, 0.3, 0.3, 0.3],
        "inf on the way": [2.0, 1.5, np.inf, 1.0, 0.9, 0.3, 0.3, 0.3],
        "inf at the end": [2.0, 1.5, 1.2, 1.0, 0.9, 0.8, 0.8, np.inf],
    }
    rising = 2 + 3 * t

    @cache
    def readings(scale=1.0):
        return {name: code.diagnose_learning_rate(scale * curve) for name, curve in shapes.items()}

    def words():
        found = [*readings().values(), code.diagnose_learning_rate(rising)]
        return "the docstring's" if all(word in WORDS for word in found) else "other words"

    def read(found):
        """All readings in one, since one word of four says little; nothing where there are other words."""
        return ", ".join(found) if all(word in WORDS for word in found) else ""

    def changed_by_scale(scale):
        """The curves that are read otherwise when the loss is counted in other units."""
        before, after = readings(), readings(scale)
        return ", ".join(name for name in shapes if before[name] != after[name]) or "none"

    def noise(name):
        if readings()["it settles low"] != "good":
            return ""
        found = code.diagnose_learning_rate(noisy[name])
        return "the same" if found == "good" else "others" if found in WORDS else ""

    return {
        "words": words,
        "a curve that rises": lambda: read([code.diagnose_learning_rate(rising)]),
        "nan and inf": lambda: read(
            [code.diagnose_learning_rate(np.array(curve)) for curve in lost.values()]
        ),
        "in thousandths": lambda: changed_by_scale(1e-3),
        "in thousands": lambda: changed_by_scale(1e3),
        "curves in ones": lambda: read(list(readings().values())),
        **{name: lambda name=name: noise(name) for name in noisy},
    }
