# make demo   set up .venv, grade the sample class and make its pages
# make test   set up what is missing and run the whole gate
# make site   the documentation as a site, in build/site
PYTHON ?= python3
BIN := .venv/bin
export OPENBLAS_NUM_THREADS := 1
# Each link that leads nowhere is an error; with --quiet it would not be.
SITE = NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
# The gate starts python hundreds of times, and each start would compile the package anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test site format clean

demo: .venv/.demo
	$(BIN)/autograder grade examples/class/losses --assignment losses --out results
	$(BIN)/autograder report results --submissions examples/class/losses

test: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/autograder build --check
	$(BIN)/autograder selfcheck
	$(SITE)
	$(BIN)/pytest --numprocesses auto
	$(BIN)/python -m tests.lowest

site: .venv/.dev
	$(SITE)

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# pip itself comes from the caller's python, so that a python without ensurepip will do.
.venv/bin/pip:
	$(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python .venv install --quiet pip

.venv/.demo: pyproject.toml constraints.txt | .venv/bin/pip
	PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --constraint constraints.txt --editable '.[reports]'
	touch $@

.venv/.dev: pyproject.toml constraints.txt | .venv/bin/pip
	PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/.demo

clean:
	rm -rf .venv build results
