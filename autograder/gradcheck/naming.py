"""Known mistakes: wrong gradients with a name, to compare the student's with."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.gradcheck.findings import Diagnosis, FloatArray, Kind
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.norms import relative_error
from autograder.gradcheck.subject import Subject

SAME, SAME_LOW = 1e-9, 1e-5
"""Relative error under which two gradients are the same one, in float64 and in float32."""


def name_mistake(subject: Subject) -> Diagnosis | None:
    """The known mistake that equals the student's gradient at x, if one does.

    Raises
    ------
    ValueError
        If a known mistake cannot be computed or has another form than x.
    """
    for label, wrong in subject.hints.named_wrong.items():
        known = _evaluated(subject.layout, subject.x, label, wrong)
        same = SAME_LOW if subject.low_precision else SAME
        if relative_error(subject.analytic, known) <= same:
            return Diagnosis(Kind.NAMED, f"the gradient equals a well-known mistake: {label}", label=label)
    return None


def _evaluated(layout: Layout, x: FloatArray, label: str, wrong: Any) -> FloatArray:
    with np.errstate(all="ignore"):
        value = wrong(layout.unflatten(x)) if callable(wrong) else wrong
    try:
        return layout.flatten_gradient(value)[0]
    except Unusable as broken:
        raise ValueError(f"the named mistake {label!r} cannot be used: {broken.diagnosis.text}") from broken
