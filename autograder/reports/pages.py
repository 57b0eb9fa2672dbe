"""What all pages share: templates that escape whatever they are given, one style, one script, and no way out to a network."""

from __future__ import annotations

import base64
import functools
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from autograder.reports.feedback import points_text
from autograder.vocabulary.errors import UsageError
from autograder.vocabulary.wording import needs_extra, visible

if TYPE_CHECKING:
    import jinja2

_NAME_CHARACTERS = 200


def render(template: str, **values: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template : str
        File name in the folder ``templates``.
    **values :
        What it shows. All text is escaped.

    Raises
    ------
    UsageError
        jinja2 is not installed.
    """
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> jinja2.Environment:
    try:
        import jinja2
    except ModuleNotFoundError:
        raise UsageError(needs_extra("report", "jinja2", "reports")) from None
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        points=points_text, name=_name, percent=_percent, decimals=_decimals, quoted=quote, moment=_moment
    )
    environment.globals["policy_of"] = _policy_of
    return environment


def _policy_of(script: str) -> str:
    """Return a page's Content-Security-Policy: its own style and this one script, and nothing from anywhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _name(text: str) -> str:
    return visible(text, _NAME_CHARACTERS)


def _moment(time: str) -> str:
    """Return a result's time as a person reads it: its digits would have a screen reader spell out an ISO stamp."""
    moment = datetime.fromisoformat(time).astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def _decimals(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
