"""Wrong versions of the backprop exercises, as students write them, each with the question that leads on."""

import numpy as np
from backprop import (
    AddGate,
    ExpGate,
    MaxGate,
    MultiplyGate,
    ReciprocalGate,
    Value,
    affine_backward,
    affine_forward,
    as_float_array,
    branch_circuit,
    check_affine_inputs,
    expression_circuit,
    neuron_circuit,
    relu_forward,
    sigmoid_forward,
)

from autograder.misconceptions import misconception, probe

# The right versions, under names that stay when a wrong one takes a function's place.
right_expression, right_neuron, right_branch = expression_circuit, neuron_circuit, branch_circuit
right_affine_forward, right_affine_backward = affine_forward, affine_backward
right_sigmoid_forward, right_relu_forward = sigmoid_forward, relu_forward

UPSTREAM = "What arrives from above, and where do you use it?"
SHARED = "How many gates share this memory?"
LAYER = {}
SCRATCH = np.zeros(1000)


# AddGate


@misconception("AddGate", hint="If x grows by 1, by how much does x + y grow?")
class AddGateShares(AddGate):
    def backward(self, dz):
        return dz / 2, dz / 2


@misconception("AddGate", hint=UPSTREAM)
class AddGateWithoutUpstream(AddGate):
    def backward(self, dz):
        return np.ones_like(dz), np.ones_like(dz)


@misconception("AddGate", hint="Is this the local gradient of a sum or of a product?")
class AddGateSwitches(AddGate):
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        return self.y * dz, self.x * dz


@misconception("AddGate", hint="What does += do to the array on its left?")
class AddGateInPlace(AddGate):
    def forward(self, x, y):
        x += y
        return x


# MultiplyGate


@misconception("MultiplyGate", hint="Whose value multiplies dz?")
class MultiplyGateWithoutSwitch(MultiplyGate):
    def backward(self, dz):
        return self.x * dz, self.y * dz


@misconception("MultiplyGate", hint=UPSTREAM)
class MultiplyGateWithoutUpstream(MultiplyGate):
    def backward(self, dz):
        return self.y, self.x


@misconception("MultiplyGate", hint="What is the local gradient of a product?")
class MultiplyGateDistributes(MultiplyGate):
    def backward(self, dz):
        return dz, dz


@misconception("MultiplyGate", hint=SHARED)
class MultiplyGateSharedMemory(MultiplyGate):
    def forward(self, x, y):
        LAYER["input"] = [x, y]
        return x * y

    def backward(self, dz):
        return LAYER["input"][1] * dz, LAYER["input"][0] * dz


@misconception("MultiplyGate", hint="Which forward came last?")
class MultiplyGateFirstForward(MultiplyGate):
    def __init__(self):
        self.inputs = []

    def forward(self, x, y):
        self.inputs += [x, y]
        return x * y

    def backward(self, dz):
        return self.inputs[1] * dz, self.inputs[0] * dz


@misconception("MultiplyGate", hint="Who else holds the array behind self.x?")
class MultiplyGateInPlace(MultiplyGate):
    def backward(self, dz):
        self.x *= dz
        self.y *= dz
        return self.y, self.x


# MaxGate


@misconception("MaxGate", hint="How much of dz arrives in all when x equals y?")
class MaxGateDoublesTies(MaxGate):
    def forward(self, x, y):
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        return np.where(self.x >= self.y, dz, 0), np.where(self.y >= self.x, dz, 0)


@misconception("MaxGate", hint="Does any of dz arrive when x equals y?")
class MaxGateLosesTies(MaxGateDoublesTies):
    def backward(self, dz):
        return np.where(self.x > self.y, dz, 0), np.where(self.y > self.x, dz, 0)


@misconception("MaxGate", hint="Can the smaller input change the output?")
class MaxGateDistributes(MaxGate):
    def backward(self, dz):
        return dz, dz


@misconception("MaxGate", hint="Which of the two inputs reached the output?")
class MaxGateRoutesToLoser(MaxGate):
    def backward(self, dz):
        return np.where(self.x_wins, 0, dz), np.where(self.x_wins, dz, 0)


@misconception("MaxGate", hint=UPSTREAM)
class MaxGateWithoutUpstream(MaxGate):
    def backward(self, dz):
        return np.where(self.x_wins, 1.0, 0.0), np.where(self.x_wins, 0.0, 1.0)


@misconception("MaxGate", hint="Whose value multiplies dz in a max gate?")
class MaxGateTimesInput(MaxGateDoublesTies):
    def backward(self, dz):
        wins = np.greater_equal(self.x, self.y)
        return np.where(wins, self.x * dz, 0), np.where(wins, 0, self.y * dz)


@misconception("MaxGate", hint="Is the winner the same in every place?")
class MaxGateOneWinner(MaxGate):
    def forward(self, x, y):
        self.x_wins = np.max(x) >= np.max(y)
        return x if self.x_wins else y


@misconception("MaxGate", hint="May Python's `if` decide about a whole array?")
class MaxGateForNumbersOnly(MaxGate):
    def forward(self, x, y):
        self.x_wins = True if x >= y else False
        return max(x, y)


@misconception("MaxGate", hint=SHARED)
class MaxGateSharedMemory(MaxGate):
    def forward(self, x, y):
        MaxGateSharedMemory.x_wins = np.greater_equal(x, y)
        return np.maximum(x, y)


@misconception("MaxGate", hint="Are dx and dz two arrays?")
class MaxGateInPlace(MaxGate):
    def backward(self, dz):
        dx = np.asarray(dz)
        dy = dx.copy()
        dx[~self.x_wins] = 0
        dy[self.x_wins] = 0
        return dx, dy


# ExpGate


@misconception("ExpGate", hint="Does x stand in the base or in the exponent?")
class ExpGatePowerRule(ExpGate):
    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return self.x * np.exp(self.x - 1) * dz


@misconception("ExpGate", hint=UPSTREAM)
class ExpGateWithoutUpstream(ExpGate):
    def backward(self, dz):
        return self.z


@misconception("ExpGate", hint="Does the derivative need the gate's input or its output?")
class ExpGateTimesInput(ExpGatePowerRule):
    def backward(self, dz):
        return self.x * dz


@misconception("ExpGate", hint="At which point is the slope taken: x or dz?")
class ExpGateOfUpstream(ExpGate):
    def backward(self, dz):
        return np.exp(dz)


@misconception("ExpGate", hint="Was e already raised to the power of x?")
class ExpGateTwice(ExpGate):
    def backward(self, dz):
        return np.exp(self.z) * dz


@misconception("ExpGate", hint=SHARED)
class ExpGateSharedMemory(ExpGate):
    def forward(self, x):
        ExpGateSharedMemory.z = np.exp(x)
        return self.z


# ReciprocalGate


@misconception("ReciprocalGate", hint="Does 1/x rise or fall when x grows?")
class ReciprocalGateWithoutMinus(ReciprocalGate):
    def backward(self, dz):
        return self.z * self.z * dz


@misconception("ReciprocalGate", hint="Which power of x does the slide's table show?")
class ReciprocalGateNotSquared(ReciprocalGate):
    def backward(self, dz):
        return -self.z * dz


@misconception("ReciprocalGate", hint=UPSTREAM)
class ReciprocalGateWithoutUpstream(ReciprocalGate):
    def backward(self, dz):
        return -self.z * self.z


@misconception("ReciprocalGate", hint="At which point is the slope taken: x or dz?")
class ReciprocalGateOfUpstream(ReciprocalGate):
    def backward(self, dz):
        return -1 / (dz * dz)


@misconception("ReciprocalGate", hint="Did you square the input or the output?")
class ReciprocalGateSquaresTheWrongOne(ReciprocalGate):
    def backward(self, dz):
        return -dz / (self.z * self.z)


@misconception("ReciprocalGate", hint="May numpy raise whole numbers to the power -2?")
class ReciprocalGateOfIntegers(ReciprocalGate):
    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return -(self.x**-2) * dz


