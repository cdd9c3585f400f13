# `make` alone lists what there is. Everything is installed into .venv, from the hashes in requirements/*.lock.
# Needs Python 3.11 or newer and a package index that pip can reach; another Python: make demo PYTHON=python3.12

BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test bench mutation lint docs lock wheel record record-live clean

help:
	@echo 'make demo   try it: set up .venv and show back in stock end to end on a private sandbox'
	@echo 'make test   all tests, with coverage'
	@echo 'make bench  measure what a sync costs, and write it into docs/performance.md (ten minutes)'
	@echo 'make mutation  change the rules and the sync in thousands of small ways, and list what no test notices (an hour)'
	@echo 'make lint   style, types and the layers'
	@echo 'make docs   write anew what the docs quote: the reference, the outputs in the tutorial'
	@echo 'make lock   resolve the dependencies into requirements/*.lock (newest: ARGS=--upgrade)'
	@echo 'make wheel  build the wheel into dist/'
	@echo 'make record       record cassettes/ anew, from a sandbox'
	@echo 'make record-live  the same from real test systems: PROFILE=name of a profile in bis.toml'
	@echo 'make clean  remove what these made'

demo: .venv/run.stamp
	@$(BIN)/bis demo

# Hundreds of tests start a process. Where Python may not write bytecode (PYTHONDONTWRITEBYTECODE, usual in containers)
# each of them would compile all modules again.
test: .venv/dev.stamp
	@$(BIN)/python -m compileall -q voyado_bis_cli
	@$(BIN)/python -m pytest --quiet --numprocesses 2 --cov --cov-report term

# Nothing else should run meanwhile.
bench: .venv/dev.stamp
	@$(BIN)/python -m tests.bench

# Goes on where it was stopped; `rm -rf mutants` begins anew. Needs fork: Linux or macOS.
mutation: .venv/mutation.stamp
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

lint: .venv/dev.stamp
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy --explicit-package-bases voyado_bis_cli tests
	@$(BIN)/lint-imports --no-logo

docs: .venv/dev.stamp
	@$(BIN)/python tests/docs/make_reference.py
	@$(BIN)/python tests/docs/make_tutorial.py

lock: .venv/dev.stamp
	@$(PIP) install uv
	@$(BIN)/uv pip compile $(LOCKING) --group build --output-file requirements/run.lock
	@$(BIN)/uv pip compile $(LOCKING) --group dev --constraint requirements/run.lock --output-file requirements/dev.lock
	@$(BIN)/uv pip compile $(LOCKING) --group mutation --constraint requirements/dev.lock --output-file requirements/mutation.lock

LOCKING := pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)

wheel: .venv/run.stamp
	@$(BIN)/python -m hatchling build --target wheel

# Expectations are written anew too, and twice: while recording, answers still hold names that no cassette keeps.
# What changed is for a person to judge.
record: .venv/dev.stamp
	@rm -rf cassettes
	@$(RECORD); $(REWRITE); $(REPLAY)

record-live: .venv/dev.stamp
	@test -n '$(PROFILE)' || { echo 'Which profile? BIS_YES=1 make record-live PROFILE=brand-x' >&2; exit 2; }
	@RECORD_PROFILE='$(PROFILE)' $(RECORD); $(REWRITE); $(REPLAY)

REPLAY := $(BIN)/python -m pytest --quiet -p no:randomly tests/replay
SNAPSHOTS := -m vcr --inline-snapshot=create,fix
RECORD := $(REPLAY) $(SNAPSHOTS) --record-mode=rewrite
REWRITE := $(REPLAY) $(SNAPSHOTS) >/dev/null 2>&1; $(BIN)/ruff format --quiet tests/replay

clean:
	@rm -rf .venv dist build .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache mutants
	@find voyado_bis_cli tests -name __pycache__ -prune -exec rm -rf {} +

# ---------------------------------------------------------------- .venv
# A stamp is newer than everything it was made from, so that the second run starts at once.
# A lock is complete, so nothing is left to resolve (--no-deps). Left to itself, pip may look at the newest release of
# what a package asks for with an extra (coverage[toml]), and then refuse it for want of a hash.
.venv/run.stamp: requirements/run.lock pyproject.toml .venv/made.stamp
	@echo 'Installing bis into .venv ...' >&2
	@$(PIP) install --no-deps --require-hashes --requirement requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	@echo 'Installing the tools for tests and checks into .venv ...' >&2
	@$(PIP) install --no-deps --require-hashes --requirement requirements/dev.lock
	@touch $@

.venv/mutation.stamp: requirements/mutation.lock .venv/dev.stamp
	@echo 'Installing the tool for mutation testing into .venv ...' >&2
	@$(PIP) install --no-deps --require-hashes --requirement requirements/mutation.lock
	@touch $@

# A working .venv is kept, a broken one is made anew.
.venv/made.stamp:
	@suits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; \
	if ! $(BIN)/python -c "$$suits; import pip" 2>/dev/null; then \
	  if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- python3 python3.13 python3.12 python3.11; fi; \
	  for python; do if "$$python" -c "$$suits" 2>/dev/null; then break; fi; python=; done; \
	  if [ -z "$$python" ]; then \
	    echo "bis needs Python 3.11 or newer with its venv module. Looked at: $$*." >&2; \
	    echo 'Install one (Debian and Ubuntu: apt install python3 python3-venv), or name it:' >&2; \
	    echo '  make demo PYTHON=/path/to/python3.12' >&2; \
	    exit 1; \
	  fi; \
	  "$$python" -m venv --clear .venv; \
	fi
	@touch $@
