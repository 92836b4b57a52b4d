# Two commands: `make run` and `make test`. Needs Python 3.11 or newer and make; everything else is put into .venv.
# Each step leaves a stamp in .make/ and runs again only when what it reads has changed; after the first time no network is used.

PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python,$(if $(shell $(name) -c 'import sys; print("yes" * (sys.version_info >= (3, 11)))' 2>/dev/null),$(name))) python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
FRONT := package.json package-lock.json tsconfig.json vite.config.ts $(shell find src/halfkilo/web/front -type f) $(wildcard src/halfkilo/body/figure/*.bin)
ARGS ?=

.PHONY: run test campaign bench lint front lock help

run: .make/run .make/front  ## Start halfkilo and print its address (ARGS="--lan --port 8100" and so on)
	@$(BIN)/halfkilo serve $(ARGS)

test: .make/test .make/front .make/chromium .make/opengl  ## Run all tests
	$(BIN)/python -m pytest -n3 --dist loadgroup -m "not campaign" $(ARGS)

campaign: .make/campaign .make/front .make/chromium .make/opengl  ## Run the long tests
	$(BIN)/python -m pytest -n2 --dist loadgroup -m campaign --hypothesis-profile=campaign $(ARGS)

bench: .make/test .make/front  ## Measure what the issues promise, and name the machine
	$(BIN)/python -m bench $(ARGS)

lint: .make/test  ## Style, types and floors
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

front: .make/front  ## Build the pages' styles and scripts

lock: .make/lock  ## Write the lists in requirements/ anew, for every Python from 3.11
	$(BIN)/python scripts/lock.py

help:  ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.make/venv: scripts/venv.py
	@mkdir -p .make
	@$(PYTHON) scripts/venv.py .venv
	@touch $@

.make/run: .make/venv requirements/run.txt pyproject.toml
	@echo "Installing what halfkilo needs (once; about a minute) ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.make/test: .make/run requirements/test.txt
	@echo "Installing what the tests need (once; a few minutes) ..."
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

.make/front: .make/run scripts/front.py requirements/front.txt $(FRONT)
	@$(BIN)/python scripts/front.py
	@touch $@

.make/chromium: .make/test scripts/chromium.py
	@$(BIN)/python scripts/chromium.py
	@touch $@

.make/campaign: .make/test requirements/campaign.txt
	@echo "Installing what only the long tests need (once) ..."
	@$(PIP) --require-hashes -r requirements/campaign.txt
	@touch $@

.make/opengl: .make/test scripts/opengl.py
	@$(BIN)/python scripts/opengl.py
	@touch $@

.make/lock: .make/venv requirements/lock.txt
	@$(PIP) --require-hashes -r requirements/lock.txt
	@touch $@
