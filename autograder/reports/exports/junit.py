"""JUnit XML as Jenkins, GitLab and their like read it: one suite per student, one test case per check.

The format has no one specification; this keeps to what Ant's schema and Jenkins's xunit plugin have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO
from xml.etree import ElementTree

from autograder.reports.exports.context import ExportContext
from autograder.vocabulary.message import message_text
from autograder.vocabulary.outcomes import CheckResult, Outcome, SubmissionResult

# All that XML 1.0 has no way to write, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A check that was wrong is a failure; where the code did not come to an answer, it is an error.
_ELEMENTS = {
    Outcome.FAILED: "failure",
    Outcome.MISSING: "failure",
    Outcome.ERROR: "error",
    Outcome.TIMEOUT: "error",
    Outcome.MEMORY: "error",
    Outcome.CRASHED: "error",
    Outcome.GRADER_ERROR: "skipped",
}


def write(results: Iterable[SubmissionResult], out: BinaryIO, context: ExportContext) -> None:
    """Write one document, suite by suite."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
    for result in results:
        suite = _suite(result)
        ElementTree.indent(suite)
        out.write(ElementTree.tostring(suite, encoding="utf-8") + b"\n")
    out.write(b"</testsuites>\n")


def _suite(result: SubmissionResult) -> ElementTree.Element:
    checks = [check for exercise in result.exercises for check in exercise.checks]
    kinds = [_ELEMENTS.get(check.outcome) for check in checks]
    suite = ElementTree.Element(
        "testsuite",
        name=_xml(result.student),
        tests=str(len(checks)),
        failures=str(kinds.count("failure")),
        errors=str(kinds.count("error")),
        skipped=str(kinds.count("skipped")),
        time=f"{sum(check.duration_s for check in checks):.6f}",
        timestamp=result.graded_at[:19],
    )
    for exercise in result.exercises:
        for check in exercise.checks:
            suite.append(_case(check, f"{result.assignment}.{exercise.name}"))
    return suite


def _case(check: CheckResult, classname: str) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", name=_xml(check.name), classname=_xml(classname), time=f"{check.duration_s:.6f}"
    )
    kind = _ELEMENTS.get(check.outcome)
    if kind:
        text = message_text(check.message) if check.message else ""
        said = ElementTree.SubElement(case, kind, message=_xml(check.title))
        if kind != "skipped":
            said.set("type", check.outcome.value)
        said.text = _xml(text)
    return case


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
