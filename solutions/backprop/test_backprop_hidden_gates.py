"""Hidden checks of the gates: arrays of any shape, random upstream gradients, several gates of one class at a time."""

import numpy as np
import pytest

from autograder import assert_close, assert_inputs_unchanged, expect_tuple

SHAPE = (2, 3)
OWN = "a gate answers for its own last forward"


def _pair(rng, shape):
    """Return two arrays that differ everywhere by at least 0.1, so that no maximum is a tie."""
    x = _normal(rng, shape)
    return x, x + (rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 2.0, size=shape)).round(2)


def _normal(rng, shape):
    return rng.normal(size=shape).round(2)  # short numbers are easier to read in a message


def _away_from_zero(rng, shape):
    return (rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape)).round(2)


def _interleave(gate_class, reference_class, first, second, rng):
    """Run both gates forward, then both backward, as a network does."""
    gates, expected = (gate_class(), gate_class()), (reference_class(), reference_class())
    for gate, right, inputs in zip(gates, expected, (first, second), strict=True):
        assert_close(gate.forward(*inputs), right.forward(*inputs), what="forward")
    for gate, right, inputs in zip(gates, expected, (first, second), strict=True):
        dz = _normal(rng, np.shape(inputs[0]))
        assert_close(gate.backward(dz), right.backward(dz), what="backward of each gate", because=OWN)


def _expect_gradients(answer, expected, because=""):
    """Compare (dx, dy) one by one, each under its name; an array that stacks the two will do."""
    answer = list(answer) if isinstance(answer, np.ndarray) and answer.ndim > 0 else answer
    for name, got, right in zip(("dx", "dy"), expect_tuple(answer, 2, what="(dx, dy)"), expected):
        assert_close(got, right, what=name, because=because)


def _unchanged(submission, reference, name, inputs, dz):
    gate, right = getattr(submission, name)(), getattr(reference, name)()
    out = gate.forward(*inputs)
    assert_inputs_unchanged(submission)
    assert_close(out, right.forward(*inputs), what="forward")
    gradients = gate.backward(dz)
    assert_inputs_unchanged(submission)
    assert_close(gradients, right.backward(dz), what="(dx, dy)")


# AddGate


@pytest.mark.exercise("AddGate", weight=52, about="gradients", hint="How much of dz does each input get?")
def test_an_add_gate_hands_on_any_upstream_gradient(submission, rng):
    """Both inputs get the whole upstream gradient, element by element."""
    gate, (x, y), dz = submission.AddGate(), _pair(rng, SHAPE), _normal(rng, SHAPE)
    assert_close(gate.forward(x, y), x + y, what="forward")
    _expect_gradients(gate.backward(dz), (dz, dz))


@pytest.mark.exercise(
    "AddGate", weight=28, about="edge cases", hint="Where does each gate keep what is its own?"
)
def test_two_add_gates_do_not_disturb_each_other(submission, reference, rng):
    """Two gates run forward, then both backward: each is right."""
    pairs = _pair(rng, SHAPE), _pair(rng, SHAPE)
    _interleave(submission.AddGate, reference.AddGate, *pairs, rng)


@pytest.mark.exercise("AddGate", weight=8, about="mutation", hint="Whose arrays are x and dz?")
def test_an_add_gate_leaves_its_inputs_alone(submission, reference, rng):
    """Neither forward nor backward changes an array that it is given."""
    _unchanged(submission, reference, "AddGate", _pair(rng, SHAPE), _normal(rng, SHAPE))


# MultiplyGate


@pytest.mark.exercise("MultiplyGate", weight=44, about="gradients", hint="Whose value multiplies dz?")
def test_a_mul_gate_with_any_upstream_gradient(submission, rng):
    """Each input gets the upstream gradient times the other input."""
    gate, (x, y), dz = submission.MultiplyGate(), _pair(rng, SHAPE), _normal(rng, SHAPE)
    assert_close(gate.forward(x, y), x * y, what="forward")
    _expect_gradients(gate.backward(dz), (y * dz, x * dz))


@pytest.mark.exercise("MultiplyGate", weight=28, about="edge cases", hint="How many gates share this memory?")
def test_two_mul_gates_do_not_disturb_each_other(submission, reference, rng):
    """Two gates run forward, then both backward: each remembers its own inputs."""
    pairs = _pair(rng, SHAPE), _pair(rng, SHAPE)
    _interleave(submission.MultiplyGate, reference.MultiplyGate, *pairs, rng)


@pytest.mark.exercise("MultiplyGate", weight=10, about="edge cases", hint="Which forward came last?")
def test_a_mul_gate_used_again(submission, rng):
    """After a second forward, backward answers for the second one."""
    gate, (x, y), dz = submission.MultiplyGate(), _pair(rng, SHAPE), _normal(rng, SHAPE)
    gate.forward(_normal(rng, SHAPE), _normal(rng, SHAPE))
    gate.forward(x, y)
    _expect_gradients(gate.backward(dz), (y * dz, x * dz), because=OWN)


@pytest.mark.exercise(
    "MultiplyGate", weight=6, about="mutation", hint="Who else holds the array behind self.x?"
)
def test_a_mul_gate_leaves_its_inputs_alone(submission, reference, rng):
    """An array that feeds two gates is the same for the second after the first has run backward."""
    (a, y), dz = _pair(rng, SHAPE), _normal(rng, SHAPE)
    _unchanged(submission, reference, "MultiplyGate", (a, y), dz)
    x = submission.MultiplyGate().forward(a, np.ones(SHAPE))  # an array that lives with the student's code
    first, second = submission.MultiplyGate(), submission.MultiplyGate()
    first.forward(x, y)
    second.forward(x, y)
    second.backward(dz)
    because = "x feeds another gate too, whose backward ran before and must not change x"
    _expect_gradients(first.backward(dz), (y * dz, a * dz), because=because)


