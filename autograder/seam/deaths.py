"""What to say of a worker that ended, and of one that had to be ended."""

from __future__ import annotations

from autograder.course.limits import Limits
from autograder.seam.serving import OUT_OF_MEMORY
from autograder.seam.starters import Ending
from autograder.seam.worker import GAVE_UP
from autograder.vocabulary.errors import LimitExceeded, StudentFault, WorkerCrashed

_SIGNALS = {24: "cpu", 9: "kill", 11: "segmentation fault", 6: "abort", 8: "arithmetic error", 7: "bus error"}


def death_in_a_call(ending: Ending, limits: Limits) -> StudentFault:
    """Return the fault of a worker that ended while a function was called."""
    return _fault(ending, limits, "during the call")


def death_while_loading(ending: Ending, limits: Limits) -> tuple[StudentFault, str]:
    """Return the fault of a worker that ended at the top level, and what to say of the statement that it was at."""
    if ending.exit_code == GAVE_UP:
        message = f"did not end within {limits.check_s:g} s"
        return LimitExceeded("time", f"a statement outside of the functions {message}"), message
    fault = _fault(ending, limits, "while the file itself was running, before any function was called")
    if isinstance(fault, LimitExceeded):
        return fault, f"exceeded a limit ({fault})"
    cause = _SIGNALS.get(ending.signal, "")
    return fault, f"crashed Python ({cause})" if cause and cause != "kill" else "ended the whole program"


def endless_loading(limits: Limits) -> tuple[StudentFault, str]:
    """Return the fault of a worker that did not come to the end of the file, and what to say of the statement it was at."""
    words = "the file itself, before any function is called, never finishes running"
    return LimitExceeded("time", words), f"did not end within {limits.check_s:g} s"


def too_slow(label: str, check_s: float, submission_left_s: float) -> LimitExceeded:
    """Return the fault of a call that used up its processor time.

    Parameters
    ----------
    label : str
        What was called.
    check_s : float
        Processor time that the check had, in seconds.
    submission_left_s : float
        Processor time that the submission has left after the call, in seconds; with less than one check's, that limit is named.
    """
    if submission_left_s < check_s:
        return LimitExceeded(
            "time", f"{label} was still running when the time limit for the whole submission was reached"
        )
    return LimitExceeded(
        "time",
        f"{label} did not finish within {check_s:g} s of processor time. Does every loop in it come to an end?",
    )


def asleep(label: str, waited_s: float) -> LimitExceeded:
    """Return the fault of a call that did not come back, though it hardly used the processor."""
    return LimitExceeded(
        "time",
        f"{label} did not finish within {waited_s:.3g} s, mostly without computing. What does it wait for?",
    )


def used_up(limits: Limits) -> LimitExceeded:
    """Return the fault of a submission that has no time left."""
    return LimitExceeded(
        "time",
        f"the time limit for the whole submission ({limits.submission_s:g} s of processor time) was reached",
    )


def _fault(ending: Ending, limits: Limits, when: str) -> StudentFault:
    cause = _SIGNALS.get(ending.signal, "")
    if cause == "cpu":
        return LimitExceeded("cpu", f"more than {limits.cpu_s:g} s of processor time were used")
    if ending.exit_code == OUT_OF_MEMORY:
        return LimitExceeded("memory", "the arguments and the result of this call exceed the memory limit")
    if cause and cause != "kill":
        return WorkerCrashed(f"Python itself crashed ({cause}) {when}")
    return WorkerCrashed(f"the process ended {when}: is there an exit() or os._exit() in the code?")
