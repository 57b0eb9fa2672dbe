"""Hidden checks of the circuits, the questions and the stretch exercise."""

import itertools

import numpy as np
import pytest

from autograder import assert_answer, assert_close, expect_tuple

PAIR = "(values, gradients)"
CIRCUITS = ["expression_circuit", "neuron_circuit", "branch_circuit"]


def _inputs(circuit, rng):
    """Return random inputs away from 0, and from a tie of the maximum."""
    if circuit == "neuron_circuit":
        w, x = rng.uniform(0.3, 1.5, size=3) * [1, -1, 1], rng.uniform(0.3, 1.5, size=2) * [-1, 1]
        return w.round(2), x.round(2)
    if circuit == "expression_circuit":
        return tuple(round(float(number), 2) for number in rng.uniform(0.5, 3.0, size=3) * [1, -2, 1])
    smaller, step = rng.uniform(0.5, 3.0, size=2)
    return round(float(smaller), 2), round(float(smaller + step), 2)


def _nodes(got, expected):
    """Return the nodes that are asked for; further ones of the student's own are welcome."""
    return {name: got[name] for name in expected if name in got} if isinstance(got, dict) else got


@pytest.mark.exercise("circuits", weight=6, about="values", hint="What does each node compute?")
@pytest.mark.parametrize("circuit", CIRCUITS)
def test_the_nodes_values(submission, reference, rng, circuit):
    """Every node has its right value, for inputs other than the slide's."""
    inputs = _inputs(circuit, rng)
    values, _ = expect_tuple(getattr(submission, circuit)(*inputs), 2, what=PAIR)
    expected, _ = getattr(reference, circuit)(*inputs)
    assert_close(_nodes(values, expected), expected, what="values")


@pytest.mark.exercise(
    "circuits", weight=20, about="gradients", hint="Local gradient times the gradient above it?"
)
@pytest.mark.parametrize("circuit", CIRCUITS)
def test_the_nodes_gradients(submission, reference, rng, circuit):
    """Every node has its right gradient, for inputs other than the slide's."""
    inputs = _inputs(circuit, rng)
    _, gradients = expect_tuple(getattr(submission, circuit)(*inputs), 2, what=PAIR)
    _, expected = getattr(reference, circuit)(*inputs)
    assert_close(_nodes(gradients, expected), expected, what="gradients")


@pytest.mark.exercise(
    "circuits", weight=8, about="gradients", hint="Which of the two inputs reached the output of max?"
)
def test_the_router_may_send_either_way(submission):
    """When the larger input changes sides, so does the gradient through max."""
    for x, y, dx, dy in ((4.0, -1.5, 6.5, 4.0), (-1.5, 4.0, 4.0, 6.5)):
        _, gradients = expect_tuple(submission.branch_circuit(x, y), 2, what=PAIR)
        expected = {"x": dx, "y": dy}
        assert_close(_nodes(gradients, expected), expected, what="gradients")


ONE_INPUT = "On how many inputs does one output of max(0, x) depend?"

# What to ask whoever chose a wrong answer.
WRONG = {
    "add_gate": {
        "router": "Is there an input of x + y that gets no gradient?",
        "switcher": "Does the local gradient of x + y depend on x or y?",
    },
    "max_gate": {
        "distributor": "What does the smaller input of max(x, y) get?",
        "switcher": "Is the local gradient of max(x, y) the value of the other input?",
    },
    "mul_gate": {
        "distributor": "Is the local gradient of x * y equal to 1?",
        "router": "Is there an input of x * y that gets no gradient?",
    },
    "jacobian_shape": {
        "4096": "Can each output depend on each input?",
        "2 x 4096": "What does a row of a Jacobian stand for, and what a column?",
    },
    "jacobian_of_scores": {
        "3072 x 3072": "How many outputs are there?",
        "10 x 10": "How many inputs are there?",
    },
    "relu_nonzeros_per_row": {"half": ONE_INPUT, "all": ONE_INPUT},
    "batch_jacobian_memory": {
        "3.3 MB": "The batch itself takes that. How many entries does one Jacobian have?",
        "134 MB": "For how many of the examples is that?",
    },
}


@pytest.mark.exercise("ANSWERS", about="concepts")
@pytest.mark.parametrize("question", WRONG)
def test_the_answer(submission, reference, question):
    """The question is answered correctly."""
    assert_answer(submission.get("ANSWERS"), question, reference.ANSWERS[question], WRONG[question])


@pytest.mark.exercise("Value", about="values", hint="What does Python compute for 2 - value?")
def test_differences_of_values(submission):
    """2 - x falls when x grows, x - 2 rises, and x - y falls with y."""
    gates = [
        ("a", "-", 2.0, "x"),
        ("b", "-", "y", 3.0),
        ("c", "-", "x", "y"),
        ("d", "*", "a", "b"),
        ("f", "*", "c", "d"),
    ]
    values, gradients = expect_tuple(submission.run_circuit({"x": 0.5, "y": -1.5}, gates), 2, what=PAIR)
    expected = {"x": 0.5, "y": -1.5, "a": 1.5, "b": -4.5, "c": 2.0, "d": -6.75, "f": -13.5}
    assert_close(values, expected, what="values")
    expected = {"x": 2.25, "y": 9.75, "a": -9.0, "b": 3.0, "c": -6.75, "d": 2.0, "f": 1.0}
    assert_close(gradients, expected, what="gradients")


@pytest.mark.exercise("Value", about="gradients", hint="When has all of a node's gradient arrived?")
def test_a_node_hands_on_only_what_is_complete(submission):
    """A node that feeds several others hands its gradient on once, when all of it is there."""
    gates = [
        ("a", "*", "x", "x"),
        ("b", "exp", "a"),
        ("c", "*", "a", "b"),
        ("d", "+", "a", "c"),
        ("f", "*", "d", "a"),
    ]
    values, gradients = expect_tuple(submission.run_circuit({"x": 0.75}, gates), 2, what=PAIR)
    a = 0.75**2  # f = a^2 (1 + e^a)
    assert_close(values["f"], a**2 * (1 + np.exp(a)), what="f")
    slope = (2 * a * (1 + np.exp(a)) + a**2 * np.exp(a)) * 2 * 0.75
    assert_close(gradients["x"], slope, what="df/dx", because="gradients add at branches")


@pytest.mark.exercise("Value", about="edge cases", hint="How deep may Python's functions call each other?")
def test_a_circuit_of_thousands_of_gates(submission):
    """A chain of 2000 gates, deeper than Python's calls, has the right gradient."""
    names = ["x", *(f"g{i}" for i in range(2000))]
    gates = [(name, "+", before, "y") for before, name in itertools.pairwise(names)]
    _, gradients = expect_tuple(submission.run_circuit({"x": 1.0, "y": 0.5}, gates), 2, what=PAIR)
    assert_close([gradients["x"], gradients["y"]], [1.0, 2000.0], what="[df/dx, df/dy]")
