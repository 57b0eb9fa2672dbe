"""Wrong gates of one input."""

import numpy as np
from backprop import ExpGate, ReciprocalGate
from misconceptions import ANOTHER_FUNCTION, MULTIPLIED, ONE_NUMBER, SHARED, UPSTREAM, X, numbers, probe_gate

from autograder import misconception, probe

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


@misconception("ExpGate", hint="What is the slope of e^x at x = 1?")
class ExpGatePassesOn(ExpGate):
    def backward(self, dz):
        return 1.0 * dz


@misconception("ExpGate", hint="Does e^x rise or fall when x grows?")
class ExpGateFalls(ExpGate):
    def backward(self, dz):
        return -self.z * dz


@misconception("ExpGate", hint=MULTIPLIED)
class ExpGateAddsUpstream(ExpGate):
    def backward(self, dz):
        return self.z + dz


@misconception("ExpGate", hint="Is it the inverse whose slope is 1 / x?")
class ExpGateOfTheLogarithm(ExpGatePowerRule):
    def backward(self, dz):
        return dz / self.x


@misconception("ExpGate", hint=ONE_NUMBER)
class ExpGateSumsEverything(ExpGate):
    def backward(self, dz):
        return np.sum(self.z * dz)


@misconception("ExpGate", hint=ANOTHER_FUNCTION)
class ExpGateOfTwo(ExpGate):
    def forward(self, x):
        super().forward(x)
        return np.exp2(x)


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


@misconception("ReciprocalGate", hint="Can numpy raise whole numbers to the power -2?")
class ReciprocalGateOfIntegers(ReciprocalGate):
    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return -(self.x**-2) * dz


@misconception("ReciprocalGate", hint="Is ln x the derivative of 1 / x, or the other way round?")
class ReciprocalGateOfTheLogarithm(ReciprocalGateOfIntegers):
    def backward(self, dz):
        return np.log(self.x) * dz


@misconception("ReciprocalGate", hint=MULTIPLIED)
class ReciprocalGateAddsUpstream(ReciprocalGate):
    def backward(self, dz):
        return -self.z * self.z + dz


@misconception("ReciprocalGate", hint="What is the slope of 1 / x at x = 2?")
class ReciprocalGatePassesOn(ReciprocalGate):
    def backward(self, dz):
        return -1.0 * dz


@misconception("ReciprocalGate", hint=ONE_NUMBER)
class ReciprocalGateSumsEverything(ReciprocalGate):
    def backward(self, dz):
        return np.sum(-self.z * self.z * dz)


@misconception("ReciprocalGate", hint=ANOTHER_FUNCTION)
class ReciprocalGateNegates(ReciprocalGate):
    def forward(self, x):
        super().forward(x)
        return -x


@misconception("ReciprocalGate", hint=SHARED)
class ReciprocalGateSharedMemory(ReciprocalGate):
    def forward(self, x):
        ReciprocalGateSharedMemory.z = 1 / x
        return self.z


# Probes: what tells the wrong versions of an exercise apart.


@probe("ExpGate")
def exp_gate_probe(code):
    return probe_gate(code, code.ExpGate, X)


@probe("ReciprocalGate")
def reciprocal_gate_probe(code):
    def on_integers():
        gate = code.ReciprocalGate()
        return numbers(gate.forward(np.array([4, -2]))), numbers(gate.backward(np.array([16.0, 4.0])))

    return {**probe_gate(code, code.ReciprocalGate, X), "whole numbers": on_integers}
