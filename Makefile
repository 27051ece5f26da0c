# Everything a developer runs. On a fresh machine `make demo` or `make test` is the first command:
# each sets up .venv in this folder by itself.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DATA ?=
PART ?=
# Linux wheels of spaCy and its kin carry debug information, a quarter of all that is installed; it
# is taken out where `strip` is at hand (binutils). docs/install.md has the figures.
SLIM := spacy thinc blis preshed srsly cymem murmurhash
SLIMMED = if [ "$$(uname)" = Linux ] && command -v strip >/dev/null; then \
	cd $(VENV)/lib/python3*/site-packages && \
	find $(SLIM) -name '*.so' -type f -exec strip --strip-debug {} +; fi

.PHONY: demo install dev test lint format gate soak readme wheel clean

demo: install
	@echo
	$(BIN)/dragoman read examples/boats.txt --published 2024-05-15
	$(BIN)/dragoman read examples/teachers.html
	@echo 'Next, try:'
	@echo '  $(BIN)/dragoman read examples/boats.txt --published 2024-05-15 --explain 3'
	@echo '  $(BIN)/dragoman read examples/teachers.html --html teachers.page.html'
	@echo '  $(BIN)/dragoman read https://... --json'
	@echo '  $(BIN)/dragoman --help'

install: $(VENV)/installed

dev: $(VENV)/installed-dev

test: dev
	$(BIN)/python -m pytest

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Accuracy floors. DATA is a folder of public evaluation sets; without it, what the project holds.
gate: dev
	$(BIN)/dragoman gate $(if $(DATA),--data $(DATA))

# What takes longer than a test may: writes docs/measured.json. PART="kills questions" takes some.
soak: dev
	$(BIN)/python tests/soak.py $(PART)

# Runs the commands shown in README.md again and writes down what they say.
readme: dev
	$(BIN)/python tests/readme.py

wheel: dev
	$(BIN)/python -m build --no-isolation

clean:
	rm -rf $(VENV) build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed; name it with PYTHON=...'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'On Debian and Ubuntu: sudo apt-get install python3-venv'; exit 1; }

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(PIP) install --quiet --editable .
	@$(SLIMMED)
	@touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml
	$(PIP) install --quiet --editable '.[dev]'
	@$(SLIMMED)
	@touch $@ $(VENV)/installed
