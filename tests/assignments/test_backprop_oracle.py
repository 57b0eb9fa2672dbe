"""The solution of `backprop` against independent oracles: scipy for the values, autograd for the gradients."""

import doctest
import importlib.util
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import expit

PATH = Path(__file__).parents[2] / "solutions" / "backprop" / "backprop.py"
SHAPES = [(), (1,), (7,), (3, 4), (2, 3, 5)]
AFFINE = [((1, 1), 1), ((1, 5), 3), ((4, 3), 2), ((6, 2, 3), 4), ((3, 2, 2, 2), 5)]  # shape of x, M


def load_solution():
    spec = importlib.util.spec_from_file_location("backprop_solution", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


backprop = load_solution()


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-9)
    assert np.shape(got) == np.shape(expected)


def random_arrays(shape, count):
    """Return arrays whose entries are far from 0 and from those of each other."""
    rng = np.random.default_rng(10 * len(shape) + sum(shape))
    size = int(np.prod(shape)) * count
    numbers = rng.permutation(np.linspace(-2, 2, 2 * size + 2)[1:-1])[:size]
    return [part.reshape(shape) for part in np.split(numbers, count)]


def upstream(shape):
    return np.random.default_rng(len(shape)).normal(size=shape)


def pulled_back(f, dz, *inputs):
    """Return autograd's gradients of sum(dz * f(*inputs))."""
    return grad(lambda arguments: anp.sum(dz * f(*arguments)))(inputs)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    ("name", "function"),
    [("AddGate", anp.add), ("MultiplyGate", anp.multiply), ("MaxGate", anp.maximum)],
)
def test_gates_of_two_inputs_agree_with_autograd(name, function, shape):
    x, y = random_arrays(shape, 2)
    dz, gate = upstream(shape), getattr(backprop, name)()
    close(gate.forward(x, y), function(x, y))
    for got, expected in zip(gate.backward(dz), pulled_back(function, dz, x, y), strict=True):
        close(got, expected)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    ("name", "function"), [("ExpGate", anp.exp), ("ReciprocalGate", lambda x: 1 / x)], ids=["exp", "1/x"]
)
def test_gates_of_one_input_agree_with_autograd(name, function, shape):
    (x,) = random_arrays(shape, 1)
    dz, gate = upstream(shape), getattr(backprop, name)()
    close(gate.forward(x), function(x))
    close(gate.backward(dz), pulled_back(function, dz, x)[0])


def test_a_tie_of_the_max_gate_goes_to_the_first_input():
    gate = backprop.MaxGate()
    gate.forward(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    dx, dy = gate.backward(np.array([5.0, 7.0]))
    close(dx, [5.0, 0.0])
    close(dy, [0.0, 7.0])


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_sigmoid_agrees_with_scipy_and_autograd(shape):
    x, dout = 4 * random_arrays(shape, 1)[0], upstream(shape)
    out, cache = backprop.sigmoid_forward(x)
    close(out, expit(x))
    close(backprop.sigmoid_backward(dout, cache), pulled_back(lambda x: 1 / (1 + anp.exp(-x)), dout, x)[0])


def test_the_sigmoid_is_right_and_silent_far_out():
    x = np.array([-1000.0, -745.0, -40.0, 40.0, 745.0, 1000.0])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        out, cache = backprop.sigmoid_forward(x)
        dx = backprop.sigmoid_backward(np.ones(6), cache)
    np.testing.assert_allclose(out, expit(x), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(dx, expit(x) * expit(-x), rtol=0, atol=1e-16)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_relu_agrees_with_autograd(shape):
    (x,), dout = random_arrays(shape, 1), upstream(shape)
    out, cache = backprop.relu_forward(x)
    close(out, np.clip(x, 0, None))
    close(backprop.relu_backward(dout, cache), pulled_back(lambda x: anp.maximum(0, x), dout, x)[0])


@pytest.mark.parametrize(("shape", "m"), AFFINE, ids=str)
def test_the_affine_layer_agrees_with_autograd(shape, m):
    rng = np.random.default_rng(sum(shape) + m)
    x, w, b = rng.normal(size=shape), rng.normal(size=(int(np.prod(shape[1:])), m)), rng.normal(size=m)
    dout = rng.normal(size=(shape[0], m))

    def affine(x, w, b):
        return anp.tensordot(anp.reshape(x, (shape[0], -1)), w, 1) + b

    out, cache = backprop.affine_forward(x, w, b)
    close(out, affine(x, w, b))
    got = backprop.affine_backward(dout, cache)
    for gradient, expected in zip(got, pulled_back(affine, dout, x, w, b), strict=True):
        close(gradient, expected)


def expression(x, y, z, at):
    nodes = {"x": x + at["x"], "y": y + at["y"], "z": z + at["z"]}
    nodes["q"] = nodes["x"] + nodes["y"] + at["q"]
    nodes["f"] = nodes["q"] * nodes["z"] + at["f"]
    return nodes


def neuron(w, x, at):
    leaves = zip(["w0", "w1", "w2", "x0", "x1"], [*w, *x], strict=True)
    nodes = {name: value + at[name] for name, value in leaves}
    nodes["p0"] = nodes["w0"] * nodes["x0"] + at["p0"]
    nodes["p1"] = nodes["w1"] * nodes["x1"] + at["p1"]
    nodes["s"] = nodes["p0"] + nodes["p1"] + at["s"]
    nodes["z"] = nodes["s"] + nodes["w2"] + at["z"]
    nodes["n"] = -nodes["z"] + at["n"]
    nodes["e"] = anp.exp(nodes["n"]) + at["e"]
    nodes["d"] = 1 + nodes["e"] + at["d"]
    nodes["f"] = 1 / nodes["d"] + at["f"]
    return nodes


def branch(x, y, at):
    nodes = {"x": x + at["x"], "y": y + at["y"]}
    nodes["s"] = nodes["x"] + nodes["y"] + at["s"]
    nodes["m"] = anp.maximum(nodes["x"], nodes["y"]) + at["m"]
    nodes["f"] = nodes["s"] * nodes["m"] + at["f"]
    return nodes


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("circuit", "oracle", "sizes"),
    [
        ("expression_circuit", expression, (None, None, None)),
        ("neuron_circuit", neuron, (3, 2)),
        ("branch_circuit", branch, (None, None)),
    ],
    ids=["expression", "neuron", "branch"],
)
def test_the_gradient_of_a_node_is_that_of_a_number_added_to_it(circuit, oracle, sizes, seed):
    rng = np.random.default_rng(seed)
    inputs = [rng.normal(size=size) for size in sizes]
    values, gradients = getattr(backprop, circuit)(*inputs)
    zeros = dict.fromkeys(values, 0.0)
    expected = oracle(*inputs, zeros)
    slopes = grad(lambda at: oracle(*inputs, at)["f"])(zeros)
    assert values.keys() == gradients.keys() == expected.keys()
    for name in values:
        close(values[name], expected[name])
        close(gradients[name], slopes[name])


def random_gates(rng, count):
    """Return gates that use the leaves x and y, numbers and one another, many of them several times."""
    names, gates = ["x", "y"], []
    for index in range(count):
        operation = str(rng.choice(["+", "-", "*", "exp"]))
        inputs = [str(rng.choice(names)) for _ in range(1 if operation == "exp" else 2)]
        if operation != "exp" and rng.random() < 0.3:
            inputs[rng.integers(2)] = float(rng.normal())
        gates.append((f"g{index}", operation, *inputs))
        # exp of exp soon leaves the floats: every exp is made small again
        if operation == "exp":
            gates[-1:] = [(f"h{index}", "*", inputs[0], 0.01), (f"g{index}", "exp", f"h{index}")]
        names.append(f"g{index}")
    return gates


def run_by_autograd(leaves, gates):
    nodes = dict(leaves)
    for name, operation, *inputs in gates:
        a, *rest = (nodes.get(item, item) for item in inputs)
        if operation == "exp":
            nodes[name] = anp.exp(a)
        else:
            nodes[name] = {"+": anp.add, "-": anp.subtract, "*": anp.multiply}[operation](a, rest[0])
    return nodes[gates[-1][0]]


@pytest.mark.parametrize("seed", range(20))
def test_values_differentiate_random_circuits_as_autograd_does(seed):
    gates = random_gates(np.random.default_rng(seed), 12)
    leaves = {"x": 0.6, "y": -0.4}
    values, gradients = backprop.run_circuit(leaves, gates)
    expected = grad(lambda leaves: run_by_autograd(leaves, gates))(leaves)
    np.testing.assert_allclose(values[gates[-1][0]], run_by_autograd(leaves, gates), rtol=1e-9)
    for name in leaves:
        np.testing.assert_allclose(gradients[name], expected[name], rtol=1e-9, atol=1e-12)


def test_the_relu_of_a_batch_needs_no_more_memory_than_a_few_of_its_arrays():
    import tracemalloc

    x, dout = np.random.default_rng(0).normal(size=(2, 100, 4096))
    _, cache = backprop.relu_forward(x)
    tracemalloc.start()
    backprop.relu_backward(dout, cache)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32e6


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(backprop).failed == 0
