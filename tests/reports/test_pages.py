"""The pages as their readers open them: in a real browser, by keyboard, in the dark, on paper, and judged by axe."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.batch.store import ResultStore
from autograder.course.course import load_course
from autograder.reports.results_folder import find_results
from autograder.reports.site import Options, write_site
from autograder.vocabulary.outcomes import ExerciseResult, Outcome
from tests.conftest import ROOT
from tests.reports.conftest import SECRETS, result_of, secretive, visible_check

pytest.importorskip("jinja2", reason="the extra `reports` is not installed")

HOSTILE = "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of a class of 130, whose first student writes HTML wherever a student can write."""
    root = tmp_path_factory.mktemp("site")
    store = ResultStore(root / "results")
    hostile = ExerciseResult(
        name="loss",
        points=1.0,
        max_points=4.0,
        checks=(
            visible_check(
                Outcome.FAILED,
                got="dscores = [[0.5, 0, nan], [0, -2, 1]]",
                expected="dscores = [[0.5, -1, 0], [0, -2, 1]]",
                printed=(HOSTILE,),
            ),
            visible_check(Outcome.ERROR, raised=f"ValueError: {HOSTILE}", got="", expected=""),
            visible_check(
                Outcome.FAILED,
                differs=(f"{HOSTILE}, 3072 × 3: 2 of 120 parts differ", *["..."] * 38, ".1.", "..9"),
            ),
            visible_check(Outcome.FAILED, differs=("no map at all", HOSTILE)),
            visible_check(Outcome.PASSED),
        ),
    )
    store.save(
        result_of(
            "student-000", hostile, notes=(HOSTILE,), handed_in="2027-03-02T10:00:00+00:00", late_penalty=0.5
        )
    )
    for number in range(1, 130):
        store.save(secretive(f"student-{number:03}", late_penalty=1.0 if number % 9 == 0 else 0.0))
    for _ in write_site(find_results(root / "results"), root / "site", None, Options()):
        pass
    return root / "site"


@pytest.fixture
def opened(browser: Any, site: Path) -> Callable[[str], Any]:
    """Open one of the pages."""

    def open_page(name: str) -> Any:
        browser.get((site / name).as_uri())
        return browser

    return open_page


