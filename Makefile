# make run: install everything, build the page, serve it.   make test: install everything, run all checks and tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLIENT := web/client
PORT ?= 8000
# durable-rules calls a function that Python 3.13 took away; the flag maps it and is harmless before.
export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject

.PHONY: install run test lint check check-documents bench load schema types clean

install: $(VENV)/.installed $(CLIENT)/dist/index.html

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'setuptools>=77' wheel
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(CLIENT)/node_modules/.installed: $(CLIENT)/package-lock.json
	cd $(CLIENT) && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(CLIENT)/dist/index.html: $(CLIENT)/node_modules/.installed $(shell find $(CLIENT)/src -type f 2>/dev/null) $(CLIENT)/index.html
	cd $(CLIENT) && npm run build --silent
	touch $@

run: install
	$(BIN)/groundplan serve --port $(PORT)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check engine web tests
	$(BIN)/mypy
	$(BIN)/python -m web.wire_types --check
	$(BIN)/groundplan schema --check
	cd $(CLIENT) && npm run typecheck --silent && npm run lint --silent

check: install
	$(BIN)/groundplan check

check-documents: install
	$(BIN)/python -m engine.document.check_presets

test: lint check
	cd $(CLIENT) && npm test --silent
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4

bench: install
	$(BIN)/python -m tests.bench

load: install
	$(BIN)/python -m tests.load

schema: install
	$(BIN)/groundplan schema

types: install
	$(BIN)/python -m web.wire_types

clean:
	rm -rf $(VENV) $(CLIENT)/node_modules $(CLIENT)/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
