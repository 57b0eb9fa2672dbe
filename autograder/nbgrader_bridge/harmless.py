"""What students saved in a notebook, reduced to what may be shown on staff's pages: text and pictures, no HTML.

Feedback and formgrader put Markdown and outputs into their pages as they are. A script in one of them would run in the
browser of the person who grades, with their rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

_MAX_OUTPUTS = 50  # of a cell
_MAX_TEXT = 20_000  # characters of an output
_MAX_IMAGE = 2_000_000  # characters of an image in base64
_IMAGES = {"image/png": "png", "image/jpeg": "jpeg"}  # the second is the key in format 3

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"(\]\(\s*|\]:\s*)(?!https?://|mailto:|#)")


def harmless_markdown(text: str) -> str:
    r"""Return Markdown in which HTML is text and links lead to web pages only.

    Examples
    --------
    >>> harmless_markdown("if a < b: <script>x</script> [y](javascript:z)")
    'if a < b: &lt;script>x&lt;/script> [y](#javascript:z)'
    """
    return _LINK.sub(r"\1#", _TAG.sub("&lt;", _ENTITY.sub("&amp;", text)))


def harmless_outputs(outputs: Any) -> list[NotebookNode]:
    """Return the text and the pictures among the outputs of a cell, of format 3 or 4.

    None of them is an `execute_result`: that is how nbgrader reads a score.
    """
    if not isinstance(outputs, list):
        return []
    return [kept for raw in outputs[:_MAX_OUTPUTS] if isinstance(raw, dict) for kept in _kept(raw)]


def _kept(raw: dict[str, Any]) -> Iterator[NotebookNode]:
    kind = raw.get("output_type")
    if kind == "stream":
        name = "stderr" if "stderr" in (raw.get("name"), raw.get("stream")) else "stdout"
        yield new_output("stream", name=name, text=_text(raw.get("text")))
    elif kind in ("error", "pyerr"):
        yield new_output("stream", name="stderr", text=_text(raw.get("traceback"), "\n"))
    elif kind in ("display_data", "execute_result", "pyout"):
        nested = raw.get("data")
        data = nested if isinstance(nested, dict) else raw
        kept = {mime: image for mime, old in _IMAGES.items() if (image := _image(data, mime, old))}
        if plain := _text(data.get("text/plain", raw.get("text"))):
            kept["text/plain"] = plain
        if kept:
            yield new_output("display_data", data=kept)


def _image(data: dict[str, Any], mime: str, old_key: str) -> str:
    text = _joined(data.get(mime, data.get(old_key)))
    return text if len(text) <= _MAX_IMAGE and _BASE64.fullmatch(text) else ""


def _text(value: Any, separator: str = "") -> str:
    return _joined(value, separator)[:_MAX_TEXT]


def _joined(value: Any, separator: str = "") -> str:
    if isinstance(value, list):
        value = separator.join(line for line in value if isinstance(line, str))
    # JSON can spell half of a surrogate pair, which no file can hold.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
