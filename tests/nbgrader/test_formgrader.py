"""formgrader in a real browser, on the class that the engine has graded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests.browsers import WAIT_S, chromium, jupyter, needs_browser
from tests.nbgrader.term import Term

pytestmark = needs_browser


@pytest.fixture(scope="module")
def server(graded: Term, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Jupyter server in the course's folder, as an instructor starts it; formgrader's address."""
    home = tmp_path_factory.mktemp("home")
    ready = "/formgrader/api/assignments"
    exchange = str(graded.exchange)
    with jupyter("jupyter_server", graded.root, home, ready, NBGRADER_EXCHANGE=exchange) as address:
        yield f"{address}/formgrader"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory):
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture
def page(browser, server, tmp_path):
    """Open a page, wait until it shows some words, keep a picture of it, and return its text."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    def open_page(path: str, *words: str) -> str:
        browser.get(server + path)

        def text(_: object = None) -> str:
            return browser.find_element(By.TAG_NAME, "body").text

        try:
            WebDriverWait(browser, WAIT_S).until(lambda _: all(word in text() for word in words))
        finally:
            picture = (
                Path(os.environ.get("SCREENSHOTS", tmp_path)) / f"{path.strip('/').replace('/', '-')}.png"
            )
            picture.parent.mkdir(parents=True, exist_ok=True)
            assert browser.save_screenshot(str(picture))
        return text()

    return open_page


def test_the_assignments_are_there_to_be_managed(page):
    text = page("/manage_assignments", "losses", "gradients", "descent", "backprop", "network")
    assert "2026-03-02 10:00:00 UTC" in text


def test_the_gradebook_shows_the_mean_of_the_class(page, graded):
    with Gradebook(graded.db_url) as gradebook:
        mean = gradebook.average_assignment_score("descent")
    assert f"{mean:g} / 20"[:4] in page("/gradebook", "losses", "descent")


def test_the_submissions_show_their_scores(page):
    text = page("/gradebook/backprop/backprop", "Submission #1")
    assert "22 / 22" in text


def test_a_submission_shows_points_feedback_and_comment(page, browser, graded):
    from selenium.webdriver.common.by import By

    with Gradebook(graded.db_url) as gradebook:
        notebook = gradebook.find_submission_notebook("backprop", "backprop", "student-08")
        score = next(grade for grade in notebook.grades if grade.name == "test_sigmoid")
        comment = gradebook.find_comment("sigmoid", "backprop", "backprop", "student-08").auto_comment
    text = page(f"/submissions/{notebook.id}", "checks passed")
    assert f"{score.auto_score:.2f}".rstrip("0").rstrip(".") + " of 3 points" in text
    boxes = browser.find_elements(By.CSS_SELECTOR, "textarea.comment")
    assert comment in [box.get_attribute("value") or box.get_attribute("placeholder") for box in boxes]
    points = browser.find_elements(By.CSS_SELECTOR, "input.score")
    assert score.auto_score in [float(box.get_attribute("placeholder") or "nan") for box in points]
