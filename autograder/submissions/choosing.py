"""Which of the files handed in holds the student's work."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.submissions.files import CODE_SUFFIXES, is_notebook_name
from autograder.submissions.reading import holds_notebook, read_work
from autograder.submissions.units import decode_source, is_python
from autograder.submissions.unwritten import defined_in
from autograder.vocabulary.wording import listing

_NO_WORK = re.compile(r"(test_.*|conftest|setup|__init__)\.py", re.IGNORECASE)
_MOST_COMPARED = 12
_MOST_PIECES = 2000

# How a file's name says that it is the work: the lower, the surer.
_EXACT, _OTHER_CASE, _IN_A_FOLDER, _VARIANT, _ANY = range(5)


@dataclass(frozen=True)
class Choice:
    """The file with the work, or None where none can be told, and what to tell the student about it."""

    name: str | None
    notes: tuple[str, ...] = ()


def choose_main(
    content: Mapping[str, bytes], assignment: str, stub: str | None, wanted: Collection[str] = ()
) -> Choice:
    """Choose the file that is graded.

    Of several, the one in which most exercises are written is graded; between equals, the one whose name is nearest to the
    assignment's, a script before a notebook. A file that differs from what was handed out only in comments, outputs or line
    ends counts as not written.

    Parameters
    ----------
    content : mapping of str to bytes
        The files handed in, by path.
    assignment : str
    stub : str, optional
        Text of the starter file.
    wanted : collection of str
        The names that are to be written, which count where the starter file is not known; without either only names of files do.
    """
    ranks = {name: _rank(name, assignment) for name in content if _is_candidate(name)}
    if not ranks:
        return _of_no_kind(content, assignment)
    by_name = sorted(ranks, key=lambda name: (ranks[name], name.count("/"), is_notebook_name(name), name))
    if len(by_name) == 1:
        return _sole(by_name[0], assignment, ranks[by_name[0]])
    if stub is None and not wanted:
        return _by_name(by_name, ranks, assignment)
    written = {
        name: _written(name, content[name], stub, may_be_new=ranks[name] <= _VARIANT)
        if stub is not None
        else _written_of(name, content[name], wanted)
        for name in by_name[:_MOST_COMPARED]
    }
    most = max(written.values())
    if most == 0:
        return _by_name(by_name, ranks, assignment)
    best = next(name for name in by_name if written.get(name) == most)
    # Beside a file in which exercises are written, a file without any is a helper.
    with_work = [
        name for name in by_name if written.get(name, 0) >= (0.5 if ranks[name] <= _VARIANT else min(most, 1))
    ]
    if len(with_work) > 1 and most < 1:
        return _by_name(by_name, ranks, assignment)
    return Choice(best, _why(best, with_work, written, by_name, ranks, assignment))


def _why(
    best: str,
    with_work: list[str],
    written: Mapping[str, float],
    by_name: list[str],
    ranks: Mapping[str, int],
    assignment: str,
) -> tuple[str, ...]:
    if len(with_work) > 1:
        other = next(name for name in with_work if name != best)
        reason = (
            "more exercises are written in it"
            if written[best] > written[other]
            else "its name is the assignment's"
            if ranks[best] < ranks[other]
            else "between equals the script counts, or else the first by name"
        )
        return (
            f"{best} and {other} both hold work; {best} was graded, since {reason}. Hand in one next time.",
        )
    first = by_name[0]
    if best != first and ranks[first] <= _IN_A_FOLDER:
        return (f"{first} is still the starter file, so {best} was graded.",)
    return _sole(best, assignment, ranks[best]).notes


def _sole(name: str, assignment: str, rank: int) -> Choice:
    if rank in (_EXACT, _IN_A_FOLDER):
        return Choice(name)
    return Choice(
        name, (f"{name} was graded; next time, name it {assignment}{PurePosixPath(name).suffix.lower()}.",)
    )


def _by_name(by_name: list[str], ranks: Mapping[str, int], assignment: str) -> Choice:
    """Choose by names alone: the surest, where only one is as sure or it is the assignment's own."""
    best = by_name[0]
    rivals = [name for name in by_name if ranks[name] == ranks[best]]
    if ranks[best] == _EXACT:
        others = [name for name in rivals if name != best]
        if others:
            return Choice(best, (f"Both {best} and {others[0]} were handed in; {best} was graded.",))
        return Choice(best)
    if len(rivals) == 1:
        return _sole(best, assignment, ranks[best])
    names = f"{assignment}.py or {assignment}.ipynb"
    return Choice(None, (f"Which file should be graded? Name it {names}. There are: {listing(rivals)}.",))


