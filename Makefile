# Needs Python 3.11+, git and make; everything else is installed into .venv.
# PYTHON=/path/to/python chooses the interpreter that .venv is made with.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
ADDRESS ?= 127.0.0.1:8000
PYTEST_ARGS ?= -n 2

# Without this, Material for MkDocs prints a notice about its successor at every build.
export NO_MKDOCS_2_WARNING ?= 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# A .venv that is half made, was made in another folder, or whose Python is gone is made again.
sound = [ "$$(cat $(VENV)/made-in 2>/dev/null || pwd -P)" = "$$(pwd -P)" ] && \
  $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
ifneq ($(shell $(sound) && echo sound),sound)
REMAKE := remake
endif

.PHONY: help
help: ## Show this help
	@echo 'Usage: make TARGET'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' Makefile

.PHONY: site
site: $(VENV)/installed-site ## Build the site into site/, failing on any warning
	@SOURCE_DATE_EPOCH="$$($(source_date_epoch))" $(PY) -m mkdocs build --strict --site-dir site
	@echo
	@echo "The site is in $$(pwd -P)/site"
	@echo "To look at it: $(PY) -m http.server --bind 127.0.0.1 --directory site 8000"
	@echo "               then open http://127.0.0.1:8000/"

.PHONY: serve
serve: $(VENV)/installed-site ## Serve the site on http://127.0.0.1:8000/ and rebuild on every change
	@$(PY) -m mkdocs serve --dev-addr $(ADDRESS)

.PHONY: check
check: $(VENV)/installed-site ## Check every postmortem and print what is wrong, with its place
	@$(BIN)/postmortem check

.PHONY: test
test: $(VENV)/installed-dev ## Run the tests (PYTEST_ARGS="-n 2" by default)
	@$(PY) -m pytest $(PYTEST_ARGS)

.PHONY: test-scale
test-scale: $(VENV)/installed-dev ## Run the tests of 10,000 generated records (takes minutes)
	@TEST_SCALE=1 $(PY) -m pytest tests/scale

.PHONY: lint
lint: $(VENV)/installed-dev ## Check style and types
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy

.PHONY: format
format: $(VENV)/installed-dev ## Format the code and apply the safe fixes
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

.PHONY: reference
reference: $(VENV)/installed-site ## Write docs/reference anew from the code
	@$(PY) -m postmortem_kb.cli.reference docs/reference

.PHONY: screenshots
screenshots: $(VENV)/installed-dev ## Take the pictures of the site in docs/assets/screenshots anew
	@$(PY) tests/screenshots.py

FUZZ_SECONDS ?= 60

.PHONY: fuzz
fuzz: $(VENV)/installed-site ## Search for records that break the tool, for FUZZ_SECONDS (60)
	@$(PIP) --editable '.[fuzz]' || echo 'atheris does not install here.'
	@$(PY) tests/fuzz/fuzz_record.py -max_total_time=$(FUZZ_SECONDS)

.PHONY: bench
bench: $(VENV)/installed-site ## Measure what the rules cost, on 10,000 generated records
	@$(PY) tests/benchmarks/bench_check.py

.PHONY: bench-import
bench-import: $(VENV)/installed-site ## Measure how many generated documents are imported a second
	@$(PY) tests/benchmarks/bench_import.py

.PHONY: bench-search
bench-search: $(VENV)/installed-site ## Measure the search index, with up to 10,000 records
	@$(PY) tests/benchmarks/bench_search.py

.PHONY: bench-explore
bench-explore: $(VENV)/installed-dev ## Measure the page that explores, with up to 10,000 records
	@$(PY) tests/benchmarks/bench_explore.py

.PHONY: import-report
import-report: $(VENV)/installed-site ## Compare what an import finds with LABELS=…/labels.yaml
	@$(if $(LABELS),,echo 'error: say which documents: make import-report LABELS=tests/samples/imports/labels.yaml' >&2; exit 2)
	@PYTHONPATH=tests $(PY) -m evaluation.import_report $(LABELS)

.PHONY: clean
clean: ## Remove .venv, the site and every cache
	rm -rf $(VENV) site build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The time that a build counts as "now": that of the last commit, so that one commit gives one site.
# Without git (a release archive), that of the newest file.
newest_file = import pathlib; print(max(int(f.stat().st_mtime) for d in ("docs", "postmortems") for f in pathlib.Path(d).rglob("*")))
source_date_epoch = echo "$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || $(PY) -c '$(newest_file)')}"

# Installed again only when pyproject.toml changes: the package itself is installed in place.
$(VENV)/installed-site: pyproject.toml $(VENV)/made-in
	@echo 'Installing what the site needs into $(VENV) …'
	@$(PIP) --editable '.[site]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(VENV)/made-in
	@echo 'Installing what the site and its tests need into $(VENV) …'
	@$(PIP) --editable '.[site,dev]'
	@$(PIP) --editable '.[zensical]' || echo 'Zensical does not install here; its tests will be skipped.'
	@touch $(VENV)/installed-site $@

$(VENV)/made-in: $(REMAKE)
	@if $(sound); then pwd -P > $@; exit; fi; \
	python=''; \
	for candidate in $(if $(PYTHON),'$(PYTHON)',python3 python python3.14 python3.13 python3.12 python3.11); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'error: Python 3.11 or newer is needed, and $(or $(PYTHON),python3) is not.' >&2; \
	  echo '       Found: '"$$($(or $(PYTHON),python3) --version 2>&1)" >&2; \
	  echo '       Install one, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)' >&2; \
	  exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "error: $$python cannot make a virtual environment: its venv or ensurepip module is missing." >&2; \
	  echo '       On Debian and Ubuntu, install the package python3-venv, then run this again.' >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version) …"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && pwd -P > $@

.PHONY: remake
remake:
