"""Wrong gates of two inputs."""

import numpy as np
from backprop import AddGate, MaxGate, MultiplyGate
from misconceptions import (
    ANOTHER_FUNCTION,
    DOUT,
    MULTIPLIED,
    ONE_NUMBER,
    SHARED,
    UPSTREAM,
    X,
    numbers,
    probe_gate,
    spread,
)

from autograder import misconception, probe

LAYER = {}


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


@misconception("AddGate", hint="Is this the local gradient of a sum or of a product?")
class AddGateTimesItsInputs(AddGateSwitches):
    def backward(self, dz):
        return self.x * dz, self.y * dz


@misconception("AddGate", hint=UPSTREAM)
class AddGateOfOnes(AddGate):
    def backward(self, dz):
        return 1.0, 1.0


@misconception("AddGate", hint=MULTIPLIED)
class AddGateAddsUpstream(AddGate):
    def backward(self, dz):
        return 1 + dz, 1 + dz


@misconception("AddGate", hint="If y grows by 1, does x + y grow or shrink?")
class AddGateSubtracts(AddGate):
    def backward(self, dz):
        return dz, -dz


@misconception("AddGate", hint="How many inputs has the gate, and how many gradients come back?")
class AddGateOneGradient(AddGate):
    def backward(self, dz):
        return dz


@misconception("AddGate", hint="How many inputs has the gate, and how many gradients come back?")
class AddGateOneGradientOfTwo(AddGate):
    def backward(self, dz):
        return dz + dz


@misconception("AddGate", hint=ANOTHER_FUNCTION)
class AddGateMultiplies(AddGate):
    def forward(self, x, y):
        return x * y


@misconception("AddGate", hint=ANOTHER_FUNCTION)
class AddGateOfADifference(AddGate):
    def forward(self, x, y):
        return x - y


@misconception("AddGate", hint=ONE_NUMBER)
class AddGateSumsEverything(AddGate):
    def backward(self, dz):
        return np.sum(dz), np.sum(dz)


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


@misconception("MultiplyGate", hint="Is a factor part of its own slope?")
class MultiplyGateTimesBoth(MultiplyGate):
    def backward(self, dz):
        return self.x * self.y * dz, self.x * self.y * dz


@misconception("MultiplyGate", hint=MULTIPLIED)
class MultiplyGateAddsUpstream(MultiplyGate):
    def backward(self, dz):
        return self.y + dz, self.x + dz


@misconception("MultiplyGate", hint="Does y stand above or below the line in x * y?")
class MultiplyGateDivides(MultiplyGate):
    def backward(self, dz):
        return dz / self.y, dz / self.x


@misconception("MultiplyGate", hint=ONE_NUMBER)
class MultiplyGateSumsEverything(MultiplyGate):
    def backward(self, dz):
        return np.sum(self.y * dz), np.sum(self.x * dz)


@misconception("MultiplyGate", hint=ANOTHER_FUNCTION)
class MultiplyGateAdds(MultiplyGate):
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y


@misconception("MultiplyGate", hint=ONE_NUMBER)
class MultiplyGateOfDotProducts(MultiplyGate):
    def forward(self, x, y):
        self.x, self.y = x, y
        return np.sum(np.asarray(x) * y)


@misconception("MultiplyGate", hint="How many inputs has the gate, and how many gradients come back?")
class MultiplyGateOneGradient(MultiplyGate):
    def backward(self, dz):
        return self.y * dz + self.x * dz


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


@misconception("MaxGate", hint="Is the winner the same in every place?", seen_in=["who gets dz"])
class MaxGateAllToX(MaxGate):
    def backward(self, dz):
        return dz, np.zeros_like(dz)


@misconception("MaxGate", hint="Is the winner the same in every place?", seen_in=["who gets dz"])
class MaxGateAllToY(MaxGate):
    def backward(self, dz):
        return np.zeros_like(dz), dz


@misconception("MaxGate", hint="How much of dz reaches the winner?")
class MaxGateShares(MaxGate):
    def backward(self, dz):
        return dz / 2, dz / 2


@misconception("MaxGate", hint="Is it the output that goes back, or dz?")
class MaxGateReturnsTheInput(MaxGateDoublesTies):
    def backward(self, dz):
        wins = np.greater_equal(self.x, self.y)
        return np.where(wins, self.x, 0), np.where(wins, 0, self.y)


@misconception("MaxGate", hint="Which numbers does max() compare here, and how many come back?")
class MaxGateOfTheWholeArray(MaxGate):
    def forward(self, x, y):
        super().forward(x, y)
        return np.max(np.maximum(x, y))


@misconception("MaxGate", hint=ANOTHER_FUNCTION)
class MaxGateTakesTheSmaller(MaxGate):
    def forward(self, x, y):
        super().forward(x, y)
        return np.minimum(x, y)


@misconception("MaxGate", hint=ANOTHER_FUNCTION)
class MaxGateAdds(MaxGate):
    def forward(self, x, y):
        super().forward(x, y)
        return x + y


@misconception("MaxGate", hint="How many inputs has the gate, and how many gradients come back?")
class MaxGateOneGradient(MaxGate):
    def backward(self, dz):
        return np.where(self.x_wins, dz, 0)


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


# Probes: what tells the wrong versions of an exercise apart.

SHAPE = (2, 3)
Y = np.array([[-1.5, 0.5, 0.75], [1.0, -2.0, 0.25]])
APART = X + np.array([[0, 0, 0], [0, 0, 0.125]]), Y


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

    return {
        **probe_gate(code, code.MultiplyGate, X, Y),
        "one array feeds two gates": one_array_feeds_two_gates,
    }


@probe("MaxGate")
def max_gate_probe(code):
    def at_a_tie():
        """Which part of dz arrives at a tie, whoever gets it."""
        gate = code.MaxGate()
        gate.forward(np.array([1.5, 2.0, -0.5]), np.array([1.5, 1.0, 3.0]))
        dx, dy = (spread(each, (3,)) for each in gate.backward(np.array([4.0, 5.0, 7.0])))
        return f"{(dx[0] + dy[0]) / 4:.3g} of dz"

    def who_gets_dz():
        gate = code.MaxGate()
        gate.forward(APART[0].copy(), APART[1].copy())
        dx, dy = (spread(each, DOUT.shape) for each in gate.backward(DOUT.copy()))
        x, y = np.any(dx, axis=None), np.any(dy, axis=None)
        if x and y:
            return ""
        return "x alone" if x else "y alone" if y else "nobody"

    return {
        "who gets dz": who_gets_dz,
        **probe_gate(code, code.MaxGate, *APART),
        "at a tie": at_a_tie,
    }