@misconception("ReciprocalGate", hint=SHARED)
class ReciprocalGateSharedMemory(ReciprocalGate):
    def forward(self, x):
        ReciprocalGateSharedMemory.z = 1 / x
        return self.z


# sigmoid


@misconception("sigmoid", replaces="sigmoid_forward", hint="For which x does e^-x leave the floats?")
def sigmoid_overflowing(x):
    out = 1 / (1 + np.exp(-as_float_array(x)))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="What is infinity divided by infinity?")
def sigmoid_of_large_exponentials(x):
    out = np.exp(as_float_array(x)) / (1 + np.exp(as_float_array(x)))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="Where does the sigmoid go when x grows?")
def sigmoid_mirrored(x):
    out, _ = right_sigmoid_forward(-as_float_array(x))
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="What dtype has the array you write into?")
def sigmoid_into_the_inputs_dtype(x):
    x = np.asarray(x)
    out = np.zeros_like(x)
    e = np.exp(-np.abs(x))
    out[...] = np.where(x >= 0, 1, e) / (1 + e)
    return out, out


@misconception("sigmoid", replaces="sigmoid_forward", hint="Whose array is it?")
def sigmoid_in_place(x):
    x = as_float_array(x)
    x[...] = right_sigmoid_forward(x)[0]
    return x.copy(), x.copy()


@misconception("sigmoid", replaces="sigmoid_forward", hint="What becomes of this cache at the next call?")
def sigmoid_shared_memory(x):
    out, _ = right_sigmoid_forward(x)
    cache = SCRATCH[: out.size].reshape(out.shape)
    cache[...] = out
    return out, cache


@misconception("sigmoid", replaces="sigmoid_backward", hint=UPSTREAM)
def sigmoid_slope_alone(dout, cache):
    return cache * (1 - cache)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Which function has the slope 1 - f^2?")
def sigmoid_slope_of_tanh(dout, cache):
    return dout * (1 - cache**2)


@misconception("sigmoid", replaces="sigmoid_backward", hint="How many factors has the slope on the slide?")
def sigmoid_slope_with_one_factor(dout, cache):
    return dout * cache


@misconception("sigmoid", replaces="sigmoid_backward", hint="Is the cache x, or is it already sigma(x)?")
def sigmoid_slope_of_the_output(dout, cache):
    out, _ = right_sigmoid_forward(cache)
    return dout * out * (1 - out)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Does the slope of the sigmoid depend on dout?")
def sigmoid_slope_at_upstream(dout, cache):
    return dout * (1 - dout)


@misconception("sigmoid", replaces="sigmoid_backward", hint="Does the sigmoid ever fall?")
def sigmoid_slope_negative(dout, cache):
    return -dout * cache * (1 - cache)


# relu


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
def relu_leaking(x):
    x = as_float_array(x)
    return np.where(x > 0, x, 0.01 * x), x


@misconception("relu", replaces="relu_forward", hint="What is the larger of 0 and -2?")
def relu_absolute(x):
    x = as_float_array(x)
    return np.abs(x), x


@misconception("relu", replaces="relu_forward", hint="What is the difference between np.max and np.maximum?")
def relu_along_an_axis(x):
    x = as_float_array(x)
    return np.max(x, 0), x


@misconception("relu", replaces="relu_forward", hint="Whose array is it?")
def relu_in_place(x):
    x = as_float_array(x)
    x[x < 0] = 0
    return x, x


@misconception("relu", replaces="relu_forward", hint="What becomes of this cache at the next call?")
def relu_shared_memory(x):
    x = as_float_array(x)
    if x.size > SCRATCH.size:
        return right_relu_forward(x)
    cache = SCRATCH[: x.size].reshape(x.shape)
    cache[...] = x
    return np.maximum(0, x), cache


@misconception("relu", replaces="relu_backward", hint=UPSTREAM)
def relu_mask_alone(dout, cache):
    return (cache > 0).astype(cache.dtype)


@misconception("relu", replaces="relu_backward", hint="Which units were on in the forward pass?")
def relu_without_mask(dout, cache):
    return dout


