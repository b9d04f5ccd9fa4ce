# The two commands: make run, make test. Needs only Python 3.11+ (with venv) and make.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.12 || command -v python3.11 || command -v python3)

.PHONY: run test lint docs lock clean

run: $(VENV)/.installed
	$(BIN)/entryassist tui --demo

test: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/entryassist vocab build --if-needed
	$(BIN)/pytest -n auto

docs: $(VENV)/.installed
	$(BIN)/python docs/generate.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV)

# A half-made environment must never pass for a whole one: the stamp is written last.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EntryAssist needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@
