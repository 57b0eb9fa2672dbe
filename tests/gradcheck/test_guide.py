"""The programs in the guide to gradient checking run, with the libraries that they are about where these are installed."""

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

GUIDE = (Path(__file__).parents[2] / "docs/gradient_checking.md").read_text(encoding="utf-8")
FIRST, SECOND, *OTHERS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def after_the_first():
    names = {}
    exec(FIRST, names)
    return names


def test_the_first_program_finds_its_gradient_right(after_the_first, capsys):
    print(after_the_first["report"])
    assert capsys.readouterr().out.startswith(
        "The gradient is right. An error of more than 2e-08 of its norm"
    )
    assert "The gradient is right. An error of more than 2e-08 of its norm" in FIRST


def test_the_second_program_fails_with_the_message_beside_it(after_the_first):
    with pytest.raises(AssertionError) as failure:
        exec(SECOND, after_the_first)
    shown = str(failure.value).splitlines()
    assert f"```\n{shown[0]}\n{shown[1]}\n  ...\n```" in GUIDE


@pytest.mark.parametrize("library", ["torch", "jax", "autograd"])
def test_a_start_with_another_library_finds_its_gradient_right(library, after_the_first, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip(library)
        if library == "torch":
            X = module.tensor(after_the_first["X"])
            loss = lambda w: module.nn.functional.softplus(X @ w).mean()  # noqa: E731
        else:
            numpy = pytest.importorskip(f"{library}.numpy")
            loss = lambda w: numpy.mean(numpy.logaddexp(0.0, after_the_first["X"] @ w))  # noqa: E731
        names = after_the_first | {"torch_loss": loss, "jax_loss": loss, "own_loss": loss, "np": np}
        exec(next(program for program in OTHERS if f"import {library}\n" in program), names)
    assert "The gradient is right." in capsys.readouterr().out
