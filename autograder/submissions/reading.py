"""Reading the file with a student's work, whatever it is called: a script, a notebook, or one saved as the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.submissions.files import is_notebook_name
from autograder.submissions.notebook_file import looks_like_notebook
from autograder.submissions.notebooks import notebook_units, written_files
from autograder.submissions.units import Unit, decode_source, is_python, script_units


@dataclass(frozen=True)
class ReadWork:
    """The code in a file, the files that it writes when it is run as a notebook, and notes for the student."""

    units: tuple[Unit, ...]
    files: Mapping[str, bytes]
    notes: tuple[str, ...]


def holds_notebook(name: str, content: bytes) -> bool:
    """Say whether a file is to be read as a notebook: by what is in it rather than by its name."""
    if not is_notebook_name(name):
        return looks_like_notebook(content)
    return not _is_script(name, content)


def read_work(name: str, content: bytes) -> ReadWork:
    """Read the file called `name`."""
    if holds_notebook(name, content):
        units, notes = notebook_units(name, content)
        if not is_notebook_name(name):
            notes = (f"{name} holds a notebook; it was read as one. Save it as .ipynb.", *notes)
        return ReadWork(units, written_files(content), notes)
    units, notes = script_units(name, content)
    if is_notebook_name(name):
        notes = (f"{name} holds a script; it was read as one. Save it as .py.", *notes)
    return ReadWork(units, {}, notes)


def _is_script(name: str, content: bytes) -> bool:
    """Say whether a file that is called a notebook is Python."""
    if looks_like_notebook(content):
        return False
    text, _ = decode_source(name, content)
    return bool(text.strip()) and text.lstrip()[:1] not in ("{", "[") and is_python(text)
