"""Archives: a .zip in a folder, a .zip in a .zip, and those that cannot be opened."""

from __future__ import annotations

from tests.submissions.material import HandedIn, right, right_notebook, zipped


def _protected() -> bytes:
    archive = bytearray(zipped({"losses.py": right()}))
    archive[archive.find(b"PK\3\4") + 6] |= 1
    archive[archive.find(b"PK\1\2") + 8] |= 1
    return bytes(archive)


CASES = {
    "zip-in-a-folder": HandedIn({"homework.zip": zipped({"losses.py": right()})}),
    "zip-in-a-zip": HandedIn(
        {"all.zip": zipped({"hw/inner.zip": zipped({"losses.ipynb": right_notebook()})})}
    ),
    "protected": HandedIn(
        {"losses.zip": _protected()},
        None,
        (r"losses\.zip is protected by a password; hand it in without one\.",),
    ),
    "cut-off-upload": HandedIn(
        {"losses.zip": zipped({"losses.py": right()})[:3000]},
        None,
        (r"losses\.zip is incomplete, or not a \.zip; .*",),
    ),
    "rar": HandedIn(
        {"losses.rar": b"Rar!\x1a\x07"},
        None,
        (r"losses\.rar is a kind of archive that cannot be read; .*", r"No losses\.py .*"),
    ),
}
