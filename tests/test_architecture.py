"""Imports point down only, and some libraries have a single owner."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "autograder"

# From the bottom up. A module may import from its own layer and from those before it.
LAYERS = [
    {"errors", "outcomes", "wording"},
    {
        *("frozen", "fields", "yaml_file", "limits", "late", "assignment", "course"),
        *("units", "notebooks", "submission_files", "handed_in", "submissions", "source", "lecture"),
        *("render", "differences", "compare", "gradcheck"),
    },
    {"seam"},
    {
        *(
            "checks",
            "verdict",
            "scoring",
            "feedback",
            "hidden",
            "reference",
            "misconceptions",
            "diagnosis",
            "subjects",
            "by_itself",
        ),
        *("pytest_plugin", "check_session", "plan", "grading", "reach", "doctor", "selfcheck", "own_checks"),
    },
    {"store", "executors", "batch"},
    {"build", "terminal", "notebook_check", "nbgrader_bridge", "gradebook", "schemas"},
    {"commands", "cli", "__main__"},
]
# What runs in the worker needs nothing but numpy and the standard library.
WORKER = [
    "seam/channel",
    "seam/codec",
    "seam/placeholders",
    "seam/loading",
    "seam/worker",
    "seam/local_worker",
]
WORKER += ["seam/encoder", "seam/decoder", "seam/worker_values", "seam/replacement", "seam/serving"]
WORKER += [
    "seam/box",
    "seam/landlock",
    "seam/seccomp",
    "seam/walls",
    "seam/confinement",
    "seam/fork_server_process",
]
OWNERS = {
    "subprocess": {"seam/fork_server", "seam/plain_starter"},
    "ctypes": {"seam/landlock", "seam/seccomp", "seam/confinement"},
    "distributed": {"executors"},
    "nbgrader": {"nbgrader_bridge"},
    "rich": {"terminal", "notebook_check", "commands"},
    "click": {"cli"},
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(part: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if part in names)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_module_imports_from_its_own_layer_or_below(path):
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part == "__init__":
        return  # the public face names its homes
    own = layer(part)
    for name in imports(path):
        if name.startswith("autograder."):
            used = name.split(".")[1]
            if (PACKAGE / used).exists() or (PACKAGE / f"{used}.py").exists():
                assert layer(used) <= own, f"{name_of(path)} imports {name}, which is above it"


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_a_single_owner(library):
    users = {
        name_of(path)
        for path in modules()
        if any(name == library or name.startswith(f"{library}.") for name in imports(path))
    }
    strangers = {
        user
        for user in users
        if not any(user == own or user.startswith(f"{own}/") for own in OWNERS[library])
    }
    assert not strangers


@pytest.mark.parametrize("name", WORKER)
def test_what_runs_in_a_worker_imports_numpy_and_the_standard_library_only(name):
    import sys

    allowed = {"numpy", "__future__", *sys.stdlib_module_names}
    for imported in imports(PACKAGE / f"{name}.py"):
        top = imported.split(".")[0]
        assert (
            top in allowed
            or f"{'/'.join(imported.split('.')[1:3])}" in WORKER
            or imported == "autograder.seam"
        )


def test_no_import_cycles():
    graph = {
        name_of(path): {
            "/".join(name.split(".")[1:])
            for name in imports(path)
            if name.startswith("autograder.") and (PACKAGE / f"{'/'.join(name.split('.')[1:])}.py").exists()
        }
        for path in modules()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for used in graph.get(name, ()):
                visit(used, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_the_engine_knows_no_exercise():
    import yaml

    course = yaml.safe_load((ROOT / "course.yaml").read_text())
    names = {name for assignment in course["assignments"].values() for name in assignment["exercises"]}
    # Words that are also plain English or numpy's.
    names -= {
        "train",
        "predict",
        "relu",
        "sigmoid",
        "affine",
        "softmax",
        "circuits",
        "Value",
        "momentum",
        "relative_error",
        "xor",
    }
    names -= {"gradient_check", "numerical_gradient"}
    for path in modules():
        code = ast.unparse(_without_docstrings(ast.parse(path.read_text())))
        for name in names - {"ANSWERS"}:
            assert name not in code, f"{name_of(path)} mentions {name}"


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree
