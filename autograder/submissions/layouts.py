"""How learning platforms name what students handed in: whose it is, when it came in, which attempt it was.

The patterns follow what the platforms' own downloads look like:

==========  =============================================================================================
moodle      ``Full Name_1234567_assignsubmission_file/...``; as flat files with ``_losses.py`` behind it; ``..._onlinetext``
canvas      ``lastnamefirstname_LATE_12345_67890_losses-1.py``: the student's and the file's number, a copy's number
brightspace ``12345-67890 - Full Name - Nov 3, 2026 1159 PM/...``, and an index.html
blackboard  ``Losses_username_attempt_2026-11-03-23-59-59_losses.py``, and a .txt for each attempt
gradescope  ``submission_12345678/...`` and submission_metadata.yml with names and times
classroom   ``Full Name - losses.py``
drive       ``losses - Full Name.py``, as copies that Classroom makes for each student are called
==========  =============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from autograder.submissions.files import plain_name
from autograder.submissions.time_stamps import StampError, read_timestamp
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import did_you_mean, listing


@dataclass(frozen=True)
class Entry:
    """A file or folder of a download: what it is called there, and what its name says.

    Attributes
    ----------
    source : str
        Its name in the download.
    student : str
    number : str
        The platform's own number of the student, where there is one: it tells two of one name apart.
    inner : str
        What a file is called once the platform's additions are taken off; empty for a folder.
    time : datetime or None
        When it was handed in.
    attempt : str
        Sorts attempts; the last counts.
    late : bool
        The platform says that it came in late, without saying when.
    """

    source: str
    student: str
    number: str = ""
    inner: str = ""
    time: datetime | None = None
    attempt: str = ""
    late: bool = False


_PATTERNS: Mapping[str, str] = {
    "moodle": r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<file>.+))?_?",
    "canvas": r"(?P<student>[^_]+?)_(?:(?P<late>LATE|late)_)?(?P<number>\d{2,})_(?P<attempt>\d{2,})_(?P<file>.+)",
    "brightspace": r"(?P<number>\d+-\d+) ?- ?(?P<student>.+?) ?- ?"
    r"(?P<time>(?:[A-Z][a-z]{2,8} \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4} \d{1,4}:?\d{0,2}(?: ?[AP]M)?)(?: ?- ?(?P<file>.+))?",
    "blackboard": r".+?_(?P<student>[^_]+)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?P<file>_.+|\.txt)?",
    "gradescope": r"submission_(?P<number>\d+)",
    "classroom": r"(?P<student>[^-].*?) - (?P<file>.+\.(?:py|ipynb|zip))",
    "drive": r"(?P<file>.+?) - (?P<student>.+)\.(?:py|ipynb|zip)",
}
_LAYOUTS = tuple(_PATTERNS)
# Names that say so much that one of them is enough to know the platform by.
_UNMISTAKABLE = frozenset({"moodle", "brightspace", "blackboard"})
# Names that say so little that they have to tell several students apart.
_BY_SEVERAL = frozenset({"classroom", "drive"})
_GROUPS = {"student", "number", "file", "time", "attempt", "late", "kind"}
GRADESCOPE_FILE = "submission_metadata.yml"
_NOT_WORK = re.compile(r"index\.html?|.*\.(?:csv|html?|yml|yaml|json|md)", re.IGNORECASE)


def layout_pattern(layout: str) -> re.Pattern[str]:
    """Return the pattern of a layout that is ready by name, or one's own regular expression.

    Raises
    ------
    UsageError
        It is neither; an expression needs the group ``student``.
    """
    if layout in _PATTERNS:
        return re.compile(_PATTERNS[layout])
    try:
        pattern = re.compile(layout)
    except re.error as error:
        raise UsageError(f"--layout {layout!r}: not a regular expression ({error})") from None
    if "student" not in pattern.groupindex:
        hint = did_you_mean(layout, _LAYOUTS) or f"; known layouts are {listing(_LAYOUTS)}"
        raise UsageError(
            f"--layout {layout!r}: expected a layout's name or an expression with (?P<student>...){hint}"
        )
    strange = set(pattern.groupindex) - _GROUPS
    if strange:
        raise UsageError(
            f"--layout: unknown group {listing(sorted(strange))}; expected one of {listing(sorted(_GROUPS))}"
        )
    return pattern


def recognised_layout(names: Iterable[str]) -> str | None:
    """Return the layout that the names of a download follow, where that is clear; None where they are of no platform."""
    work = [name for name in names if not _NOT_WORK.fullmatch(plain_name(name))]
    for layout in _LAYOUTS:
        matches = sum(re.fullmatch(_PATTERNS[layout], name) is not None for name in work)
        if matches and (matches == len(work) if layout not in _UNMISTAKABLE else 2 * matches >= len(work)):
            if layout in _BY_SEVERAL and len({_student(layout, name) for name in work}) < 2:
                continue
            return layout
    return None


def _student(layout: str, name: str) -> str:
    match = re.fullmatch(_PATTERNS[layout], name)
    return match["student"] if match else name


def read_entries(
    names: Sequence[str],
    pattern: re.Pattern[str],
    zone: tzinfo | None,
    people: Mapping[str, Mapping[str, Any]],
) -> tuple[list[Entry], list[str]]:
    """Return what the names of a download say, and the names that the pattern does not fit.

    Parameters
    ----------
    names : sequence of str
    pattern : re.Pattern
        With the groups of `layout_pattern`.
    zone : tzinfo, optional
        That of times in names: the course's.
    people : mapping
        Gradescope's record: name of the folder to ``name``, ``sid`` and ``time``.
    """
    entries: list[Entry] = []
    others: list[str] = []
    for name in names:
        match = pattern.fullmatch(name)
        if match is None:
            if not _NOT_WORK.fullmatch(plain_name(name)):
                others.append(name)
            continue
        groups = {key: value for key, value in match.groupdict().items() if value}
        if groups.get("kind") == "onlinetext" or plain_name(groups.get("file", "")).endswith(".txt"):
            continue
        entries.append(_entry(name, groups, zone, people.get(name, {})))
    return entries, others


def _entry(source: str, groups: Mapping[str, str], zone: tzinfo | None, person: Mapping[str, Any]) -> Entry:
    time = person.get("time") or _time(groups.get("time", ""), zone)
    student = str(person.get("name") or groups.get("student") or source)
    return Entry(
        source=source,
        student=student.strip(),
        number=str(person.get("sid") or groups.get("number", "")),
        inner=_inner(source, groups.get("file", "")),
        time=time,
        attempt=time.isoformat() if time else f"{groups.get('attempt', ''):0>20}",
        late="late" in groups,
    )


def _inner(source: str, file: str) -> str:
    """Return what a file was called by the student; the ending of the whole name is its own."""
    suffix = PurePosixPath(source).suffix
    own = file.lstrip("_") if not file or file.endswith(suffix) else file.lstrip("_") + suffix
    return _without_copy_number(own)


def _without_copy_number(name: str) -> str:
    """Return a file's name without the number that Canvas puts on later uploads of the same name: ``losses-1.py``."""
    return re.sub(r"-\d{1,2}(\.\w+)$", r"\1", name)