# MaxGate


@pytest.mark.exercise(
    "MaxGate", weight=34, about="gradients", hint="Which input can change the output, and by how much?"
)
def test_a_max_gate_with_any_upstream_gradient(submission, reference, rng):
    """In each place the upstream gradient goes to the larger input, and 0 to the other."""
    gate, (x, y), dz = submission.MaxGate(), _pair(rng, SHAPE), _normal(rng, SHAPE)
    assert_close(gate.forward(x, y), np.maximum(x, y), what="forward")
    expected = np.where(x > y, dz, 0.0), np.where(x > y, 0.0, dz)
    _expect_gradients(gate.backward(dz), expected)


@pytest.mark.exercise(
    "MaxGate", weight=25, about="edge cases", hint="How much of dz arrives in all when x equals y?"
)
def test_a_tie_loses_and_doubles_nothing(submission, rng):
    """At a tie dx + dy = dz, however it is shared."""
    x, y = np.array([[1.5, -2.0, 0.0], [3.0, 1.0, -4.0]]), np.array([[1.5, -2.0, 0.0], [2.0, 1.0, -3.0]])
    gate, dz = submission.MaxGate(), _normal(rng, x.shape)
    assert_close(gate.forward(x, y), np.maximum(x, y), what="forward")
    parts = expect_tuple(gate.backward(dz), 2, what="(dx, dy)")
    for name, part in zip(("dx", "dy"), parts):
        assert_close(part, dz, absolute=np.inf, what=name)  # numbers of the right shape, whatever they are
    total = sum(np.reshape(part, dz.shape) for part in parts)
    assert_close(total, dz, what="dx + dy", because="the two inputs share dz, at ties as elsewhere")


@pytest.mark.exercise(
    "MaxGate", weight=25, about="edge cases", hint="Where does each gate keep what is its own?"
)
def test_two_max_gates_do_not_disturb_each_other(submission, reference, rng):
    """Two gates run forward, then both backward: each remembers its own winners."""
    pairs = _pair(rng, SHAPE), _pair(rng, SHAPE)
    _interleave(submission.MaxGate, reference.MaxGate, *pairs, rng)


@pytest.mark.exercise("MaxGate", weight=5, about="mutation", hint="Whose array is dz?")
def test_a_max_gate_leaves_its_inputs_alone(submission, reference, rng):
    """Neither forward nor backward changes an array that it is given."""
    _unchanged(submission, reference, "MaxGate", _pair(rng, SHAPE), _normal(rng, SHAPE))


# ExpGate and ReciprocalGate


@pytest.mark.exercise("ExpGate", weight=58, about="gradients", hint="What is the derivative of e^x?")
def test_an_exp_gate_with_any_upstream_gradient(submission, rng):
    """The gradient is e^x times the upstream gradient, element by element."""
    gate, x, dz = submission.ExpGate(), _normal(rng, SHAPE), _normal(rng, SHAPE)
    assert_close(gate.forward(x), np.exp(x), what="forward")
    assert_close(gate.backward(dz), np.exp(x) * dz, what="dx")


@pytest.mark.exercise(
    "ExpGate", weight=29, about="edge cases", hint="Where does each gate keep what is its own?"
)
def test_two_exp_gates_do_not_disturb_each_other(submission, reference, rng):
    """Two gates run forward, then both backward: each remembers its own."""
    inputs = (_normal(rng, SHAPE),), (_normal(rng, SHAPE),)
    _interleave(submission.ExpGate, reference.ExpGate, *inputs, rng)


@pytest.mark.exercise("ReciprocalGate", weight=52, about="gradients", hint="What is the derivative of 1/x?")
def test_a_reciprocal_gate_with_any_upstream_gradient(submission, rng):
    """The gradient is -1/x^2 times the upstream gradient, for x of either sign."""
    gate, x, dz = submission.ReciprocalGate(), _away_from_zero(rng, SHAPE), _normal(rng, SHAPE)
    assert_close(gate.forward(x), 1 / x, what="forward")
    assert_close(gate.backward(dz), -dz / x**2, what="dx")


@pytest.mark.exercise(
    "ReciprocalGate", weight=27, about="edge cases", hint="Where does each gate keep what is its own?"
)
def test_two_reciprocal_gates_do_not_disturb_each_other(submission, reference, rng):
    """Two gates run forward, then both backward: each remembers its own."""
    inputs = (_away_from_zero(rng, SHAPE),), (_away_from_zero(rng, SHAPE),)
    _interleave(submission.ReciprocalGate, reference.ReciprocalGate, *inputs, rng)


@pytest.mark.exercise(
    "ReciprocalGate", weight=8, about="edge cases", hint="Can numpy raise an int to the power -2?"
)
def test_a_reciprocal_gate_of_integers(submission):
    """Whole numbers are numbers too: 1/4 is 0.25 and its slope -1/16."""
    gate = submission.ReciprocalGate()
    assert_close(gate.forward(np.array([4, -2, 1])), [0.25, -0.5, 1.0], what="forward")
    assert_close(gate.backward(np.array([16.0, 4.0, 3.0])), [-1.0, -1.0, -3.0], what="dx")
