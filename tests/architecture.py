"""The rooms of `autograder/` and what they import, read from the code: ``python -m tests.architecture`` prints them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "autograder"

# From the street door down to the cellar. A room imports from itself and from the rooms below it.
ROOMS = [
    "commands",
    "nbgrader_bridge",
    "student",
    "reports",
    "upkeep",
    "batch",
    "grading",
    "running",
    "seam",
    "checks",
    "gradcheck",
    "submissions",
    "course",
    "vocabulary",
]
# The modules that stand in no room: the public face, `python -m autograder` and what pytest loads.
DOORS = {"__init__", "__main__", "pytest_plugin"}


def modules() -> list[Path]:
    """Return every module of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    """Return a module's name within the package, as ``seam/codec``."""
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def room_of(module: str) -> str:
    """Return the room that a module stands in, or the module itself where it is one of the doors."""
    return module.partition("/")[0]


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """Return the dotted names that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def own_imports(path: Path) -> Iterator[str]:
    """Yield the modules of the package that a module imports, as ``seam/codec``."""
    for name in sorted(imports(path)):
        parts = name.split(".")
        if parts[0] != "autograder" or len(parts) == 1:
            continue
        target = PACKAGE.joinpath(*parts[1:])
        if target.with_suffix(".py").is_file():
            yield "/".join(parts[1:])
        elif (target / "__init__.py").is_file() and target not in path.parents:
            yield "/".join((*parts[1:], "__init__"))


def room_graph() -> dict[str, set[str]]:
    """Return, for each room that exists, the rooms that it imports from."""
    graph: dict[str, set[str]] = {}
    for path in modules():
        room = room_of(name_of(path))
        if room not in DOORS:
            used = {room_of(name) for name in own_imports(path)}
            graph.setdefault(room, set()).update(used - {room} - DOORS)
    return graph


def broken_rules() -> list[str]:
    """Return what breaks the rules of the rooms: the file, the import and the rule, a line each."""
    broken = []
    for path in modules():
        own = room_of(name_of(path))
        if own in DOORS:
            continue
        file = f"autograder/{name_of(path)}.py"
        if own not in ROOMS:
            broken.append(f"{file}: no room knows this module; put it into one, or add the room to ROOMS")
            continue
        for used in own_imports(path):
            room = room_of(used)
            if room in DOORS:
                broken.append(f"{file}: imports {used}: the doors are for those outside the house")
            elif room in ROOMS and ROOMS.index(room) < ROOMS.index(own):
                broken.append(
                    f"{file}: imports {used}: `{own}` may import from the rooms below it only, and `{room}` is above"
                )
    return broken


def floors() -> int:
    """Return the number of floors: the rooms on the longest way down."""
    graph = room_graph()

    @functools.cache
    def height(room: str) -> int:
        return 1 + max((height(used) for used in graph.get(room, ())), default=0)

    return max(height(room) for room in graph)


def main() -> None:
    """Print each room with its size, the rooms that it imports from, and the counts."""
    graph = room_graph()
    sizes: dict[str, list[int]] = {}
    for path in modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        sizes.setdefault(room_of(name_of(path)), []).append(lines)
    for room in [room for room in ROOMS if room in graph]:
        files = sizes[room]
        below = ", ".join(name for name in ROOMS if name in graph[room]) or "nothing of ours"
        print(f"{room:<16} {len(files):>3} files {sum(files):>6} lines   imports {below}")
    doors = sorted(name for name in sizes if name in DOORS)
    print(
        f"{len(graph)} rooms on {floors()} floors, {sum(map(len, sizes.values()))} modules; doors: {', '.join(doors)}"
    )
    for line in broken_rules():
        print(line)


if __name__ == "__main__":
    main()
