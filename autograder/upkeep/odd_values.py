"""Every function of an assignment returns odd values: a check may fail on each of them, and stumble over none.

The functions are the solution's, and what they return is changed on its way by recipes that hypothesis makes up, always the same.
A value is handed to one check of its exercise; a few hundred values meet each check many times.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.checks.declaration import Check
from autograder.course.assignment import Exercise
from autograder.grading.grader import Grader
from autograder.grading.plan import GradingPlan
from autograder.submissions.finding import Submission
from autograder.submissions.units import Unit
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.outcomes import Outcome
from autograder.vocabulary.wording import needs_extra

_VALUES_FOR_EACH_FUNCTION = 120

# Python expressions; `v` is the right value, `a` the arguments.
_SCALARS = (
    *("None", "True", "0", "-1", "2**2000", "-(2**2040)", "2**64", "1e308", "-1e308", "5e-324", "-0.0"),
    *(
        "float('nan')",
        "float('inf')",
        "-float('inf')",
        "complex('nan')",
        "1j",
        "'x'",
        "b'x'",
        "int",
        "object()",
    ),
    *(
        "np.float16(6e4)",
        "np.float32(1e38)",
        "np.int8(-128)",
        "np.uint64(2**63)",
        "np.bool_(True)",
        "lambda: 0",
    ),
    *("np.datetime64('nat')", "range(3)", "{1}", "slice(1)", "Ellipsis", "NotImplemented", "'\\ud800'"),
)
_CHANGED = (
    *(
        "v",
        "np.asarray(v) + 1e308",
        "np.asarray(v) * np.nan",
        "np.asarray(v)[None]",
        "np.ravel(v)[:-1]",
        "[v, v]",
    ),
    *(
        "np.asarray(v).astype(bool)",
        "np.asarray(v).astype(object)",
        "np.asarray(v).astype('f2')",
        "(x for x in [v])",
    ),
    *(
        "np.asarray(v).astype(str)",
        "np.asarray(v) + 1j",
        "np.asarray(v).T",
        "np.asarray(v)[..., :0]",
        "a",
        "iter([])",
    ),
    *(
        "np.ma.masked_array(v)",
        "np.asarray(v).astype('>f8')",
        "{'v': v}",
        "dict(enumerate([v]))",
        "a[0]",
        "lambda *a: v",
    ),
    *("np.broadcast_to(v, (2, *np.shape(v)))", "np.asarray(v).tolist()", "[[v], [v, v]]", "np.zeros((0, 3))"),
    *("np.full(np.shape(v), 2**2000, object).tolist()", "np.zeros((3,) * 30 + (0,))", "np.empty((0,) * 32)"),
)
_EXCEPTIONS = (
    "KeyError",
    "NameError",
    "StopIteration",
    "OverflowError",
    "SystemExit",
    "MemoryError",
    "AssertionError",
)
_HOOK = """

_odd_recipes = [RECIPES]
_odd_number = None


def odd_choose(number):
    global _odd_number
    _odd_number = number


def _odd_raise(error):
    raise error


def _odd_part(v, at, change):
    if isinstance(v, dict) and v:
        key = sorted(v, key=str)[at]
        return {**v, key: change(v[key])}
    if isinstance(v, (tuple, list)) and v:
        parts = list(v)
        parts[at] = change(parts[at])
        return type(v)(parts)
    return change(v)


def _odd_wrapped(f):
    import functools

    @functools.wraps(f)
    def odd(*a, **k):
        v = f(*a, **k)
        if _odd_number is None:
            return v
        with np.errstate(all="ignore"):
            return _odd_recipes[_odd_number](v, a)

    return odd


def _odd_function(thing):
    if isinstance(thing, type):
        for name, method in list(vars(thing).items()):
            if callable(method) and not name.startswith("__"):
                setattr(thing, name, _odd_wrapped(method))
        return thing
    return _odd_wrapped(thing) if callable(thing) else thing


NAME = _odd_function(NAME)
"""


def _recipes(count: int) -> list[str]:
    """Return `count` Python expressions, each for an odd value in place of a right one.

    Raises
    ------
    UsageError
        hypothesis is not installed.
    """
    try:
        from hypothesis import HealthCheck, Phase, given, settings
        from hypothesis import strategies as st
    except ImportError:
        raise UsageError(needs_extra("selfcheck", "hypothesis", "instructor")) from None
    leaves = st.sampled_from(_SCALARS + _CHANGED)
    nested = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
            st.lists(inner, max_size=3).map(lambda parts: f"({''.join(part + ', ' for part in parts)})"),
            st.builds("{{{!r}: {}}}".format, st.sampled_from(["a", 0, None, 1.5]), inner),
            st.builds("[{}] * {}".format, inner, st.sampled_from([2, 1000, 60_000])),
        ),
        max_leaves=6,
    )
    values = st.one_of(
        nested,
        st.builds("np.full(np.shape(v), {})".format, st.sampled_from(_SCALARS[:20])),
        st.builds("_odd_raise({}('odd'))".format, st.sampled_from(_EXCEPTIONS)),
    )
    recipe = st.builds(
        "lambda v, a: _odd_part(v, {}, lambda v: {})".format, st.sampled_from([0, -1]), values
    ) | st.builds("lambda v, a: {}".format, values)
    found: dict[str, None] = {}

    @settings(
        max_examples=4 * count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(recipe)
    def collect(made: str) -> None:
        found.setdefault(made)

    collect()
    return list(found)[:count]


def stumbles(plan: GradingPlan, grader: Grader) -> Iterator[str]:
    """Yield, for each odd value that makes a check a grader_error, a sentence that names both.

    Parameters
    ----------
    plan : GradingPlan
    grader : Grader
    """
    text = (plan.hidden_folder / f"{plan.assignment}.py").read_text(encoding="utf-8")
    made = _recipes(_VALUES_FOR_EACH_FUNCTION)
    for exercise in plan.rules().exercises:
        own = [check for check in grader.checks if check.exercise == exercise.name]
        for name in _functions(exercise):
            hook = _HOOK.replace("RECIPES", ", ".join(f"({recipe})" for recipe in made)).replace("NAME", name)
            yield from _stumbles_of(plan, grader, name, f"{text}\nimport numpy as np\n{hook}", own, made)


def odd_value_count(plan: GradingPlan) -> int:
    """Return how many odd values are handed in for an assignment."""
    return _VALUES_FOR_EACH_FUNCTION * sum(len(_functions(exercise)) for exercise in plan.rules().exercises)


def _functions(exercise: Exercise) -> Sequence[str]:
    return () if exercise.choices else exercise.functions


def _stumbles_of(
    plan: GradingPlan, grader: Grader, name: str, source: str, checks: Sequence[Check], made: Sequence[str]
) -> Iterator[str]:
    unit = Unit(name=f"{plan.assignment}.py", source=source)
    submission = Submission(
        student="odd values", assignment=plan.assignment, path=Path(unit.name), units=(unit,)
    )
    picks = [functools.partial(operator.is_, checks[at % len(checks)]) for at in range(len(made))]
    for recipe, results in zip(made, grader.try_many(submission, "odd_choose", picks), strict=True):
        for result in results:
            if result.outcome is Outcome.GRADER_ERROR:
                yield f"{result.name} stumbles ({result.staff}) where {name} returns an odd value: {recipe}"
