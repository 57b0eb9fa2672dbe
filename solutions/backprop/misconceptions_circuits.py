"""Wrong circuits."""

from functools import cache

import numpy as np
from backprop import branch_circuit, expression_circuit, neuron_circuit
from misconceptions import MULTIPLIED, SWITCH

from autograder import misconception, part, probe

# The right versions, under names that stay when a wrong one takes a function's place.
right_expression, right_neuron, right_branch = expression_circuit, neuron_circuit, branch_circuit


@misconception("circuits", replaces="expression_circuit", hint="Local gradient times what?")
def expression_local_gradients(x, y, z):
    values, gradients = right_expression(x, y, z)
    return values, gradients | {"x": 1.0, "y": 1.0}


@misconception("circuits", replaces="expression_circuit", hint=SWITCH)
def expression_without_switch(x, y, z):
    values, _ = right_expression(x, y, z)
    q = values["q"]
    return values, {"f": 1.0, "q": q, "z": z, "x": q, "y": q}


@misconception(
    "circuits", replaces="expression_circuit", hint="What happens to your numbers for other inputs?"
)
def expression_of_the_slide(x, y, z):
    values = {"x": -2.0, "y": 5.0, "z": -4.0, "q": 3.0, "f": -12.0}
    return values, {"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0, "f": 1.0}


@misconception("circuits", replaces="expression_circuit", hint="Which operation comes first?")
def expression_without_brackets(x, y, z):
    values = {"x": x, "y": y, "z": z, "q": x + y, "f": x + y * z}
    return values, {"x": 1.0, "y": z, "z": y, "q": z, "f": 1.0}


def neuron_from(w, x, dd, de, dn, dz):
    """Return the neuron with other gradients on its way from f to z."""
    (w0, w1, w2), (x0, x1) = w, x
    values, _ = right_neuron(w, x)
    gradients = {"f": 1.0, "d": dd, "e": de, "n": dn, "z": dz, "s": dz, "w2": dz, "p0": dz, "p1": dz}
    return values, gradients | {"w0": x0 * dz, "x0": w0 * dz, "w1": x1 * dz, "x1": w1 * dz}


@misconception("circuits", replaces="neuron_circuit", hint="What is the local gradient of the gate * -1?")
def neuron_without_minus(w, x):
    _, right = right_neuron(w, x)
    return neuron_from(w, x, right["d"], right["e"], right["n"], right["n"])


@misconception("circuits", replaces="neuron_circuit", hint="Does 1/x rise or fall when x grows?")
def neuron_reciprocal_without_minus(w, x):
    _, right = right_neuron(w, x)
    return neuron_from(w, x, -right["d"], -right["e"], -right["n"], -right["z"])


@misconception(
    "circuits", replaces="neuron_circuit", hint="Which power of x does the slide's table show for 1/x?"
)
def neuron_reciprocal_not_squared(w, x):
    values, _ = right_neuron(w, x)
    dd = -1 / values["d"]
    return neuron_from(w, x, dd, dd, dd * values["e"], -dd * values["e"])


@misconception("circuits", replaces="neuron_circuit", hint="What is the local gradient of the gate exp?")
def neuron_without_exp(w, x):
    _, right = right_neuron(w, x)
    return neuron_from(w, x, right["d"], right["e"], right["e"], -right["e"])


@misconception("circuits", replaces="neuron_circuit", hint=SWITCH)
def neuron_without_switch(w, x):
    (w0, w1, w2), (x0, x1) = w, x
    values, gradients = right_neuron(w, x)
    dz = gradients["z"]
    return values, gradients | {"w0": w0 * dz, "x0": x0 * dz, "w1": w1 * dz, "x1": x1 * dz}


@misconception("circuits", replaces="neuron_circuit", hint="Which of the three weights has no x?")
def neuron_without_bias(w, x):
    values, gradients = right_neuron([w[0], w[1], 0.0], x)
    return values | {"w2": w[2]}, gradients


@misconception(
    "circuits", replaces="neuron_circuit", hint="How many digits does the slide show?", seen_in=["digits"]
)
def neuron_rounded(w, x):
    values, gradients = right_neuron(w, x)
    return tuple(
        {name: round(float(number), 1) for name, number in part.items()} for part in (values, gradients)
    )


@misconception("circuits", replaces="branch_circuit", hint="How many paths reach x?")
def branch_overwrites(x, y):
    values, gradients = right_branch(x, y)
    ds, dm = gradients["s"], gradients["m"]
    return values, gradients | ({"x": dm, "y": ds} if x > y else {"x": ds, "y": dm})


@misconception("circuits", replaces="branch_circuit", hint="Do gradients add or multiply at branches?")
def branch_multiplies(x, y):
    values, gradients = right_branch(x, y)
    ds, dm = gradients["s"], gradients["m"]
    return values, gradients | ({"x": ds * dm, "y": ds} if x > y else {"x": ds, "y": ds * dm})


@misconception("circuits", replaces="branch_circuit", hint="Can the smaller input change the maximum?")
def branch_max_distributes(x, y):
    values, gradients = right_branch(x, y)
    both = gradients["s"] + gradients["m"]
    return values, gradients | {"x": both, "y": both}


@misconception("circuits", replaces="branch_circuit", hint=SWITCH)
def branch_without_switch(x, y):
    values, _ = right_branch(x, y)
    s, m = values["s"], values["m"]
    return values, {"f": 1.0, "s": s, "m": m, "x": s + (m if x > y else 0), "y": s + (0 if x > y else m)}


PATHS = "How many paths reach x?"
ALL_NODES = "Has every node that the docstring names its value and its gradient?"
VALUES_FIRST = "Which of the two dicts comes first, the values or the gradients?"
LOCAL = "Local gradient times what?"


@misconception(
    "circuits", replaces="expression_circuit", hint="Is this the local gradient of a sum or of a product?"
)
def expression_sum_as_a_product(x, y, z):
    values, gradients = right_expression(x, y, z)
    dq = gradients["q"]
    return values, gradients | {"x": y * dq, "y": x * dq}


@misconception(
    "circuits", replaces="expression_circuit", hint="If x grows by 1, by how much does x + y grow?"
)
def expression_shared_out(x, y, z):
    values, gradients = right_expression(x, y, z)
    return values, gradients | {"x": gradients["q"] / 2, "y": gradients["q"] / 2}


@misconception("circuits", replaces="expression_circuit", hint=MULTIPLIED)
def expression_added(x, y, z):
    values, gradients = right_expression(x, y, z)
    return values, gradients | {"q": z + 1, "x": z + 1, "y": z + 1}


@misconception(
    "circuits", replaces="expression_circuit", hint="What happens to your numbers for other inputs?"
)
def expression_with_the_slides_gradients(x, y, z):
    return right_expression(x, y, z)[0], right_expression(-2.0, 5.0, -4.0)[1]


@misconception("circuits", replaces="expression_circuit", hint=ALL_NODES)
def expression_without_its_gates(x, y, z):
    values, gradients = right_expression(x, y, z)
    return values, {name: gradients[name] for name in ("x", "y", "z")}


@misconception("circuits", replaces="expression_circuit", hint=VALUES_FIRST)
def expression_swapped(x, y, z):
    return right_expression(x, y, z)[::-1]


@misconception("circuits", replaces="neuron_circuit", hint="What is the local gradient of the gate * -1?")
def neuron_with_another_sign_at_n(w, x):
    values, gradients = right_neuron(w, x)
    return values, gradients | {"n": -gradients["n"]}


@misconception(
    "circuits", replaces="neuron_circuit", hint="How many factors has the sigmoid's slope on the slide?"
)
def neuron_with_one_factor(w, x):
    values, right = right_neuron(w, x)
    f = values["f"]
    return neuron_from(w, x, right["d"], right["e"], -f, f)


@misconception("circuits", replaces="neuron_circuit", hint="Where is the minus in the exponent?")
def neuron_without_minus_in_the_exponent(w, x):
    values, gradients = right_neuron([-each for each in w], x)
    inputs = {f"w{k}": w[k] for k in range(3)} | {f"x{k}": x[k] for k in range(2)}
    values = {name: -value if name in ("p0", "p1", "s", "z") else value for name, value in values.items()}
    n = -values["n"]
    dz = -gradients["n"]
    flow = dict.fromkeys(("z", "s", "w2", "p0", "p1"), dz)
    (w0, w1, _), (x0, x1) = w, x
    return values | inputs | {"n": -n}, gradients | flow | {
        "w0": x0 * dz,
        "x0": w0 * dz,
        "w1": x1 * dz,
        "x1": w1 * dz,
    }


@misconception("circuits", replaces="neuron_circuit", hint="What is the local gradient of w2 in a sum?")
def neuron_with_a_factor_at_w2(w, x):
    values, gradients = right_neuron(w, x)
    return values, gradients | {"w2": gradients["w2"] * w[2]}


@misconception("circuits", replaces="neuron_circuit", hint=LOCAL)
def neuron_with_local_gradients_at_its_inputs(w, x):
    values, gradients = right_neuron(w, x)
    (w0, w1, _), (x0, x1) = w, x
    return values, gradients | {"w0": x0, "x0": w0, "w1": x1, "x1": w1}


@misconception("circuits", replaces="neuron_circuit", hint=ALL_NODES)
def neuron_without_its_gates(w, x):
    values, gradients = right_neuron(w, x)
    return values, {name: gradients[name] for name in ("w0", "x0", "w1", "x1", "w2")}


@misconception("circuits", replaces="neuron_circuit", hint=VALUES_FIRST)
def neuron_swapped(w, x):
    return right_neuron(w, x)[::-1]


@misconception("circuits", replaces="branch_circuit", hint=PATHS)
def branch_along_the_sum_alone(x, y):
    values, gradients = right_branch(x, y)
    return values, gradients | {"x": gradients["s"], "y": gradients["s"]}


@misconception("circuits", replaces="branch_circuit", hint=PATHS)
def branch_along_the_maximum_alone(x, y):
    values, gradients = right_branch(x, y)
    dm = gradients["m"]
    return values, gradients | {"x": dm if x > y else 0.0, "y": 0.0 if x > y else dm}


@misconception("circuits", replaces="branch_circuit", hint="Which of the two inputs reached the output?")
def branch_to_the_loser(x, y):
    values, gradients = right_branch(x, y)
    return values, gradients | {
        "x": gradients["s"] + (0 if x > y else gradients["m"]),
        "y": gradients["s"] + (gradients["m"] if x > y else 0),
    }


@misconception("circuits", replaces="branch_circuit", hint=LOCAL)
def branch_with_local_gradients(x, y):
    values, gradients = right_branch(x, y)
    ds = gradients["s"]
    return values, gradients | {"x": ds + (x > y), "y": ds + (x < y)}


@misconception("circuits", replaces="branch_circuit", hint=LOCAL)
def branch_with_local_gradients_alone(x, y):
    values, gradients = right_branch(x, y)
    return values, gradients | {"x": 1.0 + (x > y), "y": 1.0 + (x < y)}


@misconception("circuits", replaces="branch_circuit", hint=ALL_NODES)
def branch_without_its_gates(x, y):
    values, gradients = right_branch(x, y)
    return values, {name: gradients[name] for name in ("x", "y")}


@misconception("circuits", replaces="branch_circuit", hint=VALUES_FIRST)
def branch_swapped(x, y):
    return right_branch(x, y)[::-1]


class Nodes:
    """What a circuit returned: values and gradients by node, in this order even where it has them the other way round."""

    def __init__(self, circuit, *inputs):
        first, second = (dict(part(circuit(*inputs), at)) for at in range(2))
        self.is_swapped = first.get("f") == 1.0 != second.get("f")
        self.values, self.gradients = (second, first) if self.is_swapped else (first, second)

    def order(self):
        return "gradients first" if self.is_swapped else ""

    def names(self, wanted):
        return "all" if self.values.keys() == self.gradients.keys() == set(wanted) else "others"

    def look(self, of, names):
        """Return a reading of (values, gradients); nothing where one of the nodes is missing."""
        if not set(names) <= self.values.keys() & self.gradients.keys():
            return ""
        return of(self.values, self.gradients)


def ratio(a, b):
    return a / b if b else ""


EXPRESSION_NODES = ("x", "y", "z", "q", "f")
NEURON_NODES = ("w0", "x0", "w1", "x1", "w2", "p0", "p1", "s", "z", "n", "e", "d", "f")
BRANCH_NODES = ("x", "y", "s", "m", "f")


@probe("circuits")
def circuits_probe(code):
    expression = cache(lambda: Nodes(code.expression_circuit, 1.5, -0.5, 2.5))
    neuron = cache(lambda: Nodes(code.neuron_circuit, [0.5, -1.5, 0.75], [1.25, 0.25]))
    branch = cache(lambda: Nodes(code.branch_circuit, 1.25, 0.5))
    other_branch = cache(lambda: Nodes(code.branch_circuit, 0.5, 1.25))

    def of_expression(of):
        return lambda: expression().look(of, EXPRESSION_NODES)

    def of_neuron(of):
        return lambda: neuron().look(of, NEURON_NODES)

    def does_it_depend():
        """Whether the gradients of the expression change with its inputs."""
        other = Nodes(code.expression_circuit, 0.5, 4.0, -3.0)
        found = expression().gradients
        if not any(found[name] for name in "xyz"):
            return ""
        return "always the same" if other.gradients == found else "they change"

    def digits():
        found, right = neuron().values, right_neuron([0.5, -1.5, 0.75], [1.25, 0.25])[0]
        if found.keys() != right.keys() or all(np.isclose(found[name], right[name]) for name in right):
            return ""
        return "rounded" if all(np.isclose(found[name], right[name], atol=0.06) for name in right) else ""

    def paths(run):
        """Say how the gradients of x and y are made of those of s and m."""

        def of(values, gradients):
            ds, dm = gradients["s"], gradients["m"]
            ways = {"both": ds + dm, "s": ds, "m": dm, "times": ds * dm, "none": 0.0}
            found = [
                [way for way, made in ways.items() if np.isclose(gradients[name], made)]
                for name in ("x", "y")
            ]
            return " and ".join(each[0] for each in found) if all(found) else ""

        return lambda: run().look(of, BRANCH_NODES)

    looks = {"digits": digits, "gradients of the expression": does_it_depend}
    for name, run, nodes in (
        ("expression", expression, EXPRESSION_NODES),
        ("neuron", neuron, NEURON_NODES),
        ("branch", branch, BRANCH_NODES),
    ):
        looks[f"order, {name}"] = lambda run=run: run().order()
        looks[f"nodes, {name}"] = lambda run=run, nodes=nodes: run().names(nodes)
    return {
        **looks,
        "values, expression": of_expression(lambda v, g: [v[name] for name in EXPRESSION_NODES]),
        "q and z, expression": of_expression(lambda v, g: [g["q"], g["z"]]),
        "x and y, expression": of_expression(lambda v, g: [ratio(g["x"], g["q"]), ratio(g["y"], g["q"])]),
        "gradients of inputs, expression": lambda: [expression().gradients[name] for name in "xyz"],
        "products, neuron": of_neuron(lambda v, g: [v["p0"], v["p1"], v["s"]]),
        "bias, neuron": of_neuron(lambda v, g: v["z"] - v["s"]),
        "n, neuron": of_neuron(lambda v, g: ratio(v["n"], v["z"])),
        "e, neuron": of_neuron(lambda v, g: v["e"] / np.exp(v["n"])),
        "d and f, neuron": of_neuron(lambda v, g: [v["d"] - v["e"], v["f"] * v["d"]]),
        "from f to d, neuron": of_neuron(lambda v, g: g["d"] * v["d"] ** 2),
        "from d to e, neuron": of_neuron(lambda v, g: ratio(g["e"], g["d"])),
        "from e to n, neuron": of_neuron(lambda v, g: ratio(g["n"], g["e"] * v["e"])),
        "from n to z, neuron": of_neuron(lambda v, g: ratio(g["z"], g["n"])),
        "from z on, neuron": of_neuron(
            lambda v, g: [ratio(g[name], g["z"]) for name in ("s", "w2", "p0", "p1")]
        ),
        "weights and inputs, neuron": of_neuron(
            lambda v, g: [ratio(g[name], g["z"]) for name in ("w0", "x0", "w1", "x1")]
        ),
        "gradients of inputs, neuron": lambda: [neuron().gradients[name] for name in NEURON_NODES[:5]],
        "values, branch": lambda: branch().look(
            lambda v, g: [v[name] for name in BRANCH_NODES], BRANCH_NODES
        ),
        "s and m, branch": lambda: branch().look(lambda v, g: [g["s"], g["m"]], BRANCH_NODES),
        "paths, x larger": paths(branch),
        "paths, y larger": paths(other_branch),
        "gradients of inputs, branch": lambda: [branch().gradients[name] for name in "xy"],
    }