PAGES = ["index.html", "students/student-000.html", "students/student-001.html"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_about(opened, name, scheme):
    axe = pytest.importorskip("axe_core_python")
    page = opened(name)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    # Injected past the page's own policy, which lets no other script in.
    page.execute_script((Path(axe.__file__).parent / "axe.min.js").read_text())
    found = page.execute_async_script(
        "const done = arguments[0]; axe.run().then((all) => done(all.violations))"
    )
    said = [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_from_elsewhere_and_its_console_is_silent(opened, site, name):
    page = opened(name)
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert page.get_log("browser") == []
    text = (site / name).read_text()
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert "default-src 'none'" in html.unescape(text)


def test_what_a_student_writes_is_text_on_every_page(opened, site):
    for name in PAGES[:2]:
        page = opened(name)
        assert "taken" not in page.title
        assert page.execute_script("return document.images.length") == 0
    assert HOSTILE in page.find_element("tag name", "main").text


def test_a_script_that_got_into_a_page_would_not_run(browser, site, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        (site / "index.html").read_text().replace("</body>", "<script>document.title='taken'</script></body>")
    )
    browser.get(page.as_uri())
    assert browser.title != "taken"


def rows_shown(page: Any) -> list[str]:
    return page.execute_script(
        "return [...document.querySelectorAll('#students ~ .scroll tbody tr')]"
        ".filter((row) => row.offsetParent !== null).map((row) => row.cells[0].textContent)"
    )


def test_students_are_searched_paged_and_sorted_by_keyboard(opened):
    from selenium.webdriver.common.keys import Keys

    page = opened("index.html")
    assert len(rows_shown(page)) == 100
    search = page.find_element("css selector", "#tools input")
    search.send_keys("student-12")
    assert rows_shown(page) == [f"student-{number}" for number in range(120, 130)]
    assert "1 to 10 of 10" in page.find_element("css selector", "#tools output").text
    search.send_keys(Keys.CONTROL, "a")
    search.send_keys(Keys.DELETE)
    page.find_element("css selector", "#tools .after").send_keys(Keys.ENTER)
    assert rows_shown(page)[0] == "student-100"
    head = page.find_element("xpath", "//section[@aria-labelledby='students']//th[2]/button")
    head.send_keys(Keys.ENTER)
    assert (
        page.find_element("xpath", "//section[@aria-labelledby='students']//th[2]").get_attribute("aria-sort")
        == "ascending"
    )
    first = page.execute_script(
        "return document.querySelector('#students ~ .scroll tbody tr').cells[1].textContent"
    )
    assert first == "0.5"


def test_all_students_are_printed_and_shown_without_scripts(opened, site):
    page = opened("index.html")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert len(rows_shown(page)) == 130
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert (site / "index.html").read_text().count("<tr hidden") == 0


def test_a_student_page_has_a_picture_whose_differing_entries_are_marked(opened):
    page = opened("students/student-000.html")
    label = page.find_element("css selector", ".picture").get_attribute("aria-label")
    assert "2 of 6 entries differ" in label
    assert len(page.find_elements("css selector", ".picture .differs")) == 4


def test_a_student_page_shows_where_a_gradient_of_any_size_differs(opened):
    page = opened("students/student-000.html")
    first, second = page.find_elements("css selector", "figure.gradient")
    (picture,) = first.find_elements("css selector", "svg")
    assert picture.get_attribute("aria-label").endswith(
        "3072 × 3: 2 of 120 parts differ, by up to 1 of the root mean square"
    )
    strengths = [
        s.get_attribute("fill-opacity") for s in picture.find_elements("css selector", "rect[fill-opacity]")
    ]
    assert strengths == ["0.25", "1.0"]
    assert second.find_elements("css selector", "svg") == []


def test_hidden_checks_are_summed_up_by_topic_and_say_nothing_else(site):
    text = (site / "students/student-001.html").read_text()
    assert "edge cases" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_the_late_penalty_comes_with_its_sum(tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text(
        "title: A\ntimezone: UTC\nlate: {penalty_per_day: 10}\nassignments:\n  losses:\n    title: Losses\n"
        "    due: 2027-03-01 12:00\n    exercises:\n      loss: {points: 20, title: The loss}\n"
    )
    exercise = ExerciseResult(
        name="loss", points=20.0, max_points=20.0, checks=(visible_check(Outcome.PASSED),)
    )
    store = ResultStore(tmp_path / "results")
    store.save(result_of("student-01", exercise, handed_in="2027-03-02T13:00:00+00:00", late_penalty=4.0))
    (written,) = write_site(
        find_results(tmp_path / "results"), tmp_path / "out", load_course(course), Options()
    )
    page = written.student_pages[0].read_text()
    assert "2 started days late. 2 · 10 % of 20 points: 4 off. 20 - 4 = 16." in page
    assert "The loss: 20 of 20 points" in page
    assert "student-01" in written.class_page.read_text().partition('id="late"')[2]


def test_pages_say_when_the_work_was_graded(site):
    assert "graded on 2 March 2027, 10:00 UTC" in (site / "index.html").read_text()
    assert "graded on 2 March 2027, 10:00 UTC" in (site / "students/student-000.html").read_text()


def test_report_writes_pages_and_prints_where_they_are(cli, graded_weather, tmp_path):
    run = cli(
        "report", graded_weather / "results", "--out", tmp_path, "--submissions", graded_weather / "class"
    )
    assert run.returncode == 0, run.stderr
    assert f"Temperatures: {tmp_path / 'index.html'}" in run.stdout
    assert f"3 student pages, such as {tmp_path / 'students' / 'student-01.html'}" in run.stdout
    page = (tmp_path / "index.html").read_text()
    assert "divides_first" in page
    assert 'href="students/student-02.html"' in page
    assert "No two submissions are similar." in page
    assert "# Temperatures: the class at a glance" in (tmp_path / "class.md").read_text()


def test_several_assignments_get_an_index_and_a_folder_each(cli, tmp_path):
    for name in ("losses", "descent"):
        store = ResultStore(tmp_path / "results" / name)
        exercise = ExerciseResult(
            name="loss", points=1.0, max_points=4.0, checks=(visible_check(Outcome.FAILED),)
        )
        store.save(result_of("student-01", exercise, assignment=name))
    run = cli("report", tmp_path / "results", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    index = (tmp_path / "results/report/index.html").read_text()
    assert 'href="descent/index.html"' in index
    assert (tmp_path / "results/report/losses/students/student-01.html").is_file()
    # Pages in the folder of results are no results.
    assert cli("report", tmp_path / "results", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "there are no result files here"),
        ({"a.json": "{"}, "a.json: this is not a result file of `autograder grade`"),
        (
            {"a.json": '{"schema": "autograder/result-1", "student": "a", "assignment": "b"}'},
            "run the same grading command again",
        ),
        (
            {
                name: f'{{"schema": "autograder/result-2", "student": "a", "assignment": "{name}"}}'
                for name in ("a.json", "b.json")
            },
            "there are results of several assignments here: a.json (a.json), b.json (b.json)",
        ),
    ],
)
def test_a_folder_without_good_results_is_answered_with_what_to_do(cli, tmp_path, files, message):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    run = cli("report", tmp_path, cwd=tmp_path)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_the_course_of_the_sample_class_makes_pages(cli, tmp_path):
    work = ROOT / "examples/class/descent/student-01.py"
    graded = cli("grade", work, "--assignment", "descent", "--out", tmp_path / "results")
    assert graded.returncode == 0, graded.stderr
    assert cli("report", tmp_path / "results", "--out", tmp_path / "pages").returncode == 0
    assert (tmp_path / "pages/students/student-01.html").is_file()