def _of_no_kind(content: Mapping[str, bytes], assignment: str) -> Choice:
    """Choose where no file is called a script or a notebook: one that bears the assignment's name and is one, if there is one."""
    for name in content:
        path = PurePosixPath(name)
        if path.stem.casefold() != assignment.casefold() or path.suffix.lower() not in ("", ".txt"):
            continue
        text, _ = decode_source(name, content[name])
        is_notebook = holds_notebook(name, content[name])
        if is_notebook or (text.strip() and is_python(text)):
            wanted = f"{assignment}{'.ipynb' if is_notebook else '.py'}"
            return Choice(name, (f"{name} was graded; next time, name it {wanted}.",))
    return Choice(None, _nothing_found(content, assignment))


def _nothing_found(content: Mapping[str, bytes], assignment: str) -> tuple[str, ...]:
    if not content:
        return (
            f"Nothing was handed in: neither {assignment}.py nor {assignment}.ipynb, nor any other file.",
        )
    return (
        f"No {assignment}.py or {assignment}.ipynb is among the files that could be read: {listing(content)}.",
    )


def _is_candidate(name: str) -> bool:
    return name.lower().endswith(CODE_SUFFIXES) and not _NO_WORK.fullmatch(PurePosixPath(name).name)


def _rank(name: str, assignment: str) -> int:
    path = PurePosixPath(name)
    if path.stem == assignment and path.suffix in CODE_SUFFIXES:
        return _EXACT if len(path.parts) == 1 else _IN_A_FOLDER
    if path.stem.casefold() == assignment.casefold():
        return _OTHER_CASE if len(path.parts) == 1 else _IN_A_FOLDER
    return _VARIANT if assignment.casefold() in path.stem.casefold() else _ANY


def _written(name: str, content: bytes, stub: str, *, may_be_new: bool) -> float:
    """Return how many of the starter's functions, classes and answers a file has written differently.

    Half a point stands for anything else that is not in the starter, in a file that has something of the starter or
    `may_be_new`; other files with statements of their own are helpers.
    """
    mine: dict[str, ast.AST | str] = {}
    others: set[str] = set()
    given, statements = _starter(stub)
    if not may_be_new and content.isascii() and not any(name.encode() in content for name in given):
        return 0.0  # it has nothing of the starter, such as the work on another assignment
    for unit in read_work(name, content).units:
        body = _body(unit.source)
        mine.update(_definitions(unit.source, body))
        others |= _statements(unit.source, body)
    written = sum(_form(each) != given[defined] for defined, each in mine.items() if defined in given)
    is_work = may_be_new or not given.keys().isdisjoint(mine)
    return written + 0.5 * (is_work and bool(others - statements))


@functools.lru_cache(maxsize=8)
def _starter(stub: str) -> tuple[dict[str, str], frozenset[str]]:
    """Return the definitions of a starter file, in their form, and its other statements."""
    body = _body(stub)
    given = {name: _form(each) for name, each in _definitions(stub, body).items()}
    return given, frozenset(_statements(stub, body))


def _written_of(name: str, content: bytes, wanted: Collection[str]) -> float:
    """Return how many of the names that are wanted a file has written."""
    written: dict[str, bool] = {}
    for unit in read_work(name, content).units:
        written.update(dict.fromkeys(_definitions(unit.source, _body(unit.source)), True))
        written.update((name, not still_open) for name, still_open in defined_in(unit.source))
    return float(sum(written.get(name, False) for name in wanted))


def _body(source: str) -> list[ast.stmt] | None:
    """Return the statements of a text, None where it is not Python."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _form(definition: ast.AST | str) -> str:
    """Return a definition in a form in which comments and layout make no difference."""
    return definition if isinstance(definition, str) else ast.dump(definition)


def _statements(source: str, body: list[ast.stmt] | None) -> set[str]:
    """Return the statements of a text but its imports and the calls that a notebook's own cells make."""
    if body is None:
        return {source}
    return {
        ast.dump(node)
        for node in body
        if not isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
        and not (isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.Constant)))
    }


def _definitions(source: str, body: list[ast.stmt] | None) -> dict[str, ast.AST | str]:
    """Return what a text with these statements defines at its top level, by name."""
    if body is None:
        return _definitions_of_pieces(source)
    found: dict[str, ast.AST | str] = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = node.value
    return found


def _definitions_of_pieces(source: str) -> dict[str, ast.AST | str]:
    """Return the definitions of a text that does not compile as a whole; one that does not compile itself is work, too."""
    found: dict[str, ast.AST | str] = {}
    starts = [match.start() for match in re.finditer(r"^(?=\w)", source, re.MULTILINE)][:_MOST_PIECES]
    for start, end in zip(starts, [*starts[1:], len(source)]):
        piece = source[start:end]
        body = _body(piece)
        if body is None:
            found.update((name, "not Python") for name in re.findall(r"\A(?:def|class) (\w+)", piece))
        else:
            found.update(_definitions(piece, body))
    return found