@misconception(
    "relu", replaces="relu_backward", hint="Does the forward pass or the upstream gradient decide who was on?"
)
def relu_mask_on_upstream(dout, cache):
    return np.where(dout > 0, dout, 0)


@misconception("relu", replaces="relu_backward", hint="May a gradient that passes a ReLU be negative?")
def relu_mask_on_both(dout, cache):
    return np.where((cache > 0) & (dout > 0), dout, 0)


@misconception("relu", replaces="relu_backward", hint="How steep is max(0, x) at x = 3?")
def relu_times_its_value(dout, cache):
    return dout * np.maximum(0, cache)


@misconception("relu", replaces="relu_backward", hint="What is the slope where the unit was off?")
def relu_sign(dout, cache):
    return dout * np.sign(cache)


@misconception("relu", replaces="relu_backward", hint="What is 0 / 0?")
def relu_ratio(dout, cache):
    return dout * (np.maximum(0, cache) / cache)


@misconception("relu", replaces="relu_backward", hint="Which entries of the Jacobian are not 0?")
def relu_jacobian(dout, cache):
    dx = np.zeros(cache.shape)
    for place in np.ndindex(cache.shape[:-1]):
        dx[place] = np.diag(np.where(cache[place] > 0, 1.0, 0.0)) @ dout[place]
    return dx


@misconception("relu", replaces="relu_backward", hint="Are dx and dout two arrays?")
def relu_backward_in_place(dout, cache):
    dout *= cache > 0
    return dout


@misconception("relu", replaces="relu_backward", hint="What dtype has the array you write into?")
def relu_in_double(dout, cache):
    dx = np.zeros(cache.shape)
    dx[cache > 0] = dout[cache > 0]
    return dx


@misconception(
    "relu", replaces="relu_backward", hint="What is this course's rule at exactly zero?", costs_points=False
)
def relu_on_at_zero(dout, cache):
    return np.where(cache >= 0, dout, 0)


# affine