_DATES = ("%b %d", "%B %d", "%d %b", "%d %B")
_CLOCKS = ("%I%M %p", "%I:%M %p", "%H%M", "%H:%M")


def _time(text: str, zone: tzinfo | None) -> datetime | None:
    """Return a time as it stands in a name, in the course's zone."""
    if not text:
        return None
    for form in ("%Y-%m-%d-%H-%M-%S", *(f"{date} %Y {clock}" for date in _DATES for clock in _CLOCKS)):
        try:
            return datetime.strptime(_padded(text), form).replace(tzinfo=zone)
        except ValueError:
            continue
    try:
        return read_timestamp(text.encode(), zone)
    except StampError:
        return None


def _padded(text: str) -> str:
    """Return a time whose hours have two digits: ``Nov 3, 2026 859 AM`` stands for 08:59."""
    text = re.sub(r"(\d)([AP]M)$", r"\1 \2", text.replace(",", ""))
    return re.sub(r" (\d{3})( [AP]M)?$", r" 0\1\2", text)


def student_names(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """Return what each student, by name and number, is called: the name, with the number where two share it."""
    numbers: dict[str, set[str]] = {}
    for entry in entries:
        numbers.setdefault(entry.student, set()).add(entry.number)
    return {
        (entry.student, entry.number): entry.student
        if len(numbers[entry.student]) == 1
        else f"{entry.student}_{entry.number}"
        for entry in entries
    }


def file_name(student: str) -> str:
    """Return a student's name as that of a folder, and as nbgrader takes it."""
    return re.sub(r"[/\\\0+]", "_", student).lstrip(".") or "_"
