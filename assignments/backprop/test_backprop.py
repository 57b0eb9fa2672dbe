"""Visible checks of the backpropagation exercises: the slides' numbers first, then a small case by hand."""

import numpy as np
import pytest

from autograder import assert_close, assert_offered, expect_tuple, lecture_values

OUT, PAIR = "(out, cache)", "(values, gradients)"


# Gates


def _expect_gradients(answer, expected, because=""):
    """Compare (dx, dy) one by one, each under its name; an array that stacks the two will do."""
    answer = list(answer) if isinstance(answer, np.ndarray) and answer.ndim > 0 else answer
    for name, got, right in zip(("dx", "dy"), expect_tuple(answer, 2, what="(dx, dy)"), expected):
        assert_close(got, right, what=name, because=because)


@pytest.mark.exercise(
    "AddGate", weight=6, slide="f(x, y, z) = (x + y)z", hint="What are dq/dx and dq/dy on the slide?"
)
def test_the_slides_add_gate(submission):
    """x = -2 and y = 5 give q = 3, and the -4 that comes back to q goes on to both inputs."""
    gate = submission.AddGate()
    assert_close(gate.forward(-2.0, 5.0), 3.0, what="forward(-2, 5)")
    _expect_gradients(gate.backward(-4.0), (-4.0, -4.0))


@pytest.mark.exercise("AddGate", weight=6, hint="Does each element have its own upstream gradient?")
def test_an_add_gate_works_on_arrays(submission):
    """Arrays are added element by element, and dz reaches both inputs element by element."""
    gate = submission.AddGate()
    assert_close(gate.forward(np.array([1.0, 2.0, 3.0]), np.array([10.0, 0.0, -3.0])), [11.0, 2.0, 0.0])
    dz = np.array([1.0, -2.0, 0.5])
    _expect_gradients(gate.backward(dz), (dz, dz))


@pytest.mark.exercise(
    "MultiplyGate",
    weight=6,
    slide="Forward/backward propagation for mul gate (Python)",
    hint="Whose value multiplies dz?",
)
def test_the_slides_mul_gate(submission):
    """q = 3 and z = -4 give f = -12, with gradients -4 for q and 3 for z."""
    gate = submission.MultiplyGate()
    assert_close(gate.forward(3.0, -4.0), -12.0, what="forward(3, -4)")
    _expect_gradients(gate.backward(1.0), (-4.0, 3.0))


@pytest.mark.exercise("MultiplyGate", weight=6, hint="Does each element have its own upstream gradient?")
def test_a_mul_gate_works_on_arrays(submission):
    """Arrays are multiplied element by element, forward and backward."""
    gate = submission.MultiplyGate()
    assert_close(gate.forward(np.array([1.0, 2.0, 3.0]), np.array([10.0, 0.5, -2.0])), [10.0, 1.0, -6.0])
    dz = np.array([1.0, -2.0, 0.5])
    _expect_gradients(gate.backward(dz), ([10.0, -1.0, -1.0], [1.0, -4.0, 1.5]))


@pytest.mark.exercise(
    "MaxGate", weight=5, slide="Patterns in backward prop", hint="Which input can change the output?"
)
def test_a_max_gate_routes_the_gradient(submission):
    """max(2, -1) = 2, and the whole upstream gradient goes to the input that won."""
    gate = submission.MaxGate()
    assert_close(gate.forward(2.0, -1.0), 2.0, what="forward(2, -1)")
    _expect_gradients(gate.backward(2.5), (2.5, 0.0))
    assert_close(gate.forward(2.0, 3.0), 3.0, what="forward(2, 3)")
    _expect_gradients(gate.backward(-1.5), (0.0, -1.5))


@pytest.mark.exercise("MaxGate", weight=6, hint="Is the winner the same in every place?")
def test_a_max_gate_works_on_arrays(submission):
    """With arrays the winner is decided separately in each place."""
    gate = submission.MaxGate()
    assert_close(gate.forward(np.array([1.0, 5.0, -3.0]), np.array([4.0, 2.0, -6.0])), [4.0, 5.0, -3.0])
    dz = np.array([1.0, -2.0, 0.5])
    _expect_gradients(gate.backward(dz), ([0.0, -2.0, 0.5], [1.0, 0.0, 0.0]))


