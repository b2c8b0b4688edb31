# Two commands: `make run` opens the dashboard, `make test` passes every test. Both do their own set-up.
.DEFAULT_GOAL := help
.PHONY: help run demo check fix test test-fast heavy bench docs clean

VENV ?= .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8501
PYTEST := $(PYTHON) -m pytest

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.product  ## set up, load the demo prefecture when the store is empty, evaluate, serve
	@$(PYTHON) -m pages.serve --port $(PORT)

check: $(VENV)/.tests  ## lint and formatting
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .

fix: $(VENV)/.tests  ## let the linter mend what it can
	@$(PYTHON) -m ruff check --fix . ; $(PYTHON) -m ruff format .

# Two workers on two cores: a numpy that splits each small product over both cores makes them wait for one another.
test test-fast: export OPENBLAS_NUM_THREADS = 1
test test-fast: export OMP_NUM_THREADS = 1

test: $(VENV)/.tests system check  ## lint, unit, flow, PostgreSQL and browser tests
	@$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder -m "not heavy"

test-fast: $(VENV)/.tests  ## the tests that need neither PostgreSQL nor a browser
	@$(PYTEST) -n 2 --dist loadfile -m "not heavy and not postgres and not browser"

heavy: $(VENV)/.tests system  ## long fault and load runs; figures go to docs/bench
	@$(PYTEST) -m heavy

bench: .venv-bench/.ready  ## every benchmark beside its rivals; figures go to docs/bench
	@for name in $$(cd bench && ls -d */ *.py | sed -E 's#/$$##; s#\.py$$##' | grep -v __); do echo "== $$name"; .venv-bench/bin/python -m bench.$$name || exit 1; done

.venv-bench/.ready: requirements-dev.txt $(wildcard bench/*/requirements.txt)
	@[ -x .venv-bench/bin/python ] || sh tests/venv.sh .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check $(addprefix -r ,$^)
	@touch $@

docs: $(VENV)/.product  ## write the generated documents anew
	@$(PYTHON) -m monitoring.dictionary

.PHONY: system
system:  ## install what the tests need from Debian's packages where it is missing
	@sh tests/system.sh

$(VENV)/bin/python:
	@sh tests/venv.sh $(VENV)

$(VENV)/.product: requirements.txt | $(VENV)/bin/python
	@echo "Installing the product's libraries (once) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.product
	@echo "Installing the tests' libraries (once) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:  ## remove the environment and the caches, never the data
	rm -rf $(VENV) .venv-bench .ruff_cache .pytest_cache .hypothesis
