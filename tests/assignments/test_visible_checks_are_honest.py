"""The commonest real mistakes of each exercise fail a check that the student can see.

Which are common was counted on public implementations of the same functions. A misconception of each is in the bank.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.limits import Isolation
from autograder.course.misconceptions import Bank, load_bank
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.seam.workers import Workers
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.outcomes import Outcome, Visibility

COURSE = Path(__file__).parents[2] / "course.yaml"
COMMON = {
    "losses": {
        "linear_scores": ["scores_without_bias"],
        "svm_losses": ["svm_without_margin", "svm_counts_the_right_class", "svm_without_clamp"],
        "svm_loss": [
            "svm_gradient_without_right_class",
            "svm_gradient_right_class_minus_one",
            "svm_gradient_not_averaged",
            "svm_loss_without_margin",
            "svm_loss_counts_the_right_class",
        ],
        "softmax": ["softmax_without_shift", "softmax_over_columns"],
        "cross_entropy": [
            "cross_entropy_log_of_softmax",
            "cross_entropy_without_minus",
            "cross_entropy_without_log",
        ],
        "softmax_loss": [
            "softmax_loss_log_of_softmax",
            "softmax_loss_summed",
            "softmax_gradient_not_averaged",
            "softmax_gradient_is_p",
            "softmax_gradient_whole_columns",
        ],
        "binary_cross_entropy": ["binary_zero_times_log_zero", "binary_positive_term_only"],
        "binary_cross_entropy_with_logits": ["logits_log_of_sigmoid", "logits_softplus_overflows"],
        "l2_regularization": [
            "l2_gradient_lacks_the_two",
            "l2_norm_itself",
            "l2_with_a_half",
            "l2_value_without_reg",
        ],
        "full_loss": [
            "full_loss_without_penalty",
            "full_loss_without_bias",
            "full_loss_summed",
            "full_loss_divides_the_penalty",
            "full_loss_ignores_reg",
        ],
    },
    "gradients": {
        "numerical_derivative": ["derivative_always_forward", "derivative_divides_by_h", "derivative_own_h"],
        "polynomial_derivative": ["slope_keeps_constant", "slope_exponents_lost"],
        "numerical_gradient": ["gradient_leaves_x_moved", "gradient_moves_rows", "gradient_divides_by_h"],
        "numerical_gradient_array": ["array_ignores_upstream", "array_diagonal_only", "array_forward"],
        "relative_error": ["error_largest_entry", "error_absolute", "error_over_second"],
        "gradient_check": ["check_lets_nan_pass", "check_accepts_all"],
        "linear_svm_loss": [
            "reg_gradient_halved",
            "reg_missing",
            "reg_gradient_missing",
            "reg_loss_missing",
            "reg_before_division",
            "svm_gradient_without_right_class",
            "svm_gradient_right_class_once",
            "svm_without_margin",
            "svm_sum_not_mean",
            "svm_gradient_not_mean",
        ],
        "linear_softmax_loss": [
            "reg_gradient_halved",
            "reg_missing",
            "reg_before_division",
            "softmax_without_log",
            "softmax_without_shift",
            "softmax_gradient_is_p",
            "softmax_sum_not_mean",
            "softmax_gradient_not_mean",
        ],
    },
    "descent": {
        "gradient_step": ["step_uphill", "step_without_rate", "step_of_fixed_length"],
        "gradient_descent": [
            "descent_with_aliased_weights",
            "descent_uphill",
            "descent_that_takes_nan_for_success",
        ],
        "sample_batch": ["sample_with_other_labels", "sample_with_replacement"],
        "iterate_minibatches": ["batches_with_other_labels", "batches_without_the_rest"],
        "sgd": ["sgd_uphill", "sgd_along_the_loss", "sgd_with_gradients_at_the_start"],
        "diagnose_learning_rate": ["diagnosis_with_high_and_low_swapped", "diagnosis_by_the_end_alone"],
    },
    "backprop": {
        "AddGate": ["AddGateWithoutUpstream", "AddGateSwitches"],
        "MultiplyGate": ["MultiplyGateWithoutSwitch", "MultiplyGateWithoutUpstream"],
        "MaxGate": ["MaxGateWithoutUpstream", "MaxGateDistributes", "MaxGateRoutesToLoser"],
        "ExpGate": ["ExpGateWithoutUpstream", "ExpGatePowerRule"],
        "ReciprocalGate": [
            "ReciprocalGateWithoutMinus",
            "ReciprocalGateNotSquared",
            "ReciprocalGateWithoutUpstream",
        ],
        "sigmoid": ["sigmoid_slope_alone", "sigmoid_slope_with_one_factor", "sigmoid_slope_of_the_output"],
        "relu": ["relu_without_mask", "relu_mask_alone", "relu_mask_on_upstream", "relu_times_its_value"],
        "affine": ["affine_without_bias", "affine_bias_gradient_mean", "affine_without_upstream"],
        "circuits": ["branch_overwrites", "expression_local_gradients", "neuron_without_minus"],
    },
    "network": {
        "init_two_layer": ["init_with_zeros", "init_with_units_as_rows", "init_with_random_biases"],
        "two_layer_forward": [
            "forward_with_rectified_scores",
            "forward_without_relu",
            "forward_without_b1",
            "forward_without_b2",
        ],
        "two_layer_loss": [
            "loss_of_a_linear_network",
            "loss_without_the_switch",
            "loss_with_half_the_reg_gradient",
            "loss_without_reg",
            "loss_with_reg_missing_in_gradient",
            "loss_with_reg_missing_in_loss",
            "loss_with_rectified_scores",
            "loss_without_b1",
            "loss_without_b2",
            "loss_as_sum",
            "loss_with_gradient_not_averaged",
            "loss_with_gradient_uphill",
            "loss_swapped",
            "loss_with_mean_bias_gradient",
            "loss_with_p_for_dscores",
            "loss_of_squared_errors",
        ],
        "three_layer_forward": [
            "three_layers_without_the_first_relu",
            "three_layers_without_the_second_relu",
            "three_layers_with_rectified_scores",
        ],
        "predict": ["predict_down_the_columns", "predict_the_score"],
        "xor": ["step_with_the_updated_W1", "step_uphill", "step_without_the_outputs_slope"],
        "train": ["train_uphill", "train_without_biases", "train_a_copy", "train_with_a_factor_on_the_rate"],
    },
}
CASES = [
    (assignment, exercise, name)
    for assignment, exercises in COMMON.items()
    for exercise, names in exercises.items()
    for name in names
]


@pytest.fixture(scope="module")
def graders() -> Iterator[dict[str, tuple[Grader, Bank]]]:
    workers = Workers()
    plans = {name: GradingPlan(COURSE, name, Isolation.REQUIRED) for name in COMMON}
    found = {name: (Grader(plan, workers), load_bank(plan.hidden_folder)) for name, plan in plans.items()}
    yield found
    for grader, _ in found.values():
        grader.close()
    workers.close()


@pytest.mark.parametrize(("assignment", "exercise", "name"), CASES, ids=lambda part: part)
def test_a_common_mistake_fails_a_visible_check(graders, assignment, exercise, name):
    grader, bank = graders[assignment]
    (entry,) = [each for each in bank.entries if (each.name, each.exercise) == (name, exercise)]
    unit = Unit(name=f"{assignment}.py", source=bank.submission_source(entry))
    path = Path(f"{assignment}.py")
    submission = Submission(student="student-01", assignment=assignment, path=path, units=(unit,))
    result = grader.grade(
        submission, lambda check: check.exercise == exercise and check.visibility is Visibility.VISIBLE
    )
    (own,) = [each for each in result.exercises if each.name == exercise]
    assert own.checks
    assert any(check.outcome is not Outcome.PASSED for check in own.checks)


@pytest.mark.parametrize("assignment", COMMON)
def test_common_mistakes_of_every_exercise_are_listed(assignment):
    exercises = GradingPlan(COURSE, assignment, Isolation.REQUIRED).rules().exercises
    assert {each.name for each in exercises if each.points and not each.choices} == COMMON[assignment].keys()
