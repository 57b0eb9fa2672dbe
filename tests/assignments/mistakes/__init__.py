"""Mistakes as students make them: right code in a student's own style, and the edits that spoil it.

They are written apart from the bank of misconceptions, with loops, other orders and harmless differences (float64, -log p), so that
the bank is tried on code that it has not seen.
"""

from tests.assignments.mistakes import training
from tests.assignments.mistakes.backprop import BACKPROP
from tests.assignments.mistakes.descent import DESCENT
from tests.assignments.mistakes.mistake import Mistake
from tests.assignments.mistakes.network import NETWORK
from tests.assignments.mistakes.scores_and_gradients import GRADIENTS, LOSSES

__all__ = ["MISTAKES", "Mistake"]

MISTAKES = {
    "losses": LOSSES,
    "gradients": GRADIENTS,
    "descent": DESCENT + training.DESCENT,
    "backprop": BACKPROP + training.BACKPROP,
    "network": NETWORK + training.NETWORK,
}