@pytest.mark.exercise(
    "ExpGate",
    weight=13,
    slide="Another example: (e^-1)(-0.53) = -0.20",
    hint="What is the derivative of e^x?",
)
def test_the_slides_exp_gate(submission):
    """e^-1 is 0.37, and the -0.53 that comes back leaves as (e^-1)(-0.53) = -0.20."""
    gate = submission.ExpGate()
    assert_close(gate.forward(-1.0), np.exp(-1), what="forward(-1)")
    assert_close(gate.backward(-0.53), -0.53 * np.exp(-1), what="backward(-0.53)")


@pytest.mark.exercise(
    "ReciprocalGate", weight=13, slide="Another example", hint="What does the slide's table say for 1/x?"
)
def test_the_slides_reciprocal_gate(submission):
    """1 / 1.37 is 0.73, and the gradient 1 that comes back leaves as -0.53; a gradient of 3 leaves as three times that."""
    gate = submission.ReciprocalGate()
    assert_close(gate.forward(1.37), 1 / 1.37, what="forward(1.37)")
    assert_close(gate.backward(1.0), -1 / 1.37**2, what="backward(1)")
    assert_close(gate.backward(3.0), -3 / 1.37**2, what="backward(3)")


# Layers


@pytest.mark.exercise(
    "sigmoid", weight=5, slide="sigmoid function", hint="How is the slope written with sigma alone?"
)
def test_the_slides_sigmoid(submission):
    """At x = 1 the sigmoid is 0.7311 and its slope 0.1966."""
    value, slope = lecture_values(__file__, "sigmoid")
    value.check(submission)
    _, cache = expect_tuple(submission.sigmoid_forward(1.0), 2, what=OUT)
    slope.check(submission, cache=cache)


@pytest.mark.exercise(
    "sigmoid", weight=7, slide="sigmoid function", hint="What arrives from above, and what do you do with it?"
)
def test_a_sigmoid_of_an_array(submission):
    """The slope of the sigmoid is (1 - sigma) sigma in each place, times the upstream gradient."""
    x = np.array([[0.0, np.log(3)], [-np.log(3), np.log(4)]])
    out, cache = expect_tuple(submission.sigmoid_forward(x), 2, what=OUT)
    assert_close(out, [[0.5, 0.75], [0.25, 0.8]], what="out")
    dx = submission.sigmoid_backward(np.array([[4.0, -16.0], [1.6, 10.0]]), cache)
    assert_close(dx, [[1.0, -3.0], [0.3, 1.6]], what="dx")


@pytest.mark.exercise(
    "relu", weight=11, slide="Vectorized operations", hint="Which inputs were on in the forward pass?"
)
def test_a_relu_passes_the_gradient_where_it_was_on(submission):
    """Where x > 0 the upstream gradient passes unchanged, whatever its sign; elsewhere it stops."""
    out, cache = expect_tuple(
        submission.relu_forward(np.array([[-2.0, 3.0, 0.5], [4.0, -1.0, -7.0]])), 2, what=OUT
    )
    assert_close(out, [[0.0, 3.0, 0.5], [4.0, 0.0, 0.0]], what="out")
    dx = submission.relu_backward(np.array([[5.0, -6.0, 7.0], [-8.0, 9.0, -10.0]]), cache)
    assert_close(dx, [[0.0, -6.0, 7.0], [-8.0, 0.0, 0.0]], what="dx")


@pytest.mark.exercise("affine", weight=5, slide="matrix multiply + bias offset", hint="Is the bias included?")
@pytest.mark.parametrize("value", lecture_values(__file__, "affine"), ids=str)
def test_the_slides_scores(submission, value):
    """The slide's image has the scores -2.85, 0.86 and 0.28."""
    value.check(submission)


