# Needs git, make and Python 3.11 or newer; everything else is installed into .venv.

PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
OUT ?= out
AS_OF ?= 2023-11-04
ROWS ?= 100000000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help brief test lint bench clean
.DEFAULT_GOAL := help

help:
	@echo "make brief   write the brief on China's industrial economy into $(OUT)/ (HTML, PDF, summary here);"
	@echo "             as known on 4 November 2023, where the shipped figures are fullest: AS_OF=2024-02-01 for another day"
	@echo "make test    install what the tests need, then check style, types, layers and behaviour"
	@echo "make lint    the checks of 'make test' without the tests"
	@echo "make bench   measure speed and statements against the goals; ROWS=1000000 for a smaller ledger"
	@echo "make clean   remove environments, caches and build results; never a workspace"

brief: .venv/installed
	$(BIN)/forerun brief --as-of $(AS_OF) --out $(OUT)

test: .venv/installed-test
	bash .ci/system-packages
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2

lint: .venv/installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv-bench/installed
	ROWS=$(ROWS) .venv-bench/bin/python -m bench.run

clean:
	rm -rf .venv .venv-bench $(OUT) build dist *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/installed: EXTRA :=
.venv/installed-test: EXTRA := [test]
.venv-bench/installed: EXTRA := [bench]

.venv/installed .venv/installed-test .venv-bench/installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "forerun needs Python 3.11 or newer; none was found" >&2; exit 1; }
	@echo "Installing into $(@D) (about a minute the first time) ..."
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.$(EXTRA)'
	@touch $(@D)/installed $@
