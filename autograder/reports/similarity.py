"""Work that is identical or nearly so, whatever it is named and however it is laid out, without the starter code.

A submission's own code is written as one character for each token, with the same character for every name that it binds,
functions in the order of their names; rapidfuzz compares these texts. Alike does not mean copied: a short exercise has few right
answers, and the page says so.
"""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.submissions.finding import Submission
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import needs_extra

_ALIKE = 0.95
# Below this, right answers are alike because there is hardly another way to write them.
_FEWEST_TOKENS = 120
_ROWS_AT_ONCE = 256
_FIRST = 0x100  # tokens are written as the characters from here on
_CHARACTERS = 0xC000
_BOUND = "name"
_LAYOUT = {
    *(tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.COMMENT, tokenize.ENCODING, tokenize.ENDMARKER),
}


@dataclass(frozen=True)
class Alike:
    """Students whose work is alike: each is at least `similarity` (0 to 1) like another of the group."""

    students: tuple[str, ...]
    similarity: float

    @property
    def identical(self) -> bool:
        """Whether nothing but names and layout differs."""
        return self.similarity >= 1.0


def alike_groups(submissions: Iterable[Submission], starter: str, *, least: float = _ALIKE) -> list[Alike]:
    """Return groups of similar work, the largest first.

    Parameters
    ----------
    submissions : iterable of Submission
        Of one assignment.
    starter : str
        Text of the file that students began with; code that is in it is nobody's own.
    least : float
        The similarity, from 0 to 1, from which two count as alike: 1 - (insertions + deletions) / (sum of the lengths).

    Raises
    ------
    UsageError
        rapidfuzz is not installed.
    """
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import Indel
    except ModuleNotFoundError as error:
        raise UsageError(needs_extra("comparing work", error.name, "reports")) from None
    given = set(_statements(starter))
    alphabet: dict[str, str] = {}
    names, texts = [], []
    for submission in submissions:
        source = "\n".join(unit.source for unit in submission.units)
        text = _written(source, given, alphabet)
        if len(text) >= _FEWEST_TOKENS:
            names.append(submission.student)
            texts.append(text)
    groups = _Groups(len(names))
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        rows = texts[start : start + _ROWS_AT_ONCE]
        # Each pair once: what stands before these rows has been compared with them already.
        table = process.cdist(
            rows, texts[start:], scorer=Indel.normalized_similarity, score_cutoff=least, workers=-1
        )
        for row, column in zip(*table.nonzero(), strict=True):
            if column > row:
                groups.join(start + int(row), start + int(column), float(table[row, column]))
    return groups.found(names)


class _Groups:
    """Sets of indices that grow together as pairs are found (union-find)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._least: dict[int, float] = {}

    def _root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: int, other: int, similarity: float) -> None:
        roots = {self._root(one), self._root(other)}
        root = min(roots)
        for each in roots:
            self._parent[each] = root
        self._least[root] = min(similarity, *(self._least.get(each, 1.0) for each in roots), 1.0)

    def found(self, names: Sequence[str]) -> list[Alike]:
        members: dict[int, list[str]] = {}
        for index, name in enumerate(names):
            members.setdefault(self._root(index), []).append(name)
        groups = [
            Alike(tuple(students), self._least[root])
            for root, students in members.items()
            if len(students) > 1
        ]
        return sorted(groups, key=lambda group: (-len(group.students), group.students))


def _statements(source: str) -> Iterator[str]:
    """Yield what starter code consists of: each statement at the top level, and each in the body of a function or class."""
    body = _anonymous(_parsed(source))
    for node in body:
        for inner in ast.walk(node):
            if isinstance(inner, ast.stmt):
                yield ast.dump(inner)


def _written(source: str, given: set[str], alphabet: dict[str, str]) -> str:
    """Return a submission's own code as text, a character for each token."""
    kept = [own for node in _anonymous(_parsed(source)) if (own := _without(node, given)) is not None]
    kept.sort(key=lambda node: getattr(node, "name", ""))
    text = []
    for node in kept:
        for token in _tokens(ast.unparse(node)):
            text.append(alphabet.setdefault(token, chr(_FIRST + len(alphabet) % _CHARACTERS)))
    return "".join(text)


def _anonymous(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements in which every name that they bind, but for those of functions and classes, is the same."""
    bound = set()
    for node in body:
        for each in ast.walk(node):
            if isinstance(each, ast.arg):
                bound.add(each.arg)
            elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                bound.add(each.id)
    for node in body:
        for each in ast.walk(node):
            if isinstance(each, ast.arg | ast.keyword) and each.arg in bound:
                each.arg = _BOUND
            elif isinstance(each, ast.Name) and each.id in bound:
                each.id = _BOUND
    return body


def _parsed(source: str) -> list[ast.stmt]:
    """Return the statements that can be read: all, or where the whole is not Python, those of each paragraph that is."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    found: list[ast.stmt] = []
    for paragraph in source.split("\n\n\n"):
        try:
            found += ast.parse(paragraph).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return found


def _without(node: ast.stmt, given: set[str]) -> ast.stmt | None:
    """Return a top-level statement without docstring and without what the starter has; None where nothing is left."""
    if isinstance(node, (ast.Import, ast.ImportFrom)) or ast.dump(node) in given:
        return None
    if isinstance(node, ast.ClassDef):
        node.body = [own for each in node.body if (own := _without(each, given)) is not None] or [ast.Pass()]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
        node.body = [each for each in body if ast.dump(each) not in given]
        if not node.body:
            return None
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return None
    return node


def _tokens(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _LAYOUT:
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            yield token.string if is_name or len(token.string) < 40 else "<long>"
