"""A function is changed in one place at a time, and no change is made twice."""

import ast

from tests.mutants.mutating import mutants

SOURCE = '''
def clipped(x):
    """The docstring stays."""
    if x > 3:
        x = 3
    return -x
'''


def changes(source: str) -> set[str]:
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    return {mutant.after for mutant in mutants(definition)}


def test_every_operator_constant_and_statement_is_changed_alone() -> None:
    assert changes(SOURCE) == {
        "if not x > 3:",
        "if x >= 3:",
        "if x < 3:",
        "if x > 4:",
        "if x > 0:",
        "pass",
        "x = 4",
        "x = 0",
        "return x",
    }


def test_names_are_exchanged_for_their_rivals() -> None:
    assert "return x.mean(axis=1)" in changes("def f(x):\n    return x.sum(axis=1)\n")
    assert "return np.minimum(0, x)" in changes("def f(x):\n    return np.maximum(0, x)\n")


def test_all_mutants_differ_and_are_valid() -> None:
    (definition,) = ast.parse(SOURCE).body
    assert isinstance(definition, ast.FunctionDef)
    sources = [mutant.source for mutant in mutants(definition)]
    assert len(sources) == len(set(sources))
    for source in sources:
        compile(source, "mutant", "exec")
