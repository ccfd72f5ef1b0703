# Sohoa. On a fresh machine `make run` and `make test` are enough: both set up what is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SAMPLES := resources/samples/dossiers
export PYTHON
# What a developer adds to pytest: make test PYTEST="-k outbox -x" (default: a worker a processor)
PYTEST ?= -n auto

.PHONY: help setup run test check format lint types imports lock check-lock bench calibrate overlays language study-kills clean

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## Debian packages, .venv from the lock, sohoa and sohoa-archive in .venv/bin
	@setup/system.sh
	@setup/environment.sh

run: setup  ## the application on the sample dossiers; without a display the same job as a table, and pictures in build/screens
	@setup/run.sh $(SAMPLES)

test: setup check-lock lint types imports  ## every check and every test
	@$(BIN)/python -m pytest $(PYTEST)

check: test  ## format, lint, types, imports, tests: the same as `make test`

format: setup  ## put the code into its form
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

lint: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: setup
	@$(BIN)/mypy

imports: setup
	@$(BIN)/lint-imports --no-logo

lock: setup  ## requirements.lock again from pyproject.toml (ARGS=--upgrade takes newer versions)
	@setup/lock.sh $(ARGS)

check-lock: setup
	@setup/lock.sh --check

bench: setup  ## the measurements, each into build/bench/NAME.json (the ablation only by its name: it takes an hour)
	@for name in reading screens journey; do $(BIN)/python -m "benchmarks.bench_$$name"; done

bench-%: setup  ## one measurement: bench-reading, bench-ablation, bench-screens, bench-journey
	@$(BIN)/python -m benchmarks.bench_$*

calibrate: setup  ## how sure a value is: weights and thresholds into resources/certainty (ARGS="--kept --dry")
	@$(BIN)/python -m benchmarks.calibrate $(ARGS)

overlays: setup  ## pictures of what was read on ten real pages, into build/screens
	@$(BIN)/python -m benchmarks.overlays $(FILES)

language: setup  ## the table of the language model anew: make language DATA=.../legal.txt
	@$(BIN)/python -m resources.language.build "$(or $(DATA),$(error DATA= the text of laws, see resources/language/README.md))"

study-kills: setup  ## kill the real processes at every commit, fsync and rename (a quarter of an hour)
	@$(BIN)/python -m tests.crash.study

clean:  ## remove everything made, the environment too
	@rm -rf build .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
