"""What the pages of a large class cost: ``python -m benchmarks.class_pages [STUDENTS]``, by default 5,000.

The sample class of losses is graded and its results are dealt out to so many students. Printed are the time and peak memory of
`autograder report`, the sizes, and, where Chromium is installed, how long the class page takes to load, sort and search.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from autograder.batch.store import ResultStore
from autograder.reports.results_folder import find_results
from benchmarks.class_grading import ROOT

_AUTOGRADER = [sys.executable, "-m", "autograder"]
_SORT_AND_SEARCH = """
const begin = performance.now();
document.querySelector("#students ~ .scroll th:nth-child(2) button").click();
document.body.offsetHeight;
const sorted = performance.now();
const search = document.querySelector("#tools input");
search.value = "student-49";
search.dispatchEvent(new Event("input"));
document.body.offsetHeight;
return [sorted - begin, performance.now() - sorted];
"""


def main() -> None:
    """Make the class and its pages, and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("students", nargs="?", type=int, default=5000)
    students = parser.parse_args().students
    with tempfile.TemporaryDirectory() as folder:
        _deal_out(Path(folder), students)
        results, pages = Path(folder) / "results", Path(folder) / "pages"
        begin = time.perf_counter()
        report = ["report", str(results), "--out", str(pages)]
        subprocess.run([*_AUTOGRADER, *report], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        page = pages / "index.html"
        each = sum(path.stat().st_size for path in pages.rglob("student-*.html")) / students
        print(
            f"{students} students: report {seconds:.1f} s; largest process {peak:.0f} MiB, grading included"
        )
        print(
            f"class page {page.stat().st_size / 1e6:.1f} MB; a student's page {each / 1e3:.0f} kB on average"
        )
        if shutil.which("chromium") and shutil.which("chromedriver"):
            _open(page, Path(folder))


def _deal_out(folder: Path, students: int) -> None:
    grade = ["grade", "examples/class/losses", "--assignment", "losses", "--out", str(folder / "sample")]
    subprocess.run([*_AUTOGRADER, *grade], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    (sample,) = find_results(folder / "sample")
    graded = list(sample)
    store = ResultStore(folder / "results")
    draw = random.Random(1)
    for number in range(students):
        store.save(msgspec.structs.replace(draw.choice(graded), student=f"student-{number:05}"))


def _open(page: Path, folder: Path) -> None:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("headless", "no-sandbox", "disable-gpu", f"user-data-dir={folder}/chromium"):
        options.add_argument(f"--{flag}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver") or ""))
    try:
        browser.get(page.as_uri())
        loaded, painted = browser.execute_script(
            "return [performance.getEntriesByType('navigation')[0].loadEventEnd,"
            " performance.getEntriesByName('first-contentful-paint')[0].startTime]"
        )
        heap = browser.execute_script("return performance.memory.usedJSHeapSize")
        sorting, searching = browser.execute_script(_SORT_AND_SEARCH)
        print(f"in Chromium: first paint {painted:.0f} ms, loaded {loaded:.0f} ms, heap {heap / 1e6:.0f} MB")
        print(f"sorted in {sorting:.0f} ms, searched in {searching:.0f} ms")
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
