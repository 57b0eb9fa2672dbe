"""Small changes of a function, one at a time, as a slip of the keyboard or of the mind would make them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS = {
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
_OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
_NAMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "sum": "mean",
    "mean": "sum",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "exp": "expm1",
    "log1p": "log",
    "log": "log2",
    "abs": "square",
    "copy": "view",
    "forward": "central",
}


@dataclass(frozen=True)
class Mutant:
    """A definition with one change.

    Attributes
    ----------
    name : str
        Of the function or class.
    before, after : str
        The statement as it was, and as it is.
    source : str
        The whole definition.
    """

    name: str
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before}  ->  {self.after}"


def mutants(definition: ast.FunctionDef | ast.ClassDef) -> Iterator[Mutant]:
    """Yield every mutant of a function or class, each different from it and from the others."""
    seen = {ast.unparse(definition)}
    for at, node in enumerate(ast.walk(definition)):
        for number in range(_count(node)):
            changed = copy.deepcopy(definition)
            target = list(ast.walk(changed))[at]
            before = _statement(definition, at)
            if not _change(changed, target, number):
                continue
            source = ast.unparse(ast.fix_missing_locations(changed))
            if source not in seen:
                seen.add(source)
                yield Mutant(definition.name, before, _difference(definition, changed), source)


def _count(node: ast.AST) -> int:
    """Return how many changes to try at a node."""
    if isinstance(node, ast.Compare):
        return len(_COMPARISONS.get(type(node.ops[0]), []))
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        return 3 if isinstance(node, ast.BinOp) else 2
    return 2 if isinstance(node, ast.Constant) else 1


def _change(definition: ast.AST, node: ast.AST, number: int) -> bool:
    """Make change `number` at a node; say whether there is one."""
    if isinstance(node, ast.Compare):
        node.ops[0] = _COMPARISONS[type(node.ops[0])][number]()
    elif isinstance(node, ast.BinOp):
        return _change_operation(definition, node, number)
    elif isinstance(node, ast.AugAssign):
        if number == 1:
            _put(definition, node, ast.Assign([node.target], node.value))
        elif type(node.op) in _OPERATORS:
            node.op = _OPERATORS[type(node.op)][0]()
        else:
            return False
    elif isinstance(node, ast.Constant):
        return _change_constant(node, number)
    elif isinstance(node, ast.UnaryOp):
        _put(definition, node, node.operand)
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, (ast.Attribute, ast.Name)):
        return _rename(node)
    elif (isinstance(node, (ast.Assign, ast.Expr)) and not _is_docstring(node)) or isinstance(
        node, (ast.Break, ast.Continue)
    ):
        _put(definition, node, ast.Pass())
    else:
        return False
    return True


def _change_operation(definition: ast.AST, node: ast.BinOp, number: int) -> bool:
    """Change the operator, or leave out one side."""
    if number:
        _put(definition, node, node.left if number == 1 else node.right)
        return True
    if type(node.op) not in _OPERATORS:
        return False
    node.op = _OPERATORS[type(node.op)][0]()
    return True


def _change_constant(node: ast.Constant, number: int) -> bool:
    if isinstance(node.value, bool):
        node.value = not node.value
        return number == 0
    if isinstance(node.value, (int, float)):
        node.value = node.value + 1 if number == 0 else 0
        return True
    if isinstance(node.value, str) and node.value in _NAMES:
        node.value = _NAMES[node.value]
        return number == 0
    return False


def _rename(node: ast.Attribute | ast.Name) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    if name not in _NAMES or not isinstance(node.ctx, ast.Load):
        return False
    if isinstance(node, ast.Attribute):
        node.attr = _NAMES[name]
    else:
        node.id = _NAMES[name]
    return True


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Replace a node wherever its parent holds it."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]


def _statement(definition: ast.AST, at: int) -> str:
    """Return the first line of the innermost statement around node number `at`."""
    target = list(ast.walk(definition))[at]
    around = [
        node
        for node in ast.walk(definition)
        if isinstance(node, ast.stmt) and any(inner is target for inner in ast.walk(node))
    ]
    return ast.unparse(around[-1]).splitlines()[0]


def _difference(before: ast.AST, after: ast.AST) -> str:
    """Return the lines of `after` that are not where they were."""
    old, new = ast.unparse(before).splitlines(), ast.unparse(after).splitlines()
    lines = [line.strip() for line, was in zip(new, old, strict=False) if line != was]
    return lines[0] if lines else "(left out)"
