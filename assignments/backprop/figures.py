"""The circuits of the slides: values above the edges, gradients below them."""

import itertools

try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    plt = None
    print("Figures need matplotlib, which is not installed: python -m pip install matplotlib")


def expression(expression_circuit):
    """Draw (x + y) z at the slide's x = -2, y = 5, z = -4."""
    if plt is None:
        return
    places = {"x": (0, 2), "y": (0, 1), "z": (0, 0), "q": (2, 1.5), "f": (4, 0.75)}
    signs = {"q": "+", "f": "*"}
    edges = [("x", "q"), ("y", "q"), ("q", "f"), ("z", "f")]
    nodes = _run(expression_circuit, -2.0, 5.0, -4.0)
    _draw("f = (x + y) z", places, signs, edges, nodes)


def neuron(neuron_circuit):
    """Draw the slide's neuron at w = (2, -3, -3), x = (-1, -2)."""
    if plt is None:
        return
    places = {"w0": (0, 4), "x0": (0, 3), "w1": (0, 2), "x1": (0, 1), "w2": (0, 0)}
    places |= {"p0": (1.5, 3.5), "p1": (1.5, 1.5), "s": (3, 2.5), "z": (4.5, 1.25)}
    places |= {"n": (6, 1.25), "e": (7.5, 1.25), "d": (9, 1.25), "f": (10.5, 1.25)}
    signs = {"p0": "*", "p1": "*", "s": "+", "z": "+", "n": "* -1", "e": "exp", "d": "+1", "f": "1/x"}
    edges = [("w0", "p0"), ("x0", "p0"), ("w1", "p1"), ("x1", "p1"), ("p0", "s"), ("p1", "s"), ("s", "z")]
    edges += [("w2", "z"), *itertools.pairwise(["z", "n", "e", "d", "f"])]
    nodes = _run(neuron_circuit, [2.0, -3.0, -3.0], [-1.0, -2.0])
    _draw("f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2)))", places, signs, edges, nodes)


def branch(branch_circuit):
    """Draw (x + y) max(x, y) at x = 3, y = 1: two edges leave x, and their gradients add up to the one of x."""
    if plt is None:
        return
    places = {"x": (0, 2), "y": (0, 0), "s": (2, 2), "m": (2, 0), "f": (4, 1)}
    signs = {"s": "+", "m": "max", "f": "*"}
    edges = [("x", "s"), ("y", "s"), ("x", "m"), ("y", "m"), ("s", "f"), ("m", "f")]
    nodes = _run(branch_circuit, 3.0, 1.0)
    _draw("f = (x + y) max(x, y)", places, signs, edges, nodes, on_nodes=("x", "y"))


def _run(circuit, *inputs):
    """Return {node: (value, gradient)}, or None with a word to the student where the circuit is not ready."""
    try:
        values, gradients = circuit(*inputs)
        return {name: (float(value), float(gradients[name])) for name, value in values.items()}
    except NotImplementedError:
        print(f"Write {circuit.__name__} first, then run this cell again.")
    except KeyError as error:
        print(f"{circuit.__name__} gives no gradient for the node {error} yet.")
    return None


def _draw(title, places, signs, edges, nodes, on_nodes=()):
    """Draw a circuit. The numbers of a node stand on the edge that leaves it; those of `on_nodes` beside the node."""
    if nodes is None:
        return
    missing = [name for name in places if name not in nodes]
    if missing:
        print(f"The nodes {', '.join(missing)} are not among the circuit's values yet.")
        return
    width = max(x for x, _ in places.values())
    height = max(y for _, y in places.values())
    _, axes = plt.subplots(figsize=(1.1 * width + 2.5, 1.1 * height + 1.8), layout="constrained")
    arrow = {"arrowstyle": "-|>", "color": "0.35", "shrinkA": 15, "shrinkB": 15}
    for start, end in edges:
        axes.annotate("", places[end], places[start], arrowprops=arrow)
        if start not in on_nodes:
            _label(axes, places[start], places[end], *nodes[start])
    last = edges[-1][1]
    for name, (x, y) in places.items():
        circle = name in signs
        style = {"boxstyle": "circle,pad=0.35" if circle else "square,pad=0.3", "facecolor": "white"}
        axes.text(x, y, signs.get(name, name), ha="center", va="center", bbox=style | {"edgecolor": "black"})
        if circle:
            axes.text(x, y + 0.3, name, ha="center", va="bottom", fontsize=9, color="0.35")
        if name in on_nodes:
            _label(axes, (x - 0.8, y), (x, y), *nodes[name])
    x, y = places[last]
    axes.annotate("", (x + 1.3, y), (x, y), arrowprops=arrow)
    _label(axes, (x, y), (x + 1.3, y), *nodes[last])
    axes.set(xlim=(-0.9 if on_nodes else -0.4, width + 1.4), ylim=(-0.5, height + 0.7))
    axes.set_title(f"{title}\nabove an edge: the value; below, in italics: df/d(node)", fontsize=10)
    axes.axis("off")
    plt.show()


def _label(axes, start, end, value, gradient):
    x, y = (0.6 * a + 0.4 * b for a, b in zip(start, end, strict=True))
    white = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"}
    numbers = {"ha": "center", "fontsize": 9, "bbox": white}
    axes.text(x, y + 0.07, f"{value:.4g}", va="bottom", color="#0b4f8a", weight="bold", **numbers)
    axes.text(x, y - 0.07, f"{gradient:.4g}", va="top", color="#a63603", style="italic", **numbers)
