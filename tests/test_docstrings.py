"""Public docstrings say what the arguments mean and what is raised."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture import modules, name_of

# With fewer arguments the first line has room for all of them.
MANY = 3
Definition = ast.FunctionDef | ast.AsyncFunctionDef
# Methods that a framework calls by name, with arguments that its own documentation explains.
FRAMEWORKS = {
    "find_spec",  # import: importlib.abc.MetaPathFinder
    "run_cell_magic",  # IPython's shell
    "late_submission_penalty",  # nbgrader's late-penalty plugin
}


@dataclass(frozen=True)
class Function:
    """A public function or method of the package."""

    module: str
    owner: str
    node: Definition

    def __str__(self) -> str:
        name = f"{self.owner}.{self.node.name}" if self.owner else self.node.name
        return f"autograder/{self.module}.py:{self.node.lineno} {name}"

    @property
    def arguments(self) -> list[str]:
        given = self.node.args
        names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        return [name for name in names if name not in ("self", "cls")]

    @property
    def raised(self) -> list[str]:
        """What its own statements raise: names of exceptions, and expressions where it is no name."""
        found = (each.exc for each in own_nodes(self.node) if isinstance(each, ast.Raise))
        return list(dict.fromkeys(exception(each) for each in found if each is not None))

    def section(self, title: str) -> str | None:
        """Return the text of a section in numpy style, None where there is none."""
        text = ast.get_docstring(self.node) or ""
        found = re.search(
            rf"^{title}\n-+\n(?P<body>.*?)(?=^\w[^\n]*\n-+$|\Z)", text, re.DOTALL | re.MULTILINE
        )
        return found["body"] if found else None

    def entries(self, title: str) -> set[str] | None:
        """Return the names that a section explains, None where there is no such section."""
        body = self.section(title)
        if body is None:
            return None
        lines = [line.partition(" :")[0] for line in body.splitlines() if re.match(r"\S", line)]
        return {name.strip("*` ") for line in lines for name in line.split(",")}


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a function apart from the functions and classes defined in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from own_nodes(child)


def exception(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def functions(path: Path) -> Iterator[Function]:
    """Yield a module's public functions, and the public methods of its public classes."""
    module = name_of(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for each in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(each, Definition) and not each.name.startswith("_") and not owner.startswith("_"):
                yield Function(module, owner, each)


def is_a_command(function: Function) -> bool:
    """A command's docstring is its --help, where each option has a text of its own."""
    called = [each.func for each in function.node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr == "command" for each in called)


def is_a_hook_of_pytest(function: Function) -> bool:
    """pytest calls it, and documents it by its name."""
    return function.node.name.startswith("pytest_")


def is_an_override(function: Function) -> bool:
    """The arguments are those of the class that declares the method, in this package or in a framework."""
    if not function.owner:
        return False
    if function.node.name in FRAMEWORKS:
        return True
    owner = getattr(importlib.import_module(dotted(function.module)), function.owner)
    return any(function.node.name in vars(base) for base in owner.__mro__[1:])


def is_a_writer(function: Function) -> bool:
    """`reports.exports.register.Writer` declares the arguments of every format's ``write``."""
    return function.module.startswith("reports/exports/") and function.node.name == "write"


def dotted(module: str) -> str:
    return f"autograder.{module.replace('/', '.')}".removesuffix(".__init__")


def lacking_parameters(function: Function) -> str:
    """Return what a docstring does not say of the arguments; nothing where it says enough."""
    exempt = (is_a_command, is_a_hook_of_pytest, is_a_writer, is_an_override)
    if len(function.arguments) < MANY or any(rule(function) for rule in exempt):
        return ""
    entries = function.entries("Parameters")
    if entries is None:
        return f"{function}: no Parameters section for {', '.join(function.arguments)}"
    absent = [name for name in function.arguments if name not in entries]
    return f"{function}: Parameters lacks {', '.join(absent)}" if absent else ""


def lacking_raises(function: Function) -> str:
    """Return which exceptions a docstring does not name; nothing where it names all that its own statements raise."""
    if not function.raised or is_a_command(function) or is_a_hook_of_pytest(function):
        return ""
    entries = function.entries("Raises")
    if entries is None:
        return f"{function}: no Raises section for {', '.join(function.raised)}"
    named = [name.rpartition(".")[2] for name in function.raised]
    absent = [name for name in named if name[0].isupper() and name not in entries]
    return f"{function}: Raises lacks {', '.join(absent)}" if absent else ""


@pytest.mark.parametrize("rule", [lacking_parameters, lacking_raises])
def test_every_public_docstring_says_what_arguments_mean_and_what_is_raised(rule):
    """Three or more arguments have a Parameters section that names each; what a function raises has a Raises section."""
    found = [function for path in modules() for function in functions(path)]
    assert len(found) > 500
    lacking = [said for function in found if (said := rule(function))]
    assert not lacking, "\n" + "\n".join(lacking)
