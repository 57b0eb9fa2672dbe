"""Hidden checks of `gradient_check`: right gradients are accepted, planted bugs are found."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from autograder import (
    CheckFailure,
    NotWritten,
    StudentException,
    assert_close,
    assert_raises,
    expect_tuple,
    fail,
    in_worker,
)

SLIDE = "In summary: gradient checking"


def norm_ratio(a, b):
    """The relative error as the assignment defines it, for gradients that are not both 0."""
    return float(np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b)))


def one_number(value):
    """Return a number, True or False as a float; None where `value` is something else."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.item()
    if not isinstance(value, (int, float, np.bool_, np.integer, np.floating)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


@dataclass(frozen=True)
class Case:
    """A function, a place, and the exact gradient there."""

    f: Callable
    x: np.ndarray
    right: np.ndarray

    def shaped(self, shape):
        """Return the same case with its numbers in another shape."""
        return Case(
            lambda v: self.f(v.reshape(self.x.shape)), self.x.reshape(shape), self.right.reshape(shape)
        )

    def ask(self, submission, analytic, tolerance=None):
        """Return the student's (ok, error, worst_index) for `analytic`."""
        given = {} if tolerance is None else {"tolerance": tolerance}
        returned = submission.gradient_check(self.f, self.x, analytic, **given)
        ok, error, index = expect_tuple(returned, 3, what="(ok, error, worst_index)")
        if one_number(ok) not in (0.0, 1.0):
            fail(got=f"ok = {ok!r:.200}", expected="True or False, the first of the three values")
        if one_number(error) is None:
            fail(got=f"error = {error!r:.200}", expected="one number, the second of the three values")
        return one_number(ok) == 1.0, one_number(error), index

    def judge(self, submission, analytic=None, *, bug="", tolerance=None):
        """Fail unless the student's gradient_check says of `analytic`, by default the right gradient, what is true.

        It must also accept the right gradient and reject one of twice the size: to accept or to reject all is no check.
        """
        self.expect(submission, self.right, "", tolerance)
        self.expect(submission, 2 * self.right, "it is twice as large as it should be", tolerance)
        if analytic is not None:
            self.expect(submission, analytic, bug, tolerance)

    def expect(self, submission, analytic, bug, tolerance):
        """Fail unless a gradient is rejected for its `bug`, or accepted where it has none."""
        because = f"the gradient has a planted bug: {bug}" if bug else "its error is within the tolerance"

        def require():
            ok, error, _ = self.ask(submission, analytic, tolerance)
            if ok == bool(bug):
                got = f"ok = {ok}, error = {error:.3g} at tolerance {tolerance or 1e-7:g}"
                fail(got=got, expected=f"ok = {not bug}", because=because)

        self.by_itself(submission, require)

    def by_itself(self, submission, require):
        """Call `require`, and where it fails once more with right versions of what a checker stands on.

        A mistake in numerical_gradient or relative_error has cost its points and is not counted again. One that is not written
        yet is no mistake, and nothing takes its place.
        """
        try:
            require()
        except (CheckFailure, StudentException):
            if not (
                is_written(submission.numerical_gradient, self.f, self.x)
                and is_written(submission.relative_error, self.right, self.right)
            ):
                raise
            with submission.using(numerical_gradient=self.differences, relative_error=ratio_or_zero):
                require()

    def differences(self, f, x, h=1e-5, method="central"):
        """The exact gradient, but for an error like that of the formula."""
        return self.right * (1 + (h if method == "forward" else h**2))


def is_written(function, *args):
    """Say whether there is such a function, right or wrong."""
    try:
        function(*args)
    except NotWritten:
        return False
    except StudentException:
        return True
    return True


def ratio_or_zero(a, b):
    """The relative error of any two gradients."""
    return norm_ratio(a, b) if np.any(a) or np.any(b) else 0.0


def waves(scale=1.0):
    """A smooth case without kinks, zeros or equal entries; its fourth entry is the largest."""
    a, x = np.array([2.0, -1.0, 0.5, 4.0, 3.0, -2.5]), np.array([0.3, 0.8, -0.4, 0.2, 1.1, -0.7])
    f = in_worker(lambda v: float(scale * np.sum(a * np.sin(v))))  # called dozens of times by each check
    return Case(f, x, scale * a * np.cos(x))


def classifier(reference, rng):
    """A classifier's loss of a W of (4, 3), made flat, with N = 6 examples; and the regulariser's gradient."""
    W, X = rng.normal(size=(4, 3)), rng.normal(size=(6, 4))
    y = rng.permutation(np.arange(6) % 3)
    case = Case(
        lambda W: reference.linear_softmax_loss(W, X, y, 0.2)[0],
        W,
        reference.linear_softmax_loss(W, X, y, 0.2)[1],
    )
    return case.shaped(12), 2 * 0.2 * W.ravel()


def off_by_a_factor(case, penalty):
    return 6 * case.right


def without_the_regulariser(case, penalty):
    return case.right - penalty


def wrong_in_one_entry(case, penalty):
    wrong = case.right.copy()
    wrong[10] += 1e-3
    return wrong


def wrong_in_the_last_row(case, penalty):
    wrong = case.right.copy()
    wrong[9:] = 0.0
    return wrong


def with_two_columns_exchanged(case, penalty):
    return case.right.reshape(4, 3)[:, [1, 0, 2]].ravel()


def too_large_by_four_millionths(case, penalty):
    return case.right * (1 + 4e-6)


BUGS = {
    off_by_a_factor: "it is 6 times too large",
    without_the_regulariser: "the regulariser's part is missing",
    wrong_in_one_entry: "one entry is off by 0.001",
    wrong_in_the_last_row: "the last row is 0",
    with_two_columns_exchanged: "two columns are exchanged",
    too_large_by_four_millionths: "every entry is 4e-6 of itself too large",
}


@pytest.mark.exercise(
    "gradient_check",
    weight=5,
    about="gradients",
    slide=SLIDE,
    hint="Which gradients would your checker let pass?",
)
@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(submission, reference, rng, plant):
    """A gradient of a classifier's loss with one bug in it is rejected."""
    case, penalty = classifier(reference, rng)
    case.judge(submission, plant(case, penalty), bug=BUGS[plant])


@pytest.mark.exercise(
    "gradient_check",
    weight=4,
    about="gradients",
    slide=SLIDE,
    hint="How exact are your numerical differences?",
)
def test_the_right_gradient_of_a_classifier_is_accepted(submission, reference, rng):
    """A classifier's right gradient passes."""
    classifier(reference, rng)[0].judge(submission)


@pytest.mark.exercise(
    "gradient_check",
    weight=4,
    about="stability",
    hint="Compare one entry with itself, or the whole with the whole?",
)
def test_a_right_gradient_with_a_tiny_entry_is_accepted(submission, rng):
    """One entry of 1e-9, where rounding is all that the differences see, is no reason to reject the rest."""
    a, x = np.array([2.0, 1e-9, -1.5, 3.0]), rng.uniform(0.2, 0.8, size=4)
    Case(lambda v: float(np.sum(a * np.sin(v))), x, a * np.cos(x)).judge(submission)


@pytest.mark.exercise(
    "gradient_check", weight=4, about="stability", hint="Is 1e-8 a small difference for a gradient of 1e-8?"
)
@pytest.mark.parametrize("scale", [1e-8, 1e8], ids=["tiny", "huge"])
def test_the_size_of_the_loss_does_not_matter(submission, scale):
    """A loss a hundred million times smaller or larger: the same verdicts."""
    case = waves(scale)
    case.judge(submission)
    case.judge(submission, 0.5 * case.right, bug="it is half of what it should be")


@pytest.mark.exercise(
    "gradient_check", weight=6, about="values", slide=SLIDE, hint="Which of your functions gives this error?"
)
def test_the_error_is_the_relative_error(submission):
    """The second returned value is the norm-wise relative error."""
    case = waves()
    wrong = case.right + np.array([0.5, 0.0, -0.25, 0.0, 1.0, 0.125])

    def require():
        _, error, _ = case.ask(submission, wrong)
        assert_close(error, norm_ratio(case.right, wrong), what="the error", tolerance=1e-3)

    case.by_itself(submission, require)


@pytest.mark.exercise(
    "gradient_check", weight=25, about="values", slide=SLIDE, hint="What would analytic[worst_index] be?"
)
def test_the_worst_index_points_at_the_wrong_entry(submission):
    """worst_index is the place of the largest |numerical - analytic|, in as many numbers as x has axes."""
    case = waves().shaped((2, 3))
    for place, change in (((0, 2), -2 * case.right[0, 2]), ((1, 0), 0.3)):
        wrong = case.right.copy()
        wrong[place] += change
        case.by_itself(
            submission, lambda wrong=wrong, place=place: points_at(case.ask(submission, wrong)[2], place)
        )


def points_at(index, place):
    """Fail unless an index is that of `place`."""
    try:
        found = tuple(int(i) for i in np.ravel(index))
    except (TypeError, ValueError, OverflowError):
        found = ()
    if found != place:
        fail(got=f"worst_index = {index!r:.200}", expected=f"{place}, the wrong entry of the 2 x 3 gradient")


@pytest.mark.exercise(
    "gradient_check", weight=5, about="values", hint="Who decides how much error is too much?"
)
def test_the_tolerance_is_the_callers(submission):
    """An error of 0.005 is accepted at a tolerance of 0.01 and rejected at 0.001; one of 0 is accepted at 0."""
    case = waves()
    case.judge(submission, 1.01 * case.right, tolerance=0.01)
    case.judge(submission, 1.01 * case.right, bug="it is 1 % too large", tolerance=0.001)
    flat = Case(lambda v: 3.0, np.ones(2), np.zeros(2))
    flat.expect(submission, np.zeros(2), "", 0.0)


@pytest.mark.exercise(
    "gradient_check", weight=3, about="edge cases", hint="What does Python say to nan > 1e-7?"
)
def test_a_gradient_with_a_nan_is_rejected(submission):
    """A nan in the gradient is never ok."""
    case = waves()
    broken = case.right.copy()
    broken[3] = np.nan
    case.judge(submission, broken, bug="one entry is nan")


@pytest.mark.exercise(
    "gradient_check", weight=2, about="bad input", hint="Which given line compares the shapes?"
)
def test_a_gradient_of_another_shape_is_refused(submission):
    """A gradient of shape (2, 3) for an x of shape (3, 2) raises ValueError."""
    case, call = waves().shaped((3, 2)), submission.gradient_check
    waves().judge(submission)
    assert_raises(ValueError, call, case.f, case.x, case.right.T, because="the shapes differ")


@pytest.mark.exercise("gradient_check", weight=1, about="mutation", hint="Whose arrays are x and analytic?")
def test_the_gradient_under_test_is_unchanged(submission):
    """The gradient that was checked is the same afterwards."""
    case = waves()
    case.judge(submission)
    case.ask(submission, case.right)
    if not np.array_equal(submission.last_call.arguments_after[2], case.right):
        fail(got="another array in `analytic` than before the call", expected="the caller's array as it was")
