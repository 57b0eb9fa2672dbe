"""Untrusted text in Markdown: as words, or as code that nothing in it can end."""

from __future__ import annotations

import re

from autograder.vocabulary.wording import visible

# What CommonMark and GitHub's dialect take for more than itself; @ and # would notify people and link issues.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@:&$^=])")
_LINE = 2000


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split()), _LINE))


def code_block(text: str) -> str:
    """Return text as a fenced block of code, whatever backticks are in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{visible(text, 100 * _LINE)}\n{fence}"
