# Everything a person runs. Needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help run dev test test-heavy quick check bench screenshots openapi licences lock clean browser

# The first Python that is new enough; choose another with PYTHON=…
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; \
	done)
VENV := .venv
PY := $(VENV)/bin/python
# The locks are complete: what a package asks for besides (an extra, a looser version) is not looked
# up again, so a release of today cannot change what is installed.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
# Hundreds of processes start in a run of the tests; each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE
TESTS ?=
# One process more than processors: browsers, servers and the database are waited for.
SPREAD := -n $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))') --dist worksteal
ROWS ?= 10000

help: ## What there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(RUN_STAMP) ## Start everything and serve it at http://127.0.0.1:$PORT (8000)
	@exec $(PY) manage.py up

dev: export RELOAD := 1
dev: export DEBUG := 1
dev: $(DEV_STAMP) ## The same with reload: edit, save, look
	@exec $(PY) manage.py up

test: $(DEV_STAMP) browser ## Every test, the browser tests among them (TESTS="path -k name" for some)
	@$(PY) -m pytest $(or $(TESTS),$(SPREAD))

test-heavy: $(DEV_STAMP) ## The tests that try things at random, with all their tries
	@ASC_TEST_HEAVY=1 $(PY) -m pytest -m heavy $(SPREAD)

quick: $(DEV_STAMP) ## The tests that need no other process, no browser and few tries
	@$(PY) -m pytest -m "not stack and not browser and not heavy" $(SPREAD)

check: export DJANGO_SETTINGS_MODULE := asc_kb.settings.test
check: $(DEV_STAMP) ## The one definition of clean: format, lint, types, imports, migrations, API file
	@$(PY) -m asc_kb.operations.clean

bench: $(DEV_STAMP) ## Benchmarks beside their floors (ROWS=10000)
	@$(PY) -m bench --rows $(ROWS)
	@$(PY) -m bench.cycler_files
	@$(PY) -m bench.curves

screenshots: $(DEV_STAMP) browser ## Pictures of the main pages into screenshots/
	@$(PY) -m asc_kb.testing.screenshots

openapi: $(DEV_STAMP) ## Write openapi.yaml anew from the code
	@DJANGO_SETTINGS_MODULE=asc_kb.settings.test $(PY) manage.py spectacular --file openapi.yaml

licences: $(DEV_STAMP) ## Write docs/licences.md anew from what is installed
	@$(PY) -m asc_kb.operations.licences

lock: $(DEV_STAMP) ## Lock the requirements of pyproject.toml anew, with hashes and no addresses
	@$(PY) -m uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-emit-index-url \
		--python-version 3.11 pyproject.toml -o requirements.lock
	@$(PY) -m uv pip compile --quiet --universal --no-strip-extras --generate-hashes --no-emit-index-url \
		--python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock

clean: ## Remove what was built; the data folder stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache staticfiles screenshots
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

browser:
	@.ci/browser

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed and none was found; install it or name it: make PYTHON=/path/to/python3 run" >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "$(PYTHON) is not Python 3.11 or newer; name one that is: make PYTHON=/path/to/python3 run" >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$(PYTHON) comes without venv; install it (Debian: apt install python3-venv)." >&2; exit 1; fi
	@$(PYTHON) -m venv --clear $(VENV) || { \
		echo "The folder $(VENV) cannot be made here: is this folder read-only or the disk full?" >&2; exit 1; }

$(RUN_STAMP): requirements.lock | $(PY)
	@echo "Installing the locked requirements into $(VENV) (once, about a minute) …"
	@$(PIP) -r requirements.lock || { echo "The requirements could not be installed; the lines above say why." >&2; exit 1; }
	@touch $@

# The development lock holds everything of the other.
$(DEV_STAMP): requirements-dev.lock requirements.lock | $(PY)
	@echo "Installing the locked development requirements into $(VENV) (once, about a minute) …"
	@$(PIP) -r requirements-dev.lock || { echo "The requirements could not be installed; the lines above say why." >&2; exit 1; }
	@touch $(RUN_STAMP) $@
