"""Record a student's first minutes as docs/evening.svg, from what the commands really print: ``python docs/record_evening.py``.

The picture shows one command after the other; without animation (and for whoever asked for less motion) the last one stays.
"""

from __future__ import annotations

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
COLUMNS, ROWS, SECONDS = 104, 30, 5
COLOURS = {"31": "#ff8a80", "32": "#81c784", "33": "#ffd54f", "36": "#80deea", "2": "#9e9e9e", "1": "#ffffff"}
MARGIN_FORGOTTEN = """

def svm_losses(scores, y, delta=1.0):
    right = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - right[:, None]).sum(axis=1)
"""
RIGHT = """

def svm_losses(scores, y, delta=1.0):
    scores, y = check_scores_and_labels(scores, y)
    right = scores[np.arange(len(y)), y]
    margins = np.maximum(0, scores - right[:, None] + delta)
    margins[np.arange(len(y)), y] = 0
    return margins.sum(axis=1)
"""


def terminal_output(arguments: list[str], folder: Path) -> str:
    """Return what a command prints to a terminal of COLUMNS columns."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(COLUMNS), "LINES": str(ROWS)}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "autograder", *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=follower, stderr=follower, env=environment)
    os.close(follower)
    said = b""
    while True:
        try:
            data = os.read(leader, 4096)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        said += data
    process.wait()
    os.close(leader)
    return said.decode().replace("\r\n", "\n")


def frames() -> list[tuple[str, str]]:
    """Return each command with what it printed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(ROOT / "assignments/losses", Path(place) / "assignments/losses"))
        shutil.copy(ROOT / "course.yaml", place)
        stub = (folder / "losses.py").read_text()
        shown = []
        for code, words in (
            ("", ["check"]),
            (MARGIN_FORGOTTEN, ["check", "svm_losses"]),
            (RIGHT, ["check", "svm_losses"]),
        ):
            (folder / "losses.py").write_text(stub + code)
            shown.append((" ".join(["autograder", *words]), terminal_output(words, folder)))
        return shown


def wrapped(line: str) -> list[str]:
    """Divide a line at the terminal's width; colours don't count, and end with the line."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", line)
    if len(plain) <= COLUMNS:
        return [line]
    return [plain[start : start + COLUMNS] for start in range(0, len(plain), COLUMNS)]


def coloured(line: str) -> str:
    """Return a line of terminal text as SVG spans."""
    parts = re.split(r"\x1b\[([\d;]*)m", line)
    spans = [html.escape(parts[0])]
    for codes, text in zip(parts[1::2], parts[2::2]):
        colour = next((COLOURS[code] for code in codes.split(";") if code in COLOURS), "")
        spans.append(f'<tspan fill="{colour}">{html.escape(text)}</tspan>' if colour else html.escape(text))
    return "".join(spans)


def picture(shown: list[tuple[str, str]]) -> str:
    """Return the recording."""
    width, height, line_height = COLUMNS * 8 + 32, ROWS * 18 + 32, 18
    total = SECONDS * len(shown)
    styles, groups = [], []
    for number, (command, output) in enumerate(shown):
        lines = [
            f"\x1b[36m$\x1b[0m {command}",
            *(part for line in output.rstrip().split("\n") for part in wrapped(line)),
        ]
        rows = "".join(
            f'<text x="16" y="{28 + row * line_height}" xml:space="preserve">{coloured(line)}</text>'
            for row, line in enumerate(lines[:ROWS])
        )
        begin, end = 100 * number / len(shown), 100 * (number + 1) / len(shown)
        styles.append(
            f"@keyframes f{number} {{0%,{max(begin - 0.01, 0):.2f}%{{opacity:{int(number == 0)}}}"
            f"{begin:.2f}%,{end - 0.02:.2f}%{{opacity:1}}{end - 0.01:.2f}%,100%{{opacity:0}}}}"
            f".f{number}{{opacity:{int(number == len(shown) - 1)};animation:f{number} {total}s infinite}}"
        )
        groups.append(f'<g class="f{number}">{rows}</g>')
    style = "".join(styles) + "@media (prefers-reduced-motion: reduce){g{animation:none!important}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="autograder check on an untouched file, after a first try, and after the fix" '
        f'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" fill="#e0e0e0"><style>{style}</style>'
        f'<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>{"".join(groups)}</svg>\n'
    )


if __name__ == "__main__":
    (ROOT / "docs/evening.svg").write_text(picture(frames()), encoding="utf-8")
