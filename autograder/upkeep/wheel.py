"""The engine that is running, as a wheel: students install what their handout was made with.

Packed from what is installed, so that it needs neither the sources' repository, nor a build backend, nor a network, and leaves
nothing behind; the format is that of the binary distribution specification (packaging.python.org).
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import autograder
from autograder.vocabulary.errors import UsageError

_DISTRIBUTION = "descent-autograder"

_PACKAGE = Path(autograder.__file__).parent
_KEPT = ("METADATA", "entry_points.txt", "top_level.txt")
_WHEEL = "Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def engine_wheel() -> tuple[str, bytes]:
    """Return the name and the content of a wheel of the engine; the same bytes for the same engine.

    Raises
    ------
    UsageError
        The engine is not installed, but only on the path.
    """
    try:
        installed = metadata.distribution(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        raise UsageError(
            "a handout needs the engine to be installed: type  pip install -e .  in the project's folder"
        ) from None
    stem = f"{re.sub(r'[-_.]+', '_', _DISTRIBUTION)}-{installed.version}"
    records = io.StringIO()
    writer = csv.writer(records, lineterminator="\n")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(installed, f"{stem}.dist-info"):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            writer.writerow([name, f"sha256={digest}", len(data)])
        record = f"{stem}.dist-info/RECORD"
        writer.writerow([record, "", ""])
        archive.writestr(zipfile.ZipInfo(record, _EPOCH), records.getvalue(), zipfile.ZIP_DEFLATED)
    return f"{stem}-py3-none-any.whl", content.getvalue()


def _files(installed: metadata.Distribution, info: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        parts = path.relative_to(_PACKAGE).parts
        ignored = any(part.startswith(".") or part == "__pycache__" for part in parts)
        ours = path.suffix in (".py", ".json", ".typed") or "templates" in parts
        if path.is_file() and not ignored and ours:
            yield f"{_PACKAGE.name}/{'/'.join(parts)}", path.read_bytes()
    yield f"{info}/WHEEL", _WHEEL.encode()
    for name in _KEPT:
        text = installed.read_text(name)
        if text is None and name == "METADATA":
            text = installed.read_text("PKG-INFO")  # what a checkout's egg-info calls it
        if text is not None:
            yield f"{info}/{name}", text.encode()
