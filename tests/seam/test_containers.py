"""Numbers in any container that has an order are these numbers, wherever the student's code runs."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.vocabulary.errors import StudentException

RETURNED = {
    "an array of objects": "np.array([0.5, 1, 2], dtype=object)",
    "fractions": "[Fraction(1, 2), 1, 2]",
    "decimals": "(Decimal('0.5'), Decimal(1), 2)",
    "a typed array": "array.array('d', [0.5, 1, 2])",
    "a deque": "deque([0.5, 1, 2])",
    "a view of memory": "memoryview(np.array([0.5, 1, 2]))",
    "a list of one's own": "UserList([0.5, 1, 2])",
    "deques in a list": "[deque([0.5])[0], *deque([1, 2])]",
}


@pytest.mark.parametrize("returned", RETURNED)
def test_numbers_in_order_are_taken_as_they_are(anywhere, returned):
    code = anywhere(
        "import array\nfrom collections import UserList, deque\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
        f"import numpy as np\n\ndef f():\n    return {RETURNED[returned]}\n"
    )
    assert np.asarray(code.f(), dtype=float).tolist() == [0.5, 1.0, 2.0]


def test_a_loss_beside_a_gradient_may_be_a_fraction_of_its_own(anywhere):
    code = anywhere(
        "from collections import deque\nfrom fractions import Fraction\n\ndef f(): return Fraction(1, 4), deque([deque([1.0])])\n"
    )
    assert code.f() == (0.25, [[1.0]])


@pytest.mark.parametrize("returned", ["np.array([print, 1], dtype=object)", "{1.0, 2.0}", "b'12'"])
def test_what_has_no_order_or_no_numbers_stays_what_it_is(anywhere, returned):
    result = anywhere(f"import numpy as np\n\ndef f():\n    return {returned}\n").f()
    assert not isinstance(result, (list, np.ndarray))


def test_a_container_in_itself_ends(confined):
    code, _ = confined(
        "from collections import deque\n\ndef f():\n    d = deque()\n    d.append(d)\n    return d\n"
    )
    with pytest.raises(StudentException):
        code.f()


def test_a_draw_by_an_old_name_is_told_the_new_one(anywhere):
    code = anywhere("def f(rng): return rng.randint(3)")
    with pytest.raises(StudentException, match="a Generator's method is called integers"):
        code.f(np.random.default_rng(0))


def test_what_a_generator_spawns_depends_on_its_seed(anywhere):
    code = anywhere("def f(rng): return rng.spawn(1)[0].random()")
    draws = {code.f(np.random.default_rng(seed)) for seed in range(3)}
    assert len(draws) == 3
