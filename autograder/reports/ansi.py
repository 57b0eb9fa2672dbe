"""Lines for a terminal: colour and symbols where they are wanted, plain words where not.

Without rich, whose import alone would double the time, a student's check starts in a blink.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from typing import TextIO

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_NARROWEST = 40


class Lines:
    """Writes lines to a stream.

    Parameters
    ----------
    stream : file
        Colour and symbols are used only where it is a terminal, and NO_COLOR is not set.

    Attributes
    ----------
    lively : bool
        Whether there is colour.
    width : int or None
        Columns to wrap at; None where nothing is to be wrapped, as in a pipe.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        is_terminal = stream.isatty()
        self.lively = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.width = max(shutil.get_terminal_size().columns, _NARROWEST) if is_terminal else None
        if self.lively and sys.platform == "win32":
            os.system("")  # switches the console to escape sequences

    def paint(self, text: str, *styles: str) -> str:
        """Return a text in these styles, among bold, dim, red, green, yellow and cyan; as it is where there is no colour."""
        if not (self.lively and styles and text):
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def symbol(self, symbol: str) -> str:
        """Return a symbol and a space, or nothing where words must do or the terminal cannot show it."""
        if not self.lively:
            return ""
        try:
            symbol.encode(self._stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return ""
        return f"{symbol} "

    def clear(self) -> None:
        """Begin again at the top of the terminal; in a pipe, write an empty line."""
        self._write("\x1b[H\x1b[2J\x1b[3J" if self.lively else "")

    def say(self, text: str = "", *styles: str) -> None:
        """Write one line, as long as it is."""
        self._write(self.paint(text, *styles))

    def prose(self, text: str, *styles: str, indent: str = "") -> None:
        """Write a sentence, wrapped at the terminal's width with `indent` before the lines that follow."""
        if self.width is None:
            self.say(text, *styles)
            return
        for line in textwrap.wrap(
            text, self.width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]:
            self.say(line, *styles)

    def _write(self, line: str) -> None:
        try:
            self._stream.write(line + "\n")
        except UnicodeEncodeError:
            encoding = self._stream.encoding or "ascii"
            self._stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