@misconception("affine", replaces="affine_forward", hint="Which input did you not use?")
def affine_without_bias(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    return x.reshape(len(x), -1) @ w, (x, w)


@misconception("affine", replaces="affine_forward", hint="How often does b enter each score?")
def affine_bias_twice(x, w, b):
    out, cache = right_affine_forward(x, w, b)
    return out + b, cache


@misconception("affine", replaces="affine_forward", hint="How many axes may x have?")
def affine_for_flat_rows_only(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    return x @ w + b, (x, w)


@misconception("affine", replaces="affine_forward", hint="Which shape did x have when it came in?")
def affine_forgets_the_shape(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    rows = x.reshape(len(x), -1)
    return rows @ w + b, (rows, w)


@misconception("affine", replaces="affine_forward", hint="What does numpy do with a b of length 1?")
def affine_accepts_any_bias(x, w, b):
    x, w, b = as_float_array(x), as_float_array(w), as_float_array(b)
    return x.reshape(len(x), -1) @ w + b, (x, w)


@misconception("affine", replaces="affine_forward", hint="Whose shape does x.shape = ... change?")
def affine_reshapes_in_place(x, w, b):
    x, w, b = check_affine_inputs(x, w, b)
    shape = x.shape
    x.shape = (len(x), w.shape[0])
    return x @ w + b, (x.reshape(shape), w)


@misconception(
    "affine", replaces="affine_backward", hint="How many examples use b, and what happens where paths meet?"
)
def affine_bias_gradient_mean(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout.mean(axis=0)


@misconception("affine", replaces="affine_backward", hint="Which shape must db have?")
def affine_bias_gradient_not_summed(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout


@misconception("affine", replaces="affine_backward", hint="Which axis counts the examples?")
def affine_bias_gradient_wrong_axis(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, dout.sum(axis=1)


@misconception("affine", replaces="affine_backward", hint="Does a batch of one still have two axes?")
def affine_bias_gradient_squeezed(dout, cache):
    dx, dw, _ = right_affine_backward(dout, cache)
    return dx, dw, np.sum(np.squeeze(dout), axis=0)


@misconception("affine", replaces="affine_backward", hint="Where is the 1/N of the loss already?")
def affine_divides_again(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw / len(dout), db / len(dout)


@misconception("affine", replaces="affine_backward", hint="Which shape must dw have?")
def affine_weight_gradient_transposed(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, dw.T, db


@misconception("affine", replaces="affine_backward", hint=UPSTREAM)
def affine_without_upstream(dout, cache):
    return right_affine_backward(np.ones_like(dout), cache)


@misconception("affine", replaces="affine_backward", hint="In which order are the gradients asked for?")
def affine_gradients_swapped(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dw, dx, db


@misconception(
    "affine",
    replaces="affine_backward",
    hint="Is a weight's gradient kept, or added to, from example to example?",
)
def affine_last_example_only(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    x, _ = cache
    for row, upstream in zip(x.reshape(len(x), -1), dout):
        dw = np.outer(row, upstream)
    return dx, dw, db


@misconception("affine", replaces="affine_backward", hint="What dtype do your own arrays have?")
def affine_in_double(dout, cache):
    dx, dw, db = right_affine_backward(dout, cache)
    return dx, np.zeros(dw.shape) + dw, db


# circuits


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


# Value


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


# Probes: what tells the wrong versions of an exercise apart.

SHAPE = (2, 3)
X = np.array([[0.5, -1.25, 2.0], [-0.75, 1.5, 0.25]])
Y = np.array([[-1.5, 0.5, 0.75], [1.0, -2.0, 0.25]])  # ties with X in its last place
DOUT = np.array([[-0.75, 1.5, 2.25], [0.5, -1.75, 3.0]])
W = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5]])
B = np.array([0.5, -0.25])


def numbers(value):
    """Return a student's numbers as arrays, in whatever kind of sequence they came."""
    if isinstance(value, (tuple, list)) and any(np.ndim(part) for part in value):
        return [np.asarray(part) for part in value]
    return np.asarray(value)


def attempt(part, *args):
    """Return what a part of a probe shows, or the name of what it raised."""
    try:
        return part(*args)
    except Exception as error:
        return getattr(error, "type_name", type(error).__name__)


def wrote_into(code, array, before):
    """Say whether the last call changed its argument; across the process boundary, `array` itself stays as it was."""
    call = getattr(code, "last_call", None)
    return bool(call.mutated) if call else array.shape != before.shape or not np.array_equal(array, before)


def probe_gate(code, gate_class, *inputs):
    """Run two gates in turn, then one of them again."""

    def on_arrays():
        first, second = gate_class(), gate_class()
        out = first.forward(*(array.copy() for array in inputs))
        second.forward(*(array[:, :1] * 2 for array in inputs))
        return numbers(out), numbers(first.backward(DOUT.copy()))

    def on_scalars():
        gate = gate_class()
        gate.forward(*(float(array[0, 0]) for array in inputs))
        return numbers(gate.forward(*(float(array[0, 1]) for array in inputs))), numbers(gate.backward(2.5))

    def writing():
        gate, given, dz = gate_class(), [array.copy() for array in inputs], DOUT.copy()
        gate.forward(*given)
        wrote = wrote_into(code, given[0], inputs[0])
        gate.backward(dz)
        return wrote, wrote_into(code, dz, DOUT)

    return attempt(on_arrays), attempt(on_scalars), attempt(writing)


@probe("AddGate")
def add_gate_probe(code):
    return probe_gate(code, code.AddGate, X, Y)


@probe("MultiplyGate")
def multiply_gate_probe(code):
    def one_array_feeds_two_gates():
        x = code.MultiplyGate().forward(X.copy(), np.ones(SHAPE))
        first, second = code.MultiplyGate(), code.MultiplyGate()
        first.forward(x, Y.copy())
        second.forward(x, Y.copy())
        second.backward(DOUT.copy())
        return numbers(first.backward(DOUT.copy()))

    return *probe_gate(code, code.MultiplyGate, X, Y), attempt(one_array_feeds_two_gates)


@probe("MaxGate")
def max_gate_probe(code):
    return probe_gate(code, code.MaxGate, X, Y)


@probe("ExpGate")
def exp_gate_probe(code):
    return probe_gate(code, code.ExpGate, X)


@probe("ReciprocalGate")
def reciprocal_gate_probe(code):
    def on_integers():
        gate = code.ReciprocalGate()
        return numbers(gate.forward(np.array([4, -2]))), numbers(gate.backward(np.array([16.0, 4.0])))

    return *probe_gate(code, code.ReciprocalGate, X), attempt(on_integers)


def probe_layer(code, forward, backward, x):
    """Run a layer of one input: two calls in turn, other dtypes, arguments that are written into."""

    def values():
        return numbers(forward(x.copy())[0])

    def gradients():
        _, cache = forward(x.copy())
        forward(x[:, ::-1] + 1)
        return numbers(backward(DOUT.copy(), cache))

    def dtypes():
        out, cache = forward(x.astype(np.float32))
        return str(numbers(out).dtype), str(numbers(backward(DOUT.astype(np.float32), cache)).dtype)

    def integers():
        return numbers(forward(np.array([-2, 1, 3]))[0])

    def one_number():
        _, cache = forward(0.5)
        return numbers(backward(2.0, cache))

    def writing():
        given, dout = x.copy(), DOUT.copy()
        _, cache = forward(given)
        wrote = wrote_into(code, given, x)
        backward(dout, cache)
        return wrote, wrote_into(code, dout, DOUT)

    return tuple(map(attempt, (values, gradients, dtypes, integers, one_number, writing)))


@probe("sigmoid")
def sigmoid_probe(code):
    def far_out():
        out, cache = code.sigmoid_forward(np.array([-1000.0, 1000.0]))
        return numbers(out), numbers(code.sigmoid_backward(np.array([2.0, 3.0]), cache))

    def where_the_exponential_overflows():
        return bool(numbers(code.sigmoid_forward(np.array([-720.0]))[0])[0] > 0)

    parts = probe_layer(code, code.sigmoid_forward, code.sigmoid_backward, X)
    return *parts, attempt(far_out), attempt(where_the_exponential_overflows)


@probe("relu")
def relu_probe(code):
    def at_zero():
        _, cache = code.relu_forward(np.array([0.0, 1.0]))
        return numbers(code.relu_backward(np.array([2.0, 3.0]), cache))

    return *probe_layer(code, code.relu_forward, code.relu_backward, X), attempt(at_zero)


@probe("affine")
def affine_probe(code):
    def layer(x):
        out, cache = code.affine_forward(x.copy(), W.copy(), B.copy())
        return numbers(out), numbers(code.affine_backward(DOUT[: len(x), :2].copy(), cache))

    def dtypes():
        _, cache = code.affine_forward(X.astype(np.float32), W.astype(np.float32), B.astype(np.float32))
        gradients = code.affine_backward(np.ones((2, 2), dtype=np.float32), cache)
        return [str(np.asarray(gradient).dtype) for gradient in gradients]

    def writing():
        given = X.reshape(2, 3, 1).copy()
        code.affine_forward(given, W.copy(), B.copy())
        return wrote_into(code, given, X.reshape(2, 3, 1))

    def short_bias():
        return numbers(code.affine_forward(X.copy(), W.copy(), B[:1].copy())[0])

    layers = [attempt(layer, x) for x in (X, X.reshape(2, 3, 1), X[:1])]
    return *layers, attempt(dtypes), attempt(writing), attempt(short_bias)


@probe("circuits")
def circuits_probe(code):
    def nodes(circuit, *inputs):
        return [{name: float(number) for name, number in part.items()} for part in circuit(*inputs)]

    return (
        attempt(nodes, code.expression_circuit, 1.5, -0.5, 2.5),
        attempt(nodes, code.neuron_circuit, [0.5, -1.5, 0.75], [1.25, 0.25]),
        attempt(nodes, code.branch_circuit, 1.25, 0.5),
        attempt(nodes, code.branch_circuit, 0.5, 1.25),
    )
