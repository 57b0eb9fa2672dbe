from functools import cache, partial

"""Wrong circuits."""

from backprop import branch_circuit, expression_circuit, neuron_circuit

from autograder import misconception, part, probe

# The right versions, under names that stay when a wrong one takes a function's place.
right_expression, right_neuron, right_branch = expression_circuit, neuron_circuit, branch_circuit


@misconception("circuits", replaces="expression_circuit", hint="Local gradient times what?")
def expression_local_gradients(x, y, z):
    values, gradients = right_expression(x, y, z)
    return values, gradients | {"x": 1.0, "y": 1.0}


@misconception(
    "circuits", replaces="expression_circuit", hint="Whose value multiplies the gradient in a mul gate?"
)
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


@misconception(
    "circuits", replaces="neuron_circuit", hint="Whose value multiplies the gradient in a mul gate?"
)
def neuron_without_switch(w, x):
    (w0, w1, w2), (x0, x1) = w, x
    values, gradients = right_neuron(w, x)
    dz = gradients["z"]
    return values, gradients | {"w0": w0 * dz, "x0": x0 * dz, "w1": w1 * dz, "x1": x1 * dz}


@misconception("circuits", replaces="neuron_circuit", hint="Which of the three weights has no x?")
def neuron_without_bias(w, x):
    return right_neuron([w[0], w[1], 0.0], x)


@misconception("circuits", replaces="neuron_circuit", hint="How many digits does the slide show?")
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


@misconception(
    "circuits", replaces="branch_circuit", hint="Whose value multiplies the gradient in a mul gate?"
)
def branch_without_switch(x, y):
    values, _ = right_branch(x, y)
    s, m = values["s"], values["m"]
    return values, {"f": 1.0, "s": s, "m": m, "x": s + (m if x > y else 0), "y": s + (0 if x > y else m)}


@probe("circuits")
def circuits_probe(code):
    def nodes(circuit, *inputs):
        return [dict(found) for found in circuit(*inputs)]

    runs = {
        "expression": cache(lambda: nodes(code.expression_circuit, 1.5, -0.5, 2.5)),
        "neuron": cache(lambda: nodes(code.neuron_circuit, [0.5, -1.5, 0.75], [1.25, 0.25])),
        "branch": cache(lambda: nodes(code.branch_circuit, 1.25, 0.5)),
        "branch the other way": cache(lambda: nodes(code.branch_circuit, 0.5, 1.25)),
    }
    return {
        f"{what}, {name}": partial(lambda run, at: part(run(), at), run, at)
        for name, run in runs.items()
        for at, what in enumerate(("values", "gradients"))
    }
