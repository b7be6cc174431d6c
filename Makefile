# Two commands: `make lab` opens the course, `make test` proves it. Both do all their own set-up.

VENV ?= .venv
# The newest Python that the course supports and that can make a virtual environment.
PYTHON ?= $(shell for candidate in python3.13 python3.12 python3.11 python3 python; do \
	$$candidate -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	>/dev/null 2>&1 && { echo $$candidate; break; }; done)
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check --no-input

.PHONY: lab test bench lock clean

lab: $(VENV)/.lab
	@$(VENV)/bin/course lab

test: $(VENV)/.test
	@$(VENV)/bin/course test $(TEST)

bench: $(VENV)/.test
	@$(VENV)/bin/python -m benchmarks

$(VENV)/.lab: $(VENV)/bin/python pyproject.toml requirements.lock
	@echo "Installing the course into $(VENV) (about half a minute, once) ..."
	@$(PIP) install --quiet --constraint requirements.lock --editable .
	@touch $@

# All in one go, and compiled only when it is imported: of most of it the tests use little.
$(VENV)/.test: $(VENV)/bin/python pyproject.toml requirements.lock
	@echo "Installing the course and what its tests need into $(VENV) ..."
	@$(PIP) install --quiet --no-compile --constraint requirements.lock --editable '.[acme,test]'
	@touch $(VENV)/.lab $@

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "The course needs Python 3.11, 3.12 or 3.13 with its venv module (Debian: apt install python3-venv), and found none. Install one, or name it: make lab PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# For authors: solve the versions anew, then write them wherever they are repeated.
lock: $(VENV)/.lab
	@$(PIP) install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --extra acme --extra test --no-header --no-annotate --upgrade pyproject.toml --output-file requirements.lock
	$(VENV)/bin/python binder/write_environment.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
