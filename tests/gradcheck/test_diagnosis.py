import numpy as np
import pytest

from autograder.gradcheck import Hints, Kind, Verdict, check_gradient
from tests.gradcheck.conftest import changed, relu, softmax, svm, two_layer


def diagnosed(problem, gradient, **hints):
    hints = {"factors": {"N": problem.N, "C": problem.C, "D": problem.D}, "reg": problem.reg} | hints
    return check_gradient(
        problem.f,
        problem.x,
        gradient(problem.x),
        gradient=gradient,
        dout=problem.dout,
        hints=Hints(**hints),
    )


@pytest.mark.parametrize(
    ("factor", "label", "words"),
    [
        (5.0, "N", "every entry is N = 5 times too large"),
        (0.2, "1/N", "every entry is N = 5 times too small"),
        (4.0, "4", "every entry is 4 times too large"),  # not C = 4: a factor of 4 has other causes
        (2.0, "2", "every entry is 2 times too large"),
        (0.5, "1/2", "every entry is 2 times too small"),
        (-1.0, None, "every entry has the wrong sign"),
        (-5.0, "N", "every entry has the wrong sign and is N = 5 times too large"),
        (1.3, None, "every entry is 1.3 times what it should be"),
    ],
)
@pytest.mark.parametrize("make", [svm, relu])
def test_a_factor_is_named(make, factor, label, words):
    problem = make(2)
    report = diagnosed(problem, changed(problem, lambda g: factor * g))
    assert report.diagnosis.kind is Kind.FACTOR
    assert report.diagnosis.factor == pytest.approx(factor, rel=1e-4)
    assert report.diagnosis.label == label
    assert report.message == words


def test_a_factor_of_one_block_names_the_block_and_one_of_all_blocks_names_none():
    problem = two_layer(1)
    one = diagnosed(problem, changed(problem, lambda g: g / problem.N, "b1"))
    assert [b.name for b in one.blocks if b.verdict is Verdict.WRONG] == ["b1"]
    assert one.diagnosis.block == "b1"
    assert one.message == "every entry of b1 is N = 6 times too small"
    all_of_them = diagnosed(problem, changed(problem, lambda g: {k: -v for k, v in g.items()}))
    assert all_of_them.diagnosis.block is None
    assert all_of_them.message == "every entry of every block has the wrong sign"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (
            0.0,
            "2 * reg * the parameters (reg = 0.2) is missing in the gradient, or its term is twice in the loss",
        ),
        (0.5, "the regularisation term of the gradient is 2 times too small for the loss; the rest is right"),
        (
            0.2,
            "the regularisation term of the gradient is N = 5 times too small for the loss; the rest is right",
        ),
    ],
)
def test_a_regulariser_is_named_with_its_value(kept, words):
    problem = svm(3)
    off = 2 * problem.reg * (1 - kept)

    def gradient(W):
        return problem.gradient(W) - off * W

    report = diagnosed(problem, gradient)
    assert report.diagnosis.kind is Kind.REGULARISER
    assert report.diagnosis.coefficient == pytest.approx(off, rel=1e-4)
    assert report.message == words
    without_reg = diagnosed(problem, gradient, reg=None)
    assert (
        without_reg.message
        == f"the gradient lacks the term {off:.6g} * the parameters: check the regularisation term"
    )


def test_a_regularised_bias_is_told_from_a_missing_term():
    problem = softmax(3)

    def gradient(p):
        right = problem.gradient(p)
        return right | {"b": right["b"] + 2 * problem.reg * p["b"]}

    report = diagnosed(problem, gradient)
    assert report.diagnosis.kind is Kind.REGULARISER
    assert report.diagnosis.block == "b"
    assert "once too often" in report.message


def test_data_and_regularisation_scaled_apart():
    problem = svm(4)

    def gradient(W):
        term = 2 * problem.reg * W
        return problem.N * (problem.gradient(W) - term) + term

    report = diagnosed(problem, gradient)
    assert report.diagnosis.kind is Kind.PARTS
    assert report.message == (
        "the data part of the gradient is N = 5 times too large; the regularisation part is right"
    )


LARGE = {"small": {}, "large": {"N": 8, "D": 700, "C": 10, "scale": 0.05}}


