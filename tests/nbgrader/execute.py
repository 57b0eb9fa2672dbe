"""Runs notebooks from top to bottom: python execute.py < [[notebook, folder to run it in, result], ...] as JSON."""

import json
import sys

import nbformat
from nbclient import NotebookClient

if __name__ == "__main__":
    for path, folder, result in json.load(sys.stdin):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
        nbformat.write(notebook, result)
