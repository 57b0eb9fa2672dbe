"""Public functions say what their arguments mean and what they raise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import modules, name_of

# Somebody else declares these and says what their arguments are; ours override or implement them.
_DECLARED_ELSEWHERE = {
    "find_spec",  # importlib.abc.MetaPathFinder
    "run_cell_magic",  # IPython's InteractiveShell
    "preprocess",  # nbconvert's Preprocessor
    "preprocess_cell",
    "do_copy",  # nbgrader's ExchangeCollect
    "late_submission_penalty",  # nbgrader's late submission plugin
}
_FEW = 2  # arguments that a first sentence can explain


def test_a_public_function_with_three_or_more_arguments_has_parameters():
    assert list(_lacking("Parameters", _has_many_arguments)) == []


def test_a_public_function_that_raises_says_so():
    assert list(_lacking("Raises", _raises)) == []


def _lacking(section, is_needed) -> Iterator[str]:
    for path in modules():
        name = name_of(path)
        # The commands' docstrings are their --help; click has the words for every option.
        if "templates" in path.parts or name == "commands/cli":
            continue
        for names, function in _public_functions(ast.parse(path.read_text(encoding="utf-8")), ()):
            if is_needed(function) and section not in _told(name, names, function):
                yield f"{name}: {'.'.join(names)} has no section {section}"


def _public_functions(node: ast.AST, outer: tuple[str, ...]):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef) and not child.name.startswith("_"):
            names = (*outer, child.name)
            if isinstance(child, ast.ClassDef):
                yield from _public_functions(child, names)
            else:
                yield names, child


def _told(module: str, names: tuple[str, ...], function: ast.FunctionDef) -> str:
    """Return the docstring that says what a function takes and raises: its own, or that of what it implements."""
    own = ast.get_docstring(function) or ""
    implements_writer = module.startswith("reports/exports/") and names == ("write",)
    overrides = len(names) > 1 and not own  # says nothing of its own, as its base class says it
    declared = names[-1] in _DECLARED_ELSEWHERE or names[-1].startswith("pytest_")
    return "Parameters Raises" if implements_writer or overrides or declared else own


def _has_many_arguments(function: ast.FunctionDef) -> bool:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([each for each in named if each.arg not in ("self", "cls")]) > _FEW


def _raises(function: ast.FunctionDef) -> bool:
    """Say whether the function's own lines raise something, and not only a function that it makes or a bare ``raise``."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Raise) and node.exc is not None:
            return True
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
    return False