@pytest.mark.parametrize("size", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("off", [1e-3, 1.0])
def test_a_single_entry_is_located_with_its_values(size, off):
    for seed in range(5):
        problem = svm(seed, **size)
        right = problem.gradient(problem.x)
        index = (right.shape[0] // 2, seed % right.shape[1])
        by = off * float(np.sqrt(np.mean(right**2)))
        bump = np.zeros_like(right)
        bump[index] = by
        report = diagnosed(problem, changed(problem, lambda g, bump=bump: g + bump))
        assert report.diagnosis.kind is Kind.ENTRY
        assert report.diagnosis.index == report.worst_index == index
        assert report.diagnosis.expected == pytest.approx(right[index], abs=1e-3 * by)
        assert report.diagnosis.got == pytest.approx(right[index] + by, rel=1e-12)


@pytest.mark.parametrize("size", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize(("axis", "kind", "noun"), [(0, Kind.ROWS, "row"), (1, Kind.COLUMNS, "column")])
def test_a_row_or_a_column_is_located(size, axis, kind, noun):
    problem = softmax(1, **size)
    scale = np.ones(problem.x["W"].shape)
    scale[(slice(None),) * axis + (2,)] = 1.5
    report = diagnosed(problem, changed(problem, lambda g: g * scale, "W"))
    assert report.diagnosis.kind is kind
    assert report.diagnosis.indices == (2,)
    assert report.message == f"only {noun} 2 of W differs"


def test_several_columns_are_located():
    problem = svm(5, N=8, D=60, C=9)
    scale = np.ones(problem.x.shape)
    scale[:, [1, 6]] = -1.0
    report = diagnosed(problem, changed(problem, lambda g: g * scale))
    assert report.diagnosis.indices == (1, 6)
    assert report.message == "only columns 1, 6 differ"


@pytest.mark.parametrize("shape", [(6, 4), (40, 5)])
def test_a_named_region_is_recognised(shape):
    problem = relu(1, shape=shape)
    mask = np.zeros(shape, dtype=bool)
    mask[np.arange(shape[0]), np.arange(shape[0]) % shape[1]] = True
    wrong = changed(problem, lambda g: np.where(mask, g + 0.3, g))
    report = diagnosed(problem, wrong, regions={"the column of the true class": mask})
    assert report.diagnosis.kind is Kind.REGION
    assert report.diagnosis.label == "the column of the true class"
    assert report.message == "only the column of the true class differs"


def test_a_gradient_of_zeros_and_a_transposed_one():
    problem = two_layer(2, H=4)
    zeros = diagnosed(problem, changed(problem, np.zeros_like, "W2"))
    assert zeros.diagnosis.kind is Kind.ZERO
    assert zeros.message == "the gradient of W2 is zero everywhere, yet the function changes with W2"
    turned = diagnosed(problem, changed(problem, np.transpose, "W1"))
    assert turned.diagnosis.kind is Kind.TRANSPOSED
    assert turned.message == "the gradient of W1 is transposed"


def test_a_known_mistake_is_named():
    problem = relu(3)

    def from_upstream(x):
        return problem.dout * (problem.dout > 0)

    def no_mask(x):
        return problem.dout

    report = diagnosed(
        problem,
        lambda x: from_upstream(x),
        named_wrong={"no mask": no_mask, "the mask is taken from the upstream gradient": from_upstream},
    )
    assert report.diagnosis.kind is Kind.NAMED
    assert report.diagnosis.label == "the mask is taken from the upstream gradient"


def test_an_error_without_a_pattern_is_called_spread_and_shows_its_worst_entries():
    problem = svm(6)
    bump = np.random.default_rng(0).normal(size=problem.x.shape)
    report = diagnosed(problem, changed(problem, lambda g: g + bump))
    assert report.diagnosis.kind is Kind.SPREAD
    assert report.message == "12 of 12 entries of the gradient differ"
    assert report.worst_index == np.unravel_index(np.abs(bump).argmax(), bump.shape)
    worst = report.worst_entries[0]
    assert worst.analytic - worst.numerical == pytest.approx(bump[worst.index], rel=1e-5)


def test_only_the_wrong_blocks_are_called_wrong():
    for seed in range(10):
        problem = two_layer(seed)
        for block in problem.x:
            report = diagnosed(problem, changed(problem, lambda g: g * 1.2, block))
            assert [b.name for b in report.blocks if b.verdict is Verdict.WRONG] == [block]
