"""Parts of a report as HTML for a notebook: readable in light and dark, without colour, and by a screen reader."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from autograder.vocabulary.message import Message, labelled_parts

# JupyterLab's own colours where they are known, so that both themes read well; elsewhere colours that do on white and on black.
_STYLE = """<style>
.autograder {line-height: 1.4; max-width: 72em}
.autograder table {border-collapse: collapse; margin: .4em 0; font-size: inherit}
.autograder table tr, .autograder table tr:hover, .autograder table tr:nth-child(even) {background: transparent}
.autograder th, .autograder td {text-align: left !important; vertical-align: top !important}
.autograder th, .autograder td {padding: .15em 1em .15em 0; border: 0}
.autograder th[scope="row"] {min-width: 4em}
.autograder td.code, .autograder code {font-family: var(--jp-code-font-family, monospace); white-space: pre-wrap;
  overflow-wrap: anywhere; background: transparent; color: inherit}
.autograder .failure {border-left: 3px solid var(--jp-error-color1, #c62828); padding-left: .8em; margin: .8em 0}
.autograder .done {color: var(--jp-success-color1, #2e7d32)}
.autograder .begun, .autograder .got {color: var(--jp-error-color1, #c62828)}
.autograder .quiet {opacity: .75}
.autograder .title {font-weight: 600}
[data-jp-theme-light="false"] .autograder .done, [data-jp-theme-light="false"] .autograder .expected {color: #81c784}
[data-jp-theme-light="false"] .autograder .begun, [data-jp-theme-light="false"] .autograder .got {color: #ff8a80}
</style>"""


def page(parts: Iterable[str]) -> str:
    """Return the parts as one piece of HTML that stands for itself."""
    return f'{_STYLE}<div class="autograder" role="status">{"".join(parts)}</div>'


def sentence(text: str, style: str = "") -> str:
    """Return a paragraph."""
    return f'<p class="{style}">{html.escape(text)}</p>'


def table(rows: Sequence[Sequence[str]], styles: Sequence[str]) -> str:
    """Return a table of texts, each row in its style, without columns that are empty throughout."""
    columns = [number for number in range(len(rows[0])) if any(row[number] for row in rows)] if rows else []
    lines = [
        f'<tr class="{style}">'
        + "".join(f"<td>{html.escape(row[number])}</td>" for number in columns)
        + "</tr>"
        for row, style in zip(rows, styles)
    ]
    return f"<table>{''.join(lines)}</table>"


def failure(title: str, message: Message, picture: str = "") -> str:
    """Return a failed check: the call, then what it gave and what was expected side by side, then the rest.

    Parameters
    ----------
    title : str
        Plain text, which is escaped here.
    message : Message
    picture : str
        Ready HTML that stands below, such as an ``<img>``.
    """
    parts = list(labelled_parts(message))
    before = [part for part in parts if part[0] in ("called", "inputs", "read", "")]
    pair = [part for part in parts if part[0] in ("got", "expected")]
    after = [part for part in parts if part not in before and part not in pair]
    rows = _rows(before)
    if len(pair) == 2:
        heads = "".join(f'<th scope="col" class="{label}">{label}</th>' for label, _ in pair)
        cells = "".join(f'<td class="code">{html.escape(text)}</td>' for _, text in pair)
        rows += f"</table><table><tr>{heads}</tr><tr>{cells}</tr></table><table>"
    else:
        rows += _rows(pair)
    rows += _rows(after)
    if message.where:
        rows += _rows([("check", message.where)])
    return f'<div class="failure"><div class="title">{html.escape(title)}</div><table>{rows}</table>{picture}</div>'


def _rows(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<tr><th scope="row" class="quiet">{label}</th><td class="code">{html.escape(text)}</td></tr>'
        for label, text in parts
    )
