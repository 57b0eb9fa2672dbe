import numpy as np
import pytest

from autograder.gradcheck.explanations import Support, fit, times
from autograder.gradcheck.extrapolation import Reading, jump_of_slope, residual_at_zero
from autograder.gradcheck.layout import Layout, Unusable
from autograder.gradcheck.loss import Loss
from autograder.gradcheck.noise import COARSE, FINE, measured_noise, table_of_differences
from autograder.gradcheck.scales import coordinate_scales
from autograder.gradcheck.wording import digits_apart


def test_extrapolation_removes_powers_of_the_squared_step():
    def reading(t):
        return Reading(t, 7 + 3 * t**2 - 5 * t**4, 0.0)

    readings = [reading(t) for t in (0.1, 0.2, 0.5)]
    assert residual_at_zero(readings[:1]) == pytest.approx(7 + 3e-2 - 5e-4)
    assert residual_at_zero(readings) == pytest.approx(7, abs=1e-13)


def test_the_jump_of_slope_of_an_absolute_value_is_2_and_curvature_does_not_count():
    def reading(t):
        return Reading(t, 0.0, (2 * abs(t) + 11 * t**2) / t)

    assert jump_of_slope(reading(0.01), reading(0.08)) == pytest.approx(2.0)


@pytest.mark.parametrize("spacing", [FINE, COARSE])
@pytest.mark.parametrize("sigma", [1e-12, 1e-6])
def test_the_noise_of_a_function_is_measured_to_its_order(spacing, sigma):
    rng = np.random.default_rng(0)
    layout, x = Layout.of(np.array([1.0, 2.0]))
    noisy = Loss(lambda x: float(np.sum(x**2)) + sigma * rng.normal(), layout)
    direction = np.array([1.0, -1.0])
    measured = [table_of_differences(noisy, x, noisy(x), direction, spacing)[0] for _ in range(30)]
    assert np.median(measured) == pytest.approx(sigma, rel=0.5)


def test_the_noise_of_a_smooth_function_is_its_rounding():
    layout, x = Layout.of(np.array([1.0, 2.0]))
    smooth = Loss(lambda x: float(np.sum(x**2)), layout)
    assert measured_noise(smooth, x, smooth(x), np.array([1.0, -1.0])) < 1e-14


def test_features_of_a_function_are_not_taken_for_noise():
    layout, x = Layout.of(np.array([0.3]))
    quick = Loss(lambda x: float(np.sin(1e7 * x[0])), layout)
    assert measured_noise(quick, x, quick(x), np.array([0.3])) < 1e-8


def test_coordinate_scales_follow_the_units_of_x_and_ignore_those_of_the_loss():
    rng = np.random.default_rng(1)
    layout, x = Layout.of(rng.normal(size=50))
    gradient = rng.normal(size=50)
    scales = coordinate_scales(layout, x, gradient)
    assert (scales > 0).all()
    np.testing.assert_allclose(coordinate_scales(layout, 1e6 * x, gradient / 1e6), 1e6 * scales)
    np.testing.assert_allclose(coordinate_scales(layout, x, 1e8 * gradient), scales)
    np.testing.assert_array_equal(coordinate_scales(layout, 0 * x, gradient), np.ones(50))


def test_a_layout_gives_back_what_it_read():
    x = {"W": np.arange(6.0).reshape(2, 3), "b": np.array([7, 8]), "s": 9.0}
    layout, flat = Layout.of(x)
    back = layout.unflatten(flat)
    assert list(back) == ["W", "b", "s"]
    np.testing.assert_array_equal(back["W"], x["W"])
    np.testing.assert_array_equal(back["b"], [7.0, 8.0])
    assert back["s"] == 9.0
    assert not np.shares_memory(back["W"], flat)


@pytest.mark.parametrize("shape", [(1, 3), (3, 1), (3,), (1, 3, 1)])
def test_an_axis_of_length_one_does_not_matter_for_a_vector(shape):
    layout, _ = Layout.of(np.zeros(3))
    flat, _ = layout.flatten_gradient(np.arange(3.0).reshape(shape))
    np.testing.assert_array_equal(flat, [0.0, 1.0, 2.0])


def test_a_row_is_not_a_column():
    layout, _ = Layout.of(np.zeros((1, 3)))
    with pytest.raises(Unusable):
        layout.flatten_gradient(np.zeros((3, 1)))


def test_a_fit_prefers_the_simplest_explanation():
    rng = np.random.default_rng(2)
    analytic, x = rng.normal(size=6), rng.normal(size=6)
    assert fit(analytic, x, 0.5 * analytic, 1e-9, Support(6, 6, 6)).beta == 0.0
    assert fit(analytic, x, 0.4 * x, 1e-9, Support(6, 6, 6)).alpha == 0.0
    both = fit(analytic, x, 0.5 * analytic + 0.4 * x, 1e-9, Support(6, 6, 6))
    assert (both.alpha, both.beta) == pytest.approx((0.5, 0.4))
    assert fit(analytic, x, rng.normal(size=6), 1e-9, Support(6, 6, 6)) is None
    assert fit(analytic, x, 0.5 * analytic, 1e-9, Support(1, 1, 1)) is None


def test_a_size_of_one_names_no_factor():
    assert times(2.0, {"N": 1.0})[0] == "is 2 times too large"
    assert times(1 + 1e-8, {"N": 1.0})[0] == "is 1.00000001 times what it should be"


def test_numbers_are_shown_with_the_digits_that_tell_them_apart():
    assert digits_apart(0.5, 2 / 3) == ("0.5", "0.666667")
    assert digits_apart(1.0, 1 + 1e-8) == ("1", "1.00000001")
    assert digits_apart(-0.0, 1.0) == ("0", "1")
