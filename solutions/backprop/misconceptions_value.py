"""Wrong scalar autodiff."""

from backprop import Value

from autograder import misconception


@misconception("Value", hint="What does Python compute for 2 - value?")
class ValueRsubNotNegated(Value):
    def __rsub__(self, other):
        return self - other


@misconception("Value", hint="How many paths reach this node?")
class ValueOverwrites(Value):
    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            for source, local_gradient in zip(node.inputs, node.local_gradients):
                source.grad = local_gradient * node.grad


@misconception("Value", hint="How often does each node hand on its gradient?")
class ValueVisitsTwice(Value):
    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, inputs_done = stack.pop()
            if inputs_done or node in seen:
                order.append(node)  # outside the test for nodes that were seen already
            else:
                seen.add(node)
                stack += [(node, True), *((source, False) for source in node.inputs)]
        self.grad = 1.0
        for node in reversed(order):
            for source, local_gradient in zip(node.inputs, node.local_gradients):
                source.grad += local_gradient * node.grad


@misconception("Value", hint="When has all of a node's gradient arrived?")
class ValueWithoutOrder(Value):
    def backward(self):
        self.grad = 1.0
        queue, seen = [self], {self}
        for node in queue:
            for source, local_gradient in zip(node.inputs, node.local_gradients):
                source.grad += local_gradient * node.grad
                if source not in seen:
                    seen.add(source)
                    queue.append(source)


@misconception("Value", hint="How deep may Python's functions call each other?")
class ValueRecursive(Value):
    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for source in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, local_gradient in zip(node.inputs, node.local_gradients):
                source.grad += local_gradient * node.grad


def topological_order(output):
    """Return every node that `output` was computed from, inputs first."""
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, inputs_done = stack.pop()
        if inputs_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack += [(node, True), *((source, False) for source in node.inputs)]
    return order
