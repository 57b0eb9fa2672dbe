"""The shortest list of known mistakes that explains what code shows.

Each observation is judged alone. A mistake *explains* an observation where it differs from the right code and the student's code
shows the same; it is *contradicted* where it differs and the student's code is right, and then it is not there. Where both
differ, from the right code and from each other, there is a second mistake: such a *conflict* is accepted where another
mistake of the list explains that observation, or where the first one's main effect is there and too particular to be chance.

What is not particular, such as a nan or an exception, may be the effect of a mistake that nobody knows. So it proves
something only where everything is explained. Neither do more than two mistakes, where they do not fit everywhere: such a
list is likelier to be one mistake that nobody knows.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass

from autograder.course.misconceptions import Misconception

# More slips than this in one function are not told apart.
_MAX_LENGTH = 4
_MAX_CANDIDATES = 24
# Longer lists must explain everything, without a conflict.
_MOST_IN_PART = 2


@dataclass(frozen=True)
class Candidate:
    """A known mistake that explains something, and is contradicted nowhere.

    Attributes
    ----------
    entry : Misconception
    explains, conflicts : frozenset of str
        Names of observations.
    is_particular : bool
        Whether something that it explains is too particular to be chance.
    has_main_effect : bool
        Whether it explains the first observation in which it must show.
    """

    entry: Misconception
    explains: frozenset[str]
    conflicts: frozenset[str]
    is_particular: bool
    has_main_effect: bool


def shortest_explanation(differing: Set[str], candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that leave the fewest observations unexplained.

    Of such lists it is a shortest, with the fewest conflicts and the least overlap.

    Parameters
    ----------
    differing : set of str
        The observations in which the student's code differs from the right one.
    candidates : sequence of Candidate
        In the bank's order, which decides where nothing else does.
    """
    ranked = sorted(candidates, key=lambda each: (len(each.conflicts), -len(each.explains)))[:_MAX_CANDIDATES]
    best: tuple[Candidate, ...] = ()
    best_cost = (len(differing), 0, 0, 0)
    for length in range(1, _MAX_LENGTH + 1):
        fitting = ranked if length <= _MOST_IN_PART else [each for each in ranked if not each.conflicts]
        for chosen in itertools.combinations(fitting, length):
            explained = frozenset().union(*(each.explains for each in chosen))
            unexplained = differing - explained
            if length > _MOST_IN_PART and unexplained:
                continue
            if all(_stands(each, explained, unexplained) for each in chosen):
                conflicts = sum(len(each.conflicts) for each in chosen)
                overlap = sum(len(each.explains) for each in chosen)
                cost = (len(unexplained), length, conflicts, overlap)
                if cost < best_cost:
                    best, best_cost = chosen, cost
        if best_cost[0] == 0:
            break
    return best


def _stands(candidate: Candidate, explained: Set[str], unexplained: Set[str]) -> bool:
    if unexplained and not candidate.is_particular:
        return False
    return candidate.conflicts <= explained or (candidate.is_particular and candidate.has_main_effect)
