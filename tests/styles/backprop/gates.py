"""Right gates, as different students write them."""

import numpy as np


class AddGate__plain:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz * 1.0, dz * 1.0]


class AddGate__local:
    def forward(self, x, y):
        self.shape = np.shape(x)
        return np.add(x, y)

    def backward(self, dz):
        dq = np.ones(self.shape)
        return dq * dz, dq * dz


class MultiplyGate__tuple:
    def forward(self, x, y):
        self.inputs = (np.array(x), np.array(y))
        return self.inputs[0] * self.inputs[1]

    def backward(self, dz):
        x, y = self.inputs
        return (y * dz, x * dz)


class MultiplyGate__dict:
    def __init__(self):
        self.cache = {}

    def forward(self, x, y):
        self.cache["x"], self.cache["y"] = x, y
        z = np.multiply(x, y)
        return z

    def backward(self, dz):
        dx = self.cache["y"] * dz
        dy = self.cache["x"] * dz
        return dx, dy


class MaxGate__mask:
    def forward(self, x, y):
        self.mask = np.asarray(x) >= np.asarray(y)
        return np.where(self.mask, x, y)

    def backward(self, dz):
        return dz * self.mask, dz * (1 - self.mask)


class MaxGate__halves:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x, float), np.asarray(y, float)
        return np.maximum(self.x, self.y)

    def backward(self, dz):
        share = np.heaviside(self.x - self.y, 0.5)
        return share * dz, (1 - share) * dz


class ExpGate__kept:
    def forward(self, x):
        self.out = np.exp(np.asarray(x, dtype=float))
        return self.out.copy()

    def backward(self, dz):
        return self.out * dz


class ExpGate__again:
    def forward(self, x):
        self.x = x
        return np.e**x

    def backward(self, dz):
        return dz * np.exp(self.x)


class ReciprocalGate__out:
    def forward(self, x):
        self.out = 1.0 / np.asarray(x)
        return self.out

    def backward(self, dz):
        return -self.out * self.out * dz


class ReciprocalGate__power:
    def forward(self, x):
        self.x = np.asarray(x, dtype=np.float64)
        return self.x**-1

    def backward(self, dz):
        return -(self.x**-2) * dz


class AddGate__stacked:
    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, dz):
        return np.array([dz, dz])
