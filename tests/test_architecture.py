"""Imports point down only, the rooms are few, and some libraries have a single owner."""

from __future__ import annotations

import ast
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import DOORS, PACKAGE, ROOMS, imports, modules, name_of, own_imports

ROOT = Path(__file__).parent.parent

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
WORKER += ["seam/names", "seam/stand_ins", "seam/statement_clock", "seam/ipython"]
WORKER += ["seam/public_function", "seam/newer_python", "seam/own_files", "seam/packages"]
WORKER += [
    "seam/box",
    "seam/tripwires",
    "seam/landlock",
    "seam/seccomp",
    "seam/walls",
    "seam/confinement",
    "seam/fork_server_process",
]
OWNERS = {
    "subprocess": {"seam/fork_server", "seam/plain_starter", "batch/processes"},
    "ctypes": {"seam/landlock", "seam/seccomp", "seam/confinement"},
    "distributed": {"batch/cluster", "batch/cluster_worker"},
    "nbgrader": {"nbgrader_bridge"},
    "rich": {
        "reports/terminal",
        "student/printing",
        "student/notebook_check",
        "commands",
        "reports/grade_summary",
    },
    "jinja2": {"reports/pages"},
    "rapidfuzz": {"reports/similarity"},
    "pyarrow": {"reports/exports/parquet"},
    "click": {"commands/cli"},
}


def test_imports_point_down_only_and_every_module_has_a_room():
    assert architecture.broken_rules() == []


def test_every_name_that_the_guide_to_the_rooms_gives_is_there():
    """Whoever follows a dotted name from docs/architecture.md finds what it says."""
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = [
        name for name in re.findall(r"`([a-z_]+(?:\.\w+)+)`", guide) if not name.endswith((".py", ".yaml"))
    ]
    assert len(names) > 30
    absent = []
    for name in names:
        try:
            pkgutil.resolve_name(f"autograder.{name}")
        except (ImportError, AttributeError):
            absent.append(name)
    assert absent == []


def test_every_file_that_the_guide_to_the_rooms_gives_is_in_one_of_the_rooms_beside_it():
    guide = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = guide[guide.index("## I want to change") :]
    absent = []
    for row in [row for row in table.splitlines() if ".py`" in row]:
        _, _, rooms, files, _ = row.split("|")
        for file in re.findall(r"`([\w/]+\.py)`", files):
            homes = [PACKAGE / room.strip() for room in rooms.split(",")]
            if not any(list(home.rglob(file)) for home in homes) and not (PACKAGE / file).exists():
                absent.append((rooms.strip(), file))
    assert absent == []


def test_a_module_that_no_room_knows_is_named(monkeypatch):
    monkeypatch.setattr(architecture, "ROOMS", [room for room in ROOMS if room != "batch"])

    assert "autograder/batch/store.py: no room knows this module" in "\n".join(architecture.broken_rules())


def test_an_import_that_points_up_is_named_with_the_rule(monkeypatch):
    monkeypatch.setattr(
        architecture, "ROOMS", ["vocabulary", *(room for room in ROOMS if room != "vocabulary")]
    )

    assert (
        "autograder/batch/store.py: imports vocabulary/errors: `batch` may import from the rooms below"
        in ("\n".join(architecture.broken_rules()))
    )


def test_the_house_is_small():
    outside = {path.stem for path in PACKAGE.glob("*.py")}

    assert outside <= DOORS
    assert set(architecture.room_graph()) == set(ROOMS)
    assert len(ROOMS) <= 14
    assert architecture.floors() <= 12


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_lives_there_who_uses_it_and_what_it_imports(room):
    words = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text())) or ""

    assert "Used by" in words
    assert "Imports" in words


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
    allowed = {"numpy", "__future__", *sys.stdlib_module_names}
    for imported in imports(PACKAGE / f"{name}.py"):
        top = imported.split(".")[0]
        assert (
            top in allowed
            or f"{'/'.join(imported.split('.')[1:3])}" in WORKER
            or imported == "autograder.seam"
        )


def test_no_import_cycles():
    graph = {name_of(path): set(own_imports(path)) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for used in graph.get(name, ()):
                visit(used, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_what_only_its_own_module_uses_looks_private():
    """A function or constant with a public name is used elsewhere; classes are the types of what is handed out."""
    files_with = Counter(
        word for path in _texts() for word in set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    )
    lonely = []
    for path in modules():
        if name_of(path) == "commands/cli":  # click finds its functions by their decorators
            continue
        names = _public_names(ast.parse(path.read_text(encoding="utf-8")))
        lonely += [f"{name_of(path)}: {name}" for name in names if files_with[name] == 1]
    assert lonely == []


def _texts() -> Iterator[Path]:
    for folder in ("autograder", "tests", "benchmarks", "solutions", "assignments", "docs"):
        for suffix in ("py", "jinja", "txt", "md"):
            yield from (ROOT / folder).rglob(f"*.{suffix}")
    yield from (ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "CONTRIBUTING.md")


def _public_names(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        names += [node.name] if isinstance(node, ast.FunctionDef) else []
        yield from (name for name in names if not name.startswith(("_", "pytest_")))


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
