# The two commands: make run, make test. Needs only Python 3.11+ (with venv) and make.
VENV := .venv
BIN := $(VENV)/bin
# A name on the PATH may be a shim that does not run, or lack venv: take the first that works. scispaCy is
# not to be had for 3.13 and newer, so those come last.
PYTHON ?= $(shell for python in python3.12 python3.11 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& echo $$python && break; done)

.PHONY: run test lint docs lock clean

run: $(VENV)/.installed
	$(BIN)/entryassist tui --demo

# One worker more than there are cores: tests of the screens wait for the application half of their time.
test: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/entryassist vocab build --if-needed
	$(BIN)/pytest -n $$($(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)')

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV)

# A half-made environment must never pass for a whole one: the stamp is written last.
$(VENV)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "EntryAssist needs Python 3.11 or newer with venv: install it, or name it with make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q entryassist models terminology
	touch $@
