"""Takes the README's pictures of the pages.

``python docs/take_screenshots.py`` grades the sample class and opens its pages in Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLASS = "examples/class/losses"
# What is shown: the page, the element to begin at, and the size in pixels.
PICTURES = {
    "class_page.png": ("index.html", "h1", (1180, 900)),
    "student_page.png": ("students/student-08.html", "h2[id=svm_loss]", (1180, 640)),
}


def main() -> None:
    """Grade, make the pages, and take the pictures into docs/."""
    from selenium import webdriver

    with tempfile.TemporaryDirectory() as folder:
        results = f"{folder}/results"
        autograder = [sys.executable, "-m", "autograder"]
        grade = ["grade", CLASS, "--assignment", "losses", "--out", results]
        subprocess.run([*autograder, *grade], cwd=ROOT, check=True)
        subprocess.run([*autograder, "report", results, "--submissions", CLASS], cwd=ROOT, check=True)
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        flags = ["headless", "no-sandbox", "disable-gpu", "hide-scrollbars", "force-color-profile=srgb"]
        for flag in [*flags, f"user-data-dir={folder}/chromium"]:
            options.add_argument(f"--{flag}")
        browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver") or ""))
        try:
            for name, (page, element, (width, height)) in PICTURES.items():
                size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
                browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
                browser.get((Path(results) / "report" / page).as_uri())
                browser.execute_script(f"document.querySelector('{element}').scrollIntoView()")
                browser.save_screenshot(str(ROOT / "docs" / name))
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
