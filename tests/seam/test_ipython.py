"""What only IPython knows costs a function nothing: display, get_ipython, files written and run by magics."""

from __future__ import annotations

import pytest

from autograder.submissions.magics import plain_source

GUARDS = {
    "Colab": "COLAB = 'google.colab' in str(get_ipython())",
    "the class's name": "COLAB = get_ipython().__class__.__name__ == 'ZMQInteractiveShell'",
    "a configuration": "COLAB = 'IPKernelApp' in get_ipython().config",
    "an exported line": "get_ipython().run_line_magic('matplotlib', 'inline'); COLAB = False",
    "an exported command": "get_ipython().system('pip install numpy'); COLAB = False",
    "a colab import": "try:\n    import google.colab\n    COLAB = True\nexcept ImportError:\n    COLAB = False",
}


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_a_guard_answers_that_this_is_no_notebook_server(confined, guard):
    code, process = confined(f"{guard}\ndef f(x):\n    display(x)\n    return x + COLAB")
    assert code.f(1) == 1
    assert process.last_report.problems == ()


def test_a_file_that_a_magic_runs_gives_its_functions(confined):
    source = plain_source("%run -i helpers.py\ndef f(x): return g(x)").source
    code, process = confined(source, helpers_py=b"def g(x): return x + 1")
    assert code.f(1) == 2
    assert process.last_report.problems == ()


def test_a_file_to_run_that_is_not_there_is_noted_with_its_line(confined):
    code, process = confined(plain_source("a = 1\n%run helpers.py\ndef f(x): return x").source)
    assert code.f(1) == 1
    (problem,) = process.last_report.problems
    assert problem.place == "work.py, line 2"
    assert "helpers.py" in problem.message


def test_an_exported_cell_magic_runs_its_cell_or_writes_its_file(confined):
    code, _ = confined(
        "get_ipython().run_cell_magic('time', '', 'a = 1\\n')\n"
        "get_ipython().run_cell_magic('writefile', 'helpers.py', 'def g(x): return x + 1\\n')\n"
        "from helpers import g\n"
        "def f(x): return g(x) + a"
    )
    assert code.f(1) == 3