@pytest.mark.exercise("affine", weight=7, hint="Which shapes do x, w, b and out have?")
def test_an_affine_layer_by_hand(submission):
    """Two examples with three inputs and two outputs, small enough to follow on paper."""
    x = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]])
    w = np.array([[1.0, -1.0], [0.0, 2.0], [3.0, 1.0]])
    out, cache = expect_tuple(submission.affine_forward(x, w, np.array([0.5, -0.5])), 2, what=OUT)
    assert_close(out, [[1.5, 2.5], [-2.5, 0.5]], what="out")
    gradients = submission.affine_backward(np.array([[1.0, 10.0], [2.0, -1.0]]), cache)
    dx, dw, db = expect_tuple(gradients, 3, what="(dx, dw, db)")
    assert_close(dx, [[-9.0, 20.0, 13.0], [3.0, -2.0, 5.0]], what="dx", hint="Which shape must dx have?")
    assert_close(dw, [[1.0, 10.0], [4.0, 19.0], [-2.0, 1.0]], what="dw", hint="Which shape must dw have?")
    assert_close(db, [3.0, 9.0], what="db", hint="How many paths lead back to b?")


# Circuits


def _nodes(got, expected):
    """Return the nodes that are asked for; further ones of the student's own are welcome."""
    return {name: got[name] for name in expected if name in got} if isinstance(got, dict) else got


@pytest.mark.exercise(
    "circuits", weight=5, slide="f(x, y, z) = (x + y)z", hint="Which line of the slide is this node?"
)
def test_the_slides_expression(submission):
    """x = -2, y = 5, z = -4 give q = 3 and f = -12, with gradients -4, -4 and 3."""
    for value in lecture_values(__file__, "circuits"):
        if value.call == "expression_circuit":
            value.check(submission)


@pytest.mark.exercise(
    "circuits", weight=5, slide="Another example", hint="Local gradient times the gradient computed so far?"
)
def test_the_slides_neuron(submission):
    """w = (2, -3, -3) and x = (-1, -2) give 0.73, with the gradients of the slide."""
    for value in lecture_values(__file__, "circuits"):
        if value.call == "neuron_circuit":
            value.check(submission)


@pytest.mark.exercise(
    "circuits", weight=4, slide="Gradients add at branches", hint="How many paths lead from f back to x?"
)
def test_gradients_add_at_branches(submission):
    """At x = 3, y = 0 the third circuit is x * x: f = 9 with slope 6, one 3 from each of two paths."""
    values, gradients = expect_tuple(submission.branch_circuit(3.0, 0.0), 2, what=PAIR)
    expected = {"x": 3.0, "y": 0.0, "s": 3.0, "m": 3.0, "f": 9.0}
    assert_close(_nodes(values, expected), expected, what="values")
    expected = {"x": 6.0, "y": 3.0, "s": 3.0, "m": 3.0, "f": 1.0}
    assert_close(_nodes(gradients, expected), expected, what="gradients", because="gradients add at branches")


# Questions


@pytest.mark.exercise("ANSWERS", weight=0.25, hint="Is it copied letter by letter from the comment above it?")
def test_every_answer_is_one_of_the_choices(submission, choices):
    """Every question has one of the offered answers."""
    assert_offered(submission.get("ANSWERS"), choices)


# Stretch


@pytest.mark.exercise(
    "Value", slide="Gradients add at branches", hint="Does grad add up, or is it overwritten?"
)
def test_a_value_used_twice(submission):
    """f = x * x at x = 3 has slope 6: both inputs of the gate are the same Value."""
    values, gradients = expect_tuple(submission.run_circuit({"x": 3.0}, [("f", "*", "x", "x")]), 2, what=PAIR)
    assert_close(values, {"x": 3.0, "f": 9.0}, what="values")
    assert_close(gradients, {"x": 6.0, "f": 1.0}, what="gradients")


@pytest.mark.exercise("Value", slide="f(x, y, z) = (x + y)z")
def test_the_slides_expression_out_of_values(submission):
    """The slide's circuit, built out of Values, has the slide's gradients."""
    gates = [("q", "+", "x", "y"), ("f", "*", "q", "z")]
    result = submission.run_circuit({"x": -2.0, "y": 5.0, "z": -4.0}, gates)
    values, gradients = expect_tuple(result, 2, what=PAIR)
    assert_close(values["f"], -12.0, what="f")
    assert_close(gradients, {"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0, "f": 1.0}, what="gradients")
