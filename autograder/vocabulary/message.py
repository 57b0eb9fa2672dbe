"""What a check says, as data: its parts under their names, and the one place that makes plain text of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from autograder.vocabulary.wording import visible

_LABEL_WIDTH = 10
_INDENT = "  "


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said to a student about one check. A part that is empty is not said.

    Attributes
    ----------
    title : str
        The property that the check looks at.
    called : str
        The call that was made, with what it builds on, as the student would write it; a line or several.
    inputs : str
        Where those inputs come from that the call shows by name alone.
    read : str
        In place of `called`: the name whose value was read.
    text : tuple of str
        Sentences that stand for themselves, such as the limit that was reached.
    raised : str
        The exception that ended the call, with its message.
    frames : tuple of str
        The student's own lines of the traceback, outermost first.
    got, expected : str
        What came, and what should have come.
    shape : str
        How the shapes differ.
    worst : str
        The place at which the values are furthest apart.
    differs : tuple of str
        Where a gradient differs, for a picture: a line in words, then one for each row of cells, ``.`` for none and ``1`` to
        ``9`` for a larger and larger difference. It holds no value.
    because : str
        Why it is expected, or what follows from the difference.
    hint : str
        A question that leads on.
    slide : str
        The lecture's slide to look at.
    printed : tuple of str
        The last lines that the call printed.
    where : str
        Where the check stands, e.g. ``test_losses.py, line 40``.
    """

    title: str = ""
    called: str = ""
    inputs: str = ""
    read: str = ""
    text: tuple[str, ...] = ()
    raised: str = ""
    frames: tuple[str, ...] = ()
    got: str = ""
    expected: str = ""
    shape: str = ""
    worst: str = ""
    differs: tuple[str, ...] = ()
    because: str = ""
    hint: str = ""
    slide: str = ""
    printed: tuple[str, ...] = ()
    where: str = ""


def said(*sentences: str) -> Message:
    """Return a message of sentences only."""
    return Message(text=sentences)


def labelled_parts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each part that is said as (label, text), in the order in which it is read; a sentence has no label.

    The title, and where the check stands, are left to whoever shows the message.
    """
    yield from _present(("called", message.called), ("inputs", message.inputs), ("read", message.read))
    for sentence in message.text:
        yield "", sentence
    yield from _present(("raised", message.raised))
    for frame in message.frames:
        yield "", _INDENT + frame
    yield from _present(
        ("got", message.got),
        ("expected", message.expected),
        ("shape", message.shape),
        ("worst", message.worst),
        ("because", message.because),
    )
    for line in message.printed:
        yield "printed", line
    yield from _present(("hint", message.hint), ("slide", message.slide))


def message_text(message: Message) -> str:
    """Return a message as lines of plain text, for a terminal without colour and for a screen reader."""
    lines = [message.title] if message.title else []
    for label, text in labelled_parts(message):
        indented = text.replace("\n", "\n" + " " * _LABEL_WIDTH)
        lines.append(f"{label:<{_LABEL_WIDTH}}{indented}" if label else text)
    return "\n".join(lines)


def bounded(message: Message, part_characters: int) -> Message:
    """Return the message with each part cut to so many characters and nothing in it that a terminal would obey."""

    def cut(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(value, str):
            return visible(value, part_characters)
        return tuple(visible(line, part_characters) for line in value)

    parts = {name: cut(value) for name in message.__struct_fields__ if (value := getattr(message, name))}
    return msgspec.convert(parts, Message)


def _present(*parts: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return (part for part in parts if part[1])
