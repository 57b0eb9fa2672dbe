"""What nbgrader is told: where its folders are, and which of its steps are ours.

Steps are named by dotted strings, so that reading the configuration imports none of them.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

_HERE = "autograder.nbgrader_bridge"
_STOCK = "nbgrader.preprocessors"

FOLDER = "nbgrader"
SOURCE = f"{FOLDER}/source"
RELEASE = f"{FOLDER}/release"
_SUBMITTED = f"{FOLDER}/submitted"
AUTOGRADED = f"{FOLDER}/autograded"
_FEEDBACK = f"{FOLDER}/feedback"


def configure(config: Any) -> None:
    """Set everything that nbgrader needs to work in a course's folder.

    Parameters
    ----------
    config : traitlets.config.Config
        What ``get_config()`` returns in nbgrader_config.py. What is set there afterwards holds.
    """
    from autograder.nbgrader_bridge.submitted_folder import take_whatever_was_handed_in
    from autograder.nbgrader_bridge.time_stamps import read_stamps_as_the_engine_does

    let_alembic_be_found()
    read_stamps_as_the_engine_does()
    take_whatever_was_handed_in()
    _folders(config.CourseDirectory)
    config.GenerateAssignment.preprocessors = [
        f"{_STOCK}.LockCells",
        f"{_HERE}.strip_solutions.StripSolutions",
        f"{_STOCK}.ClearOutput",
        f"{_STOCK}.CheckCellMetadata",
        f"{_STOCK}.ComputeChecksums",
        f"{_STOCK}.SaveCells",
        f"{_STOCK}.CheckCellMetadata",
    ]
    # A submission is read by the exporter, which makes a sound notebook of whatever came in; nbgrader's own steps follow.
    # That the metadata are sound need not be checked again: every marked cell is the released one.
    config.Autograde.exporter_class = f"{_HERE}.exporter.SubmissionExporter"
    config.Autograde.sanitize_preprocessors = [
        f"{_STOCK}.OverwriteKernelspec",
        f"{_STOCK}.OverwriteCells",
        f"{_HERE}.autograde.RecordDueDates",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{_HERE}.autograde.GradeConfined",
        f"{_STOCK}.LimitOutput",
        f"{_HERE}.autograde.SaveScores",
        f"{_HERE}.autograde.SaveComments",
        f"{_STOCK}.AssignLatePenalties",
    ]
    config.ExchangeFactory.collect = f"{_HERE}.collect.CollectWithoutLinks"
    config.ZipCollectApp.extractor_plugin = f"{_HERE}.zip_collect.ClassExtractor"
    config.ZipCollectApp.collector_plugin = f"{_HERE}.zip_collect.ClassCollector"
    config.ExportApp.plugin_class = f"{_HERE}.export.CsvOfScores"
    config.AssignLatePenalties.plugin_class = f"{_HERE}.late_penalty.CoursePolicy"
    config.GenerateFeedback.preprocessors = [
        f"{_STOCK}.GetGrades",
        f"{_STOCK}.ClearHiddenTests",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    config.HTMLExporter.sanitize_html = True


def let_alembic_be_found() -> None:
    """Let nbgrader find `alembic`, which it starts by name to make a gradebook, in an environment that is not activated."""
    if shutil.which("alembic") is None:
        scripts = str(Path(sys.executable).parent)
        os.environ["PATH"] = os.pathsep.join(filter(None, [os.environ.get("PATH"), scripts]))


def _folders(config: Any) -> None:
    config.source_directory = SOURCE
    config.release_directory = RELEASE
    config.submitted_directory = _SUBMITTED
    config.autograded_directory = AUTOGRADED
    config.feedback_directory = _FEEDBACK
    # nbgrader releases every file in a source folder that nothing here matches; `autograder build` puts only public files
    # there, and this keeps out what an editor or a hand may add.
    config.ignore = [
        ".ipynb_checkpoints",
        "__pycache__",
        "*.pyc",
        "feedback",
        "*_hidden*.py",
        "misconceptions*.py",
        "solution*",
        "*.db",
    ]
