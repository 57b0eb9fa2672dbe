"""The exceptions of the package.

::

    AutograderError
    ├── CourseError          course.yaml or a check contradicts itself; says file, key path and fix
    ├── SubmissionError      what a student handed in cannot be read
    ├── UsageError           a command was called with something it cannot use
    ├── StorageError         results cannot be written: a full disk, a read-only folder or gradebook
    ├── IsolationError       this machine cannot enforce what `isolation: required` asks for
    ├── SeamError            our side of the process boundary broke: a grader_error, never a zero
    ├── CheckFailure         a check's verdict, in words for the student
    └── StudentFault         something that the student's process did
        ├── StudentException     the student's code raised
        ├── NotWritten           the function is absent, or still raises NotImplementedError
        ├── LimitExceeded        a limit was reached; `limit` says which
        └── WorkerCrashed        the student's process ended by itself

Every class takes positional arguments only, so that instances pickle on their way between processes.
"""

from __future__ import annotations

from autograder.vocabulary.message import Message, message_text


class AutograderError(Exception):
    """Base of everything that this package raises on purpose."""

    passes_through_gradcheck = True
    """Raised within a function under a gradient check, it is no finding about that function."""


class CourseError(AutograderError):
    """course.yaml, a table of values or a check is wrong. The message names file, place and fix."""


class SubmissionError(AutograderError):
    """A submission cannot be read at all; the message is for the student."""


class UsageError(AutograderError):
    """A command or function was called with something it cannot use."""


class StorageError(AutograderError):
    """Results cannot be written. The message says where and why; what was stored before is kept."""


class IsolationError(AutograderError):
    """The machine cannot enforce the isolation that was asked for. The message says what and the remedy."""


class SeamError(AutograderError):
    """The grader's own side of the process boundary failed. Never the student's fault."""


class CheckFailure(AutograderError):
    """A check found a difference.

    Parameters
    ----------
    message : Message or str
        What to tell the student; a str is one sentence or several, a line each.
    """

    def __init__(self, message: Message | str) -> None:
        super().__init__(message)
        self.message = Message(text=tuple(message.splitlines())) if isinstance(message, str) else message

    def __str__(self) -> str:
        return message_text(self.message)


class StudentFault(AutograderError):
    """Base of what the student's process can do to a call."""


class StudentException(StudentFault):
    """The student's code raised an exception.

    Parameters
    ----------
    type_name : str
        Name of the exception's class, e.g. ``"ValueError"``.
    message : str
        ``str(exception)``, bounded in length.
    bases : tuple of str
        Names of the class and all its bases, most derived first.
    frames : tuple of str
        The student's own lines of the traceback, outermost first, ready to print.
    """

    passes_through_gradcheck = False

    def __init__(
        self, type_name: str, message: str, bases: tuple[str, ...] = (), frames: tuple[str, ...] = ()
    ) -> None:
        super().__init__(type_name, message, bases, frames)
        self.type_name = type_name
        self.message = message
        self.bases = bases or (type_name,)
        self.frames = frames

    def __str__(self) -> str:
        return f"{self.type_name}: {self.message}" if self.message else self.type_name

    def is_a(self, expected: type[BaseException]) -> bool:
        """Say whether the exception was an `expected` or derived from it, judged by class name."""
        return expected.__name__ in self.bases


class NotWritten(StudentFault):
    """The exercise is absent from the submission, or still the stub."""


class LimitExceeded(StudentFault):
    """The student's process reached a limit and was ended.

    Parameters
    ----------
    limit : str
        ``"time"``, ``"memory"``, ``"cpu"`` or ``"disk"``.
    message : str
        What was reached, with the number and its unit.
    """

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(limit, message)
        self.limit = limit
        self.message = message

    def __str__(self) -> str:
        return self.message


class WorkerCrashed(StudentFault):
    """The student's process ended without answering."""
