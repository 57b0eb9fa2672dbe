"""The twelve checks as plain functions of a student's module and the solution's: numpy and nothing else.

The four checks of the numerical gradient call the grader's function 1,214 times.
"""

import numpy as np


def public(function):
    """Return the function: where nothing stands between check and student, it runs beside the student's code in any case."""
    return function


SLIDE = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
LABELS = np.array([0, 1, 2])


def drawn(seed, shape=(7, 5)):
    """Return scores and labels of shapes (N, C) and (N,)."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.integers(0, shape[1], size=shape[0])


def svm_on_the_slide(student, solution):
    loss, _ = student.svm_loss(SLIDE, LABELS)
    assert abs(loss - (2.9 + 0 + 12.9) / 3) < 1e-9


def svm_on_random_scores(student, solution):
    scores, y = drawn(1)
    assert np.allclose(student.svm_loss(scores, y)[1], solution.svm_loss(scores, y)[1])


def svm_rows_sum_to_zero(student, solution):
    scores, y = drawn(2)
    assert np.allclose(student.svm_loss(scores, y)[1].sum(axis=1), 0)


def softmax_on_the_slide(student, solution):
    loss, _ = student.softmax_loss(SLIDE[:1], LABELS[:1])
    assert abs(loss - 2.0403516) < 1e-6


def softmax_on_random_scores(student, solution):
    scores, y = drawn(3)
    assert np.allclose(student.softmax_loss(scores, y)[1], solution.softmax_loss(scores, y)[1])


def softmax_on_large_scores(student, solution):
    assert np.isfinite(student.softmax_loss(SLIDE * 1000, LABELS)[0])


def _numerical(student, shape):
    x = np.random.default_rng(4).normal(size=shape)
    found = student.numerical_gradient(public(lambda v: float((v**2).sum())), x.copy())
    assert np.allclose(found, 2 * x, atol=1e-6)


def numerical_of_a_matrix(student, solution):
    _numerical(student, (10, 30))


def numerical_of_a_vector(student, solution):
    _numerical(student, (200,))


def numerical_of_another(student, solution):
    _numerical(student, (100,))


def numerical_of_a_few(student, solution):
    _numerical(student, (7,))


def step_goes_down(student, solution):
    assert np.allclose(student.gradient_step(np.ones(3), np.full(3, 2.0), 0.25), 0.5)


def step_leaves_the_weights(student, solution):
    W = np.ones((2, 3))
    student.gradient_step(W, W, 0.1)
    assert (W == 1).all()


BODIES = {
    "svm_loss": (svm_on_the_slide, svm_on_random_scores, svm_rows_sum_to_zero),
    "softmax_loss": (softmax_on_the_slide, softmax_on_random_scores, softmax_on_large_scores),
    "numerical_gradient": (
        numerical_of_a_matrix,
        numerical_of_a_vector,
        numerical_of_another,
        numerical_of_a_few,
    ),
    "gradient_step": (step_goes_down, step_leaves_the_weights),
}
