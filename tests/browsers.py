"""What tests in a real browser share: Chromium without a window, and a Jupyter server on this machine alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WAIT_S = 60
NOT_THERE = "Chromium is not installed (apt-get install chromium chromium-driver)"


def is_there() -> bool:
    """Say whether the browser and its driver are installed."""
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


needs_browser = pytest.mark.skipif(not is_there(), reason=NOT_THERE)


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """A browser whose own files are in `profile`."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    flags = ["headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"]
    flags += ["disable-background-networking", "disable-component-update", "window-size=1200,1000"]
    flags.append("force-color-profile=srgb")
    for flag in [*flags, f"user-data-dir={profile}"]:
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver") or ""))
    driver.set_page_load_timeout(WAIT_S)
    driver.set_script_timeout(WAIT_S)
    try:
        yield driver
    finally:
        driver.quit()


@contextlib.contextmanager
def jupyter(module: str, folder: Path, home: Path, ready: str, **environment: str) -> Iterator[str]:
    """Run a Jupyter server in `folder`, with nothing but what is in `home`, and yield its address.

    Parameters
    ----------
    module
        What to run: ``jupyter_server`` or ``jupyterlab``.
    folder, home
        Where the notebooks are, and where the server keeps its own files.
    ready
        A path that the server answers once it is there.
    environment
        Variables for the server.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    variables = {**os.environ, **dict.fromkeys(own, str(home)), **environment}
    options = ["--allow-root", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command = [sys.executable, "-m", module, *options, "--IdentityProvider.token="]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + ready, process, home / "log")
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(log.read_text()) from None
            time.sleep(0.2)
