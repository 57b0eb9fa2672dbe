import numpy as np


class AddGate:
    """z = x + y, element by element."""

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return dz, dz


class MultiplyGate:
    """z = x * y, element by element."""

    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        dx = self.y * dz
        dy = self.x * dz
        return dx, dy


class MaxGate:
    """z = max(x, y), element by element."""

    def forward(self, x, y):
        self.mask = np.greater(x, y)
        return np.maximum(x, y)

    def backward(self, dz):
        return dz * self.mask, dz * np.logical_not(self.mask)


class ExpGate:
    """z = e^x, element by element."""

    def forward(self, x):
        self.out = np.exp(x)
        return self.out

    def backward(self, dz):
        return dz * self.out


class ReciprocalGate:
    """z = 1 / x, element by element, for x other than 0."""

    def forward(self, x):
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        return -dz / self.x**2
