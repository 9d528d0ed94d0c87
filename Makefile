# On a machine with Python 3.11 or newer, git and make:  make run  opens the app,  make test  runs the tests.
# Only relative paths are used, so the checkout may lie in a folder with spaces in its name.

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
UV := $(PY) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: run test lint check cover catalogue bench lock clean

run: .venv/run.stamp catalogue
	@$(PY) -m cli

test: .venv/dev.stamp catalogue
	@$(PY) -m pytest

lint: .venv/dev.stamp catalogue
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command as c; c()'
	@$(PY) -m tests.translations

check: cover lint

cover: .venv/dev.stamp catalogue
	@$(PY) -m pytest --cov --cov-report=term:skip-covered

bench: .venv/bench.stamp catalogue
	@$(PY) -m benchmarks

catalogue:
	@$(PY) hatch_build.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shouwen needs Python 3.11 or newer; set PYTHON=/path/to/it.")'
	@$(PYTHON) -m venv .venv && $(PIP) --version >/dev/null || { rm -rf .venv; \
		echo "Python's venv module is not whole here (on Debian: apt install python3-venv)." >&2; exit 1; }

.venv/run.stamp: .venv/bin/python requirements.lock pyproject.toml
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev.stamp: .venv/bin/python requirements-dev.lock pyproject.toml
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@ .venv/run.stamp

.venv/bench.stamp: .venv/dev.stamp requirements-bench.lock
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

# Writes the lock files anew after pyproject.toml changed; needs the package index.
lock: .venv/bin/python
	@$(PIP) install uv
	@$(UV) --group build --output-file requirements.lock
	@$(UV) --group build --group dev --output-file requirements-dev.lock
	@$(UV) --group build --group dev --group bench --output-file requirements-bench.lock

clean:
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache
