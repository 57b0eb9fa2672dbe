"""`nbgrader zip_collect` for downloads from a learning platform, read as `autograder grade` reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Unicode

from autograder.course.course import find_course, load_course
from autograder.submissions.gathering import gather
from autograder.submissions.layouts import file_name
from autograder.submissions.places import find_places
from autograder.submissions.time_stamps import TIMESTAMP_FILE

# Where the extractor writes down when a student handed in, for the collector; no student's file can bear this name.
_RECORD = ".handed_in"


class ClassExtractor(ExtractorPlugin):
    """Lays the files of each student into a folder of the student's name, whichever platform they come from."""

    layout = Unicode(
        "",
        help="How the file names of the platform's downloads are built: its name (moodle, canvas, brightspace, blackboard, "
        "gradescope, classroom) or a regular expression with (?P<student>...); recognised by default where it is clear.",
    ).tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Read what is in `archive_path` and write it below `extracted_path`, with when each handed in."""
        coursedir = self.parent.coursedir
        course = find_course(Path(coursedir.root))
        zone = ZoneInfo(load_course(course).timezone) if course else None
        assignment = coursedir.assignment_id
        target = Path(extracted_path)
        downloaded = Path(archive_path)
        archives = [path for path in sorted(downloaded.iterdir()) if not path.name.startswith(".")]
        # One file is the download itself; several are of one student each.
        source = archives[0] if len(archives) == 1 and archives[0].is_file() else downloaded
        for place in find_places(source, assignment, self.layout or None, zone):
            files = gather(place, assignment)
            folder = target / file_name(place.student)
            if not files.content:
                self.log.warning("%s: nothing could be read. %s", place.student, " ".join(files.notes))
            for note in (*place.staff_notes, *files.notes):
                self.log.warning("%s: %s", place.student, note)
            for name, content in files.content.items():
                if name == TIMESTAMP_FILE:  # a student's own
                    continue
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            if place.handed_in is not None and folder.is_dir():
                (folder / _RECORD).write_text(place.handed_in.astimezone(UTC).isoformat())


class ClassCollector(FileNameCollectorPlugin):
    """Says of each file that `ClassExtractor` wrote whose it is and when it was handed in."""

    def collect(self, submitted_file: str) -> dict[str, object] | None:
        """Return the student, the file's name in the submission, and the time where it is known."""
        path = Path(submitted_file)
        extracted = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        student, *inner = path.relative_to(extracted).parts
        if inner in ([], [_RECORD]):
            return None
        found: dict[str, object] = {"student_id": student, "file_id": "/".join(inner)}
        record = extracted / student / _RECORD
        if record.is_file():
            time = datetime.fromisoformat(record.read_text())
            found["timestamp"] = time.astimezone(UTC).replace(tzinfo=None)
        return found
