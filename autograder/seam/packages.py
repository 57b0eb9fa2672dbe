"""Packages that course.yaml lets submissions import: where they are, and how a worker behind walls finds them.

Nothing of a package is imported here, nor in the grader. A worker cannot list the folder in which packages are installed, so it
is told where each one begins. Standard library only.
"""

from __future__ import annotations

import importlib.machinery
import importlib.metadata
import importlib.util
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FOR_AN_EXTRA = re.compile(r";.*\bextra\b")


@dataclass(frozen=True)
class FoundPackages:
    """Packages with all that they need themselves.

    Attributes
    ----------
    places : mapping of str to (Path, bool)
        For each name that can be imported the file that is run then, and whether that is a package's.
    paths : tuple of Path
        What a worker must be able to read for them.
    """

    places: dict[str, tuple[Path, bool]]
    paths: tuple[Path, ...]


def missing_packages(names: Collection[str]) -> list[str]:
    """Return those of the packages that are not installed."""
    return [name for name in names if name not in sys.modules and importlib.util.find_spec(name) is None]


def find_packages(names: Collection[str]) -> FoundPackages:
    """Find packages by the names they are imported by, and the packages that these require; none of them is imported."""
    places: dict[str, tuple[Path, bool]] = {}
    paths: list[Path] = []
    if not names:
        return FoundPackages(places, ())
    owners = importlib.metadata.packages_distributions()
    waiting = [owner for name in names for owner in owners.get(name, ())]
    seen = set()
    while waiting:
        owner = _normal(waiting.pop())
        if owner in seen:
            continue
        seen.add(owner)
        try:
            distribution = importlib.metadata.distribution(owner)
        except importlib.metadata.PackageNotFoundError:  # required on other systems only
            continue
        for path in _top_level(distribution):
            paths.append(path)
            _add_place(places, path)
        waiting += [
            match[0]
            for each in distribution.requires or ()
            if not _FOR_AN_EXTRA.search(each) and (match := _NAME.match(each))
        ]
    for name in names:  # one that was not installed by a package manager
        spec = importlib.util.find_spec(name) if name not in places else None
        if spec is not None and spec.origin:
            origin = Path(spec.origin)
            places[name] = (origin, origin.stem == "__init__")
            paths.append(origin.parent if origin.stem == "__init__" else origin)
    return FoundPackages(places, tuple(dict.fromkeys(path.resolve() for path in paths)))


class PackageFinder:
    """Finds the packages that were looked up before the walls went up."""

    def __init__(self, packages: FoundPackages) -> None:
        self._places = packages.places

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where a package begins; its parts are found in its own folder."""
        if fullname not in self._places:
            return None
        file, is_package = self._places[fullname]
        folders = [str(file.parent)] if is_package else None
        if is_package and not file.is_file():  # a package whose parts may come from several distributions
            spec = importlib.machinery.ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = folders
            return spec
        return importlib.util.spec_from_file_location(fullname, file, submodule_search_locations=folders)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _top_level(distribution: importlib.metadata.Distribution) -> Iterator[Path]:
    """Yield the files and folders of a distribution that lie directly where packages are installed."""
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in ("..", "__pycache__")}
    for top in sorted(tops):
        path = Path(str(distribution.locate_file(top)))
        if path.exists():
            yield path


def _add_place(places: dict[str, tuple[Path, bool]], path: Path) -> None:
    if path.is_dir():
        if path.name.isidentifier():
            places[path.name] = (path / "__init__.py", True)
        return
    suffix = next((each for each in importlib.machinery.all_suffixes() if path.name.endswith(each)), "")
    if suffix and suffix != ".pyc":
        places.setdefault(path.name.removesuffix(suffix), (path, False))
