"""What lies beside the work, and what of it counts: helper files, and the collector's time stamp."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath

from autograder.submissions.files import CODE_SUFFIXES
from autograder.submissions.reading import read_work
from autograder.submissions.time_stamps import TIMESTAMP_FILE, StampError, read_timestamp
from autograder.submissions.units import Unit

# What `nbgrader submit` puts beside the work.
_RECORDS = (TIMESTAMP_FILE, "submission_secret.txt")


def helper_files(
    content: Mapping[str, bytes], main: str | None, assignment: str, units: Sequence[Unit]
) -> dict[str, bytes]:
    """Return the files that the work may use, as they lie from where the work is: beside it, below it, and elsewhere.

    Parameters
    ----------
    content : mapping of str to bytes
        All files of the submission, by relative posix path.
    main : str or None
        The one among them with the work; None where there is none.
    assignment : str
    units : sequence of Unit
        The code of the work, whose imports say which notebooks count.
    """
    folder = f"{main.rpartition('/')[0]}/" if main and "/" in main else ""
    unused = {main, *_RECORDS, *(f"{folder}{name}" for name in _RECORDS)}
    sources = [unit.source for unit in units]
    # Also by the way from above, for who imports from the folder that the work lies in as from a package.
    as_package = bool(folder) and _imports(PurePosixPath(folder).parts[0], sources)
    helpers: dict[str, bytes] = {}
    for name, data in content.items():
        if name in unused:
            continue
        beside = folder and name.startswith(folder)
        places = [name.removeprefix(folder) if beside else name, *([name] if beside and as_package else [])]
        if name.endswith(".ipynb"):
            stem = PurePosixPath(name).stem
            if _imports(stem, sources):  # import_ipynb and the like import notebooks
                places = [f"{place.removesuffix('.ipynb')}.py" for place in places]
            elif not any(PurePosixPath(name).name in source for source in sources):
                continue
            # it is run as the code that is in it
            data = "\n\n".join(unit.source for unit in read_work(name, data).units).encode()
        helpers.update(dict.fromkeys(places, data))
    helpers.pop(f"{assignment}.py", None)  # the work itself is imported by this name
    return helpers


def _imports(module: str, sources: Sequence[str]) -> bool:
    """Say whether code imports a module or package of that name."""
    statement = re.compile(rf"^\s*(?:from|import)\s+{re.escape(module)}\b", re.MULTILINE)
    return any(map(statement.search, sources))


def time_stamp(
    place: Path, assignment: str, content: Mapping[str, bytes], zone: tzinfo | None
) -> tuple[datetime | None, tuple[str, ...]]:
    """Return when the submission at `place` came in, and notes for staff on stamps that do not count.

    A stamp counts where a collector puts it: beside the work, in the student's folder or the assignment's folder in it. One in an
    archive, or further down, came with the student's own files.

    Parameters
    ----------
    place : Path
        The submission: a folder or a file.
    assignment : str
    content : mapping of str to bytes
        Its files, by relative posix path.
    zone : tzinfo or None
        The course's time zone, which says what the name of a zone in a stamp means.
    """
    folder = place if place.is_dir() else place.parent
    own_folder = place.is_dir() or (is_code(place) and place.stem == assignment)
    for path in (folder / TIMESTAMP_FILE, folder / assignment / TIMESTAMP_FILE) if own_folder else ():
        if path.is_symlink() or not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                return read_timestamp(file.read(1000), zone), ()
        except StampError as error:
            return None, (f"{TIMESTAMP_FILE} {error}; the time of submission is unknown.",)
        except OSError as error:
            return None, (f"{TIMESTAMP_FILE} cannot be read ({error.strerror}).",)
    if any(PurePosixPath(name).name == TIMESTAMP_FILE for name in content):
        return None, (f"A {TIMESTAMP_FILE} among the student's own files was not used.",)
    return None, ()


def is_code(place: Path) -> bool:
    return place.suffix.lower() in CODE_SUFFIXES and not place.is_dir()
