"""Pieces of a student's code in order, and the text of a source file whatever its encoding."""

from __future__ import annotations

import ast
import codecs
import io
import tokenize

import msgspec

# Encodings that a coding line may name. Others, such as punycode, can take hours to decode, or hide the code.
_ALLOWED_CODECS = ("utf-8", "ascii", "iso8859", "cp", "koi8", "mac-", "gb", "big5", "shift", "euc")


class Unit(msgspec.Struct, frozen=True):
    r"""A piece of code in order: a whole .py file, or one code cell of a notebook.

    Attributes
    ----------
    name : str
        What messages call it: ``"losses.py"``, or ``"cell 3"`` for the third code cell (text cells
        don't count).
    source : str
        Python, with ``\n`` as line end.
    """

    name: str
    source: str


def script_units(name: str, content: bytes) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """Read a .py file.

    Returns
    -------
    units : tuple of Unit
        The file, or nothing where it holds no text.
    notes : tuple of str
        What the student should know about how the file was read.
    """
    text, notes = decode_source(name, content)
    if "\0" in text:
        return (), (
            *notes,
            f"{name} is not a text file (it contains NUL bytes). Save it again as plain text.",
        )
    if not text.strip():
        return (), (*notes, f"{name} is empty. Was it saved before it was handed in?")
    text, side = without_conflict_marks(text)
    if side:
        notes = (*notes, f"{name} contains the marks of a merge conflict; {side} was read.")
    return (Unit(name, text),), notes


def without_conflict_marks(source: str) -> tuple[str, str]:
    """Return source in which merge conflicts are settled, and which side was taken; nothing for that where there are none.

    Of the two sides the first that is Python is taken; where both are, the one with more in it.
    """
    ours, theirs = conflict_sides(source)
    if ours == source:
        return source, ""
    sides = {"the part above =======": ours, "the part below =======": theirs}
    python = {side: text for side, text in sides.items() if is_python(text)} or sides
    taken = max(python, key=lambda side: len(python[side].strip()))
    return python[taken], taken


def conflict_sides(text: str) -> tuple[str, str]:
    """Return the two sides of a text that a merge has left with its marks; the text itself twice where it has none."""
    if "<" * 7 not in text:
        return text, text
    sides: tuple[list[str], list[str]] = ([], [])
    part = ""
    for line in text.splitlines(keepends=True):
        mark = line[:7] if line[7:8] in ("", " ", "\n", "\r") else ""
        if mark == "<" * 7 and not part:
            part = "ours"
        elif part in ("ours", "base") and mark in ("|" * 7, "=" * 7):
            part = "base" if mark[0] == "|" else "theirs"
        elif mark == ">" * 7 and part == "theirs":
            part = ""
        else:
            for name, side in zip(("ours", "theirs"), sides):
                if part in ("", name):
                    side.append(line)
    return (text, text) if part else ("".join(sides[0]), "".join(sides[1]))


def is_python(source: str) -> bool:
    """Say whether a text is Python that this Python can read."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def decode_source(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Decode Python source as Python does (byte order mark, coding line, else UTF-8), but never fail.

    Text in no known encoding is read as Latin-1, so that code with one odd comment still counts; a note
    then says so. Line ends become ``\n``.
    """
    notes: tuple[str, ...] = ()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
        notes = (
            f"{name} is saved as UTF-16. It was read, but save it as UTF-8: Python itself cannot run it.",
        )
    else:
        declared = _declared_encoding(content)
        encoding = declared or "utf-8"
        if declared is None:
            notes = (f"{name} names an encoding in its first lines that cannot be used; UTF-8 was tried.",)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        notes = (*notes, f"{name} is not UTF-8 text (line {line}); it was read as Latin-1. Save it as UTF-8.")
        text = content.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _declared_encoding(content: bytes) -> str | None:
    """Return what the byte order mark or the coding line says; UTF-8 without either, None if unusable."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    head = b"".join(content.splitlines(keepends=True)[:2])
    try:
        # Bytes that are not UTF-8 would be an error of their own here; only the coding line is of interest.
        declared, _ = tokenize.detect_encoding(io.BytesIO(head.decode("ascii", "replace").encode()).readline)
        codec = codecs.lookup(declared).name
    except (SyntaxError, LookupError):
        return None
    return codec if codec.startswith(_ALLOWED_CODECS) else None
