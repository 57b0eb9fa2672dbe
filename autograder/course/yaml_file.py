"""Reading YAML files strictly: what is surprising in YAML is an error here, with its line.

Scalars follow YAML 1.2's core schema, so that ``no`` and ``12:30`` are text and ``1e-5`` is a number (in
PyYAML's own YAML 1.1 they are False, 750 and text). Keys given twice are refused, where PyYAML would let the
last one win. Dates stay text: the code that reads them knows the time zone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from autograder.vocabulary.errors import CourseError

_MAX_BYTES = 1_000_000
_MAX_VALUES = 100_000  # aliases written out

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CORE_SCHEMA = {
    "tag:yaml.org,2002:null": (r"~|null|Null|NULL|", "~nN\0"),
    "tag:yaml.org,2002:bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "tag:yaml.org,2002:int": (r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    "tag:yaml.org,2002:float": (
        r"[-+]?(?:(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
}


class _Loader(_Base):  # type: ignore[misc]
    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[object, int] = {}
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a key must be a plain word", problem_mark=key_node.start_mark
                )
            key = self.construct_object(key_node)
            if key in lines:
                raise yaml.MarkedYAMLError(
                    problem=f"{key!r} is given twice, first in line {lines[key]}",
                    problem_mark=key_node.start_mark,
                )
            lines[key] = line
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


for _tag, (_pattern, _first) in _CORE_SCHEMA.items():
    # "\0" stands for the empty scalar, which PyYAML looks up under the empty string.
    _starts = ["" if character == "\0" else character for character in _first]
    _Loader.add_implicit_resolver(_tag, re.compile(rf"(?:{_pattern})$"), _starts)


def read_text(path: Path, *, name: str = "") -> str:
    """Read the text of a YAML file.

    Parameters
    ----------
    path : Path
        The file, UTF-8, at most 1 MB.
    name : str
        What messages call the file; its file name by default.

    Raises
    ------
    CourseError
        The file is missing, too large or not UTF-8.
    """
    name = name or path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{name}: cannot be read: {error.strerror} ({path})") from None
    if len(content) > _MAX_BYTES:
        raise CourseError(f"{name}: larger than {_MAX_BYTES:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CourseError(f"{name}: line {line}: not valid UTF-8; save the file as UTF-8") from None


def parse_yaml(text: str, name: str) -> object:
    """Return the YAML document in `text`; messages call it `name`.

    Raises
    ------
    CourseError
        It is not YAML, or has a key twice.
    """
    try:
        return _parse(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line_text = f"line {mark.line + 1}: " if mark else ""
        problem = error.problem or error.context or "not YAML"
        raise CourseError(f"{name}: {line_text}{problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise CourseError(f"{name}: not YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise CourseError(f"{name}: nested too deeply") from None


def _parse(text: str) -> object:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        if _count_values(node, {}) > _MAX_VALUES:
            raise yaml.MarkedYAMLError(problem=f"more than {_MAX_VALUES:,} values, aliases written out")
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _count_values(node: yaml.Node, counted: dict[int, int | None]) -> int:
    """Count the values under `node`, those behind an alias once for each use; refuse an alias of itself."""
    if id(node) in counted:
        known = counted[id(node)]
        if known is None:
            raise yaml.MarkedYAMLError(problem="an alias contains itself", problem_mark=node.start_mark)
        return known
    counted[id(node)] = None
    total = 1
    if isinstance(node, yaml.SequenceNode):
        total += sum(_count_values(child, counted) for child in node.value)
    elif isinstance(node, yaml.MappingNode):
        total += sum(_count_values(child, counted) for pair in node.value for child in pair)
    counted[id(node)] = total
    return total
