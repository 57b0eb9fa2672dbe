"""A notebook in JupyterLab, worked on as a student does: by clicking into cells, typing, and Shift+Enter."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browsers import WAIT_S, jupyter

# No news from the network; every cell is in the page, where it can be found.
_SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
_TRIES = 4


class Lab:
    """One notebook, open in a browser."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser = browser
        self._address = address

    def open(self, notebook: str) -> None:
        """Open a notebook and wait for its kernel."""
        self.browser.get(f"{self._address}/lab/tree/{notebook}?reset")
        self._wait("the kernel", lambda: self._all(".jp-NotebookPanel [data-status='idle']"))

    def cell(self, text: str) -> Any:
        """Return the first code cell with this text."""
        return self._wait(
            f"the cell {text!r}",
            lambda: next((each for each in self._all(".jp-CodeCell") if text in self._source(each)), None),
        )

    def run(self, text: str) -> Any:
        """Run the first code cell with this text, wait until it has ended, and return it."""
        cell = self.cell(text)
        before = self._count(cell)
        # On a busy machine the page may not have been ready for the keys.
        self._until_seen(lambda: self._press_run(cell), lambda: self._count(cell) != before)
        self._wait(f"the end of {text!r}", lambda: self._count(cell) not in (before, "[*]:", "[ ]:"))
        return cell

    def _press_run(self, cell: Any) -> None:
        cell.find_element(By.CSS_SELECTOR, ".cm-content").click()
        ActionChains(self.browser).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()

    def replace_last_line(self, text: str, *lines: str) -> None:
        """Type over the last line of the first code cell with this text."""
        cell = self.cell(text)
        self._until_seen(
            lambda: self._type_over(cell, lines), lambda: self._source(cell).endswith("\n".join(lines))
        )

    def _type_over(self, cell: Any, lines: tuple[str, ...]) -> None:
        cell.find_element(By.CSS_SELECTOR, ".cm-content").click()
        keys = ActionChains(self.browser)
        keys.key_down(Keys.CONTROL).send_keys(Keys.END).key_up(Keys.CONTROL)
        keys.key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT)
        for number, line in enumerate(lines):
            keys.send_keys(Keys.ENTER if number else "", line)
        keys.perform()

    def output(self, cell: Any) -> str:
        """Return what a cell shows below it, as text."""
        return "\n".join(each.text for each in cell.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output"))

    def table_cells(self, cell: Any) -> list[Any]:
        """Return the cells of the tables that a cell shows below it."""
        return cell.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output :is(td, th)")

    def _source(self, cell: Any) -> str:
        lines = cell.find_elements(By.CSS_SELECTOR, ".cm-line")
        return "\n".join(line.get_property("textContent") for line in lines)

    def _count(self, cell: Any) -> str:
        return cell.find_element(By.CSS_SELECTOR, ".jp-InputPrompt").text

    def _all(self, selector: str) -> list[Any]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def _until_seen(self, act: Callable[[], None], seen: Callable[[], bool]) -> None:
        for _ in range(_TRIES):
            act()
            with contextlib.suppress(TimeoutException):
                WebDriverWait(self.browser, WAIT_S / 6).until(lambda _: seen())
                return
        raise AssertionError("the page does not take the keys")

    def _wait(self, what: str, found: Any) -> Any:
        return WebDriverWait(self.browser, WAIT_S).until(lambda _: found(), f"no sign of {what}")


@contextlib.contextmanager
def jupyterlab(folder: Path, home: Path, theme: str = "JupyterLab Light") -> Iterator[str]:
    """Run JupyterLab in `folder`, with this theme, and yield its address."""
    settings = {**_SETTINGS, "apputils-extension/themes": {"theme": theme}}
    for name, values in settings.items():
        file = home / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    places = {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings")}
    places["JUPYTERLAB_WORKSPACES_DIR"] = str(home / "workspaces")
    with jupyter("jupyterlab", folder, home, "/lab", **places) as address:
        yield address
