# Two commands: `make run` (a working service with a demo village) and `make test`.
# Both install what they need by themselves, from pinned locks, with plain python3 >= 3.11.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export KENTONGAN_DATA ?= $(CURDIR)/var
# One more than processors: tests wait for disks and browsers as well.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: run install test test-postgres check docs format lock bench fuzz clean help

help:
	@echo "make run    install, then serve a demo village on http://127.0.0.1:$(PORT)/"
	@echo "make test   install, then run all tests on SQLite (test-postgres: on PostgreSQL)"
	@echo "make check  lint, types, import contracts, migrations, generated pages; changes nothing"
	@echo "make bench  measure, beside the raw engine and django-helpdesk; writes docs/reference/benchmarks.md"
	@echo "make fuzz   20,000 odd requests to the interfaces for programs; no answer may be a 5xx"
	@echo "make docs   write the generated pages of docs/reference"

$(VENV)/.python: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kentongan needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements/runtime.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

# What a server needs: the program with its libraries, without those of the tests.
install: $(VENV)/.runtime

run: $(VENV)/.runtime
	@$(BIN)/kentongan demo --serve --port $(PORT)

# Tools of others that our proofs are tried against need a newer Python; without one they are left out, and it says so.
$(VENV)-aics/.made: $(VENV)/.dev tests/support/tlog/aics/requirements.txt
	@$(BIN)/python -m tests.support.tlog.aics.environment

test: $(VENV)/.dev $(VENV)-aics/.made
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

# KENTONGAN_TEST_DATABASE_URL may name another server; the user needs the right to create databases.
test-postgres: $(VENV)/.dev
	@KENTONGAN_TEST_DATABASE_URL=$${KENTONGAN_TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check kentongan tests bench
	$(BIN)/ruff format --check kentongan tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings
	$(BIN)/python docs/generate.py --check

# Renew the pages of docs/reference that the rules write.
docs: $(VENV)/.runtime
	$(BIN)/python docs/generate.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix kentongan tests bench
	$(BIN)/ruff format kentongan tests bench

# Renew the locks after changing pyproject.toml (the only target that may need the newest index).
lock: $(VENV)/.python
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --extra dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

bench-lock: $(VENV)/.python
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links bench/requirements-fuzz.in -o bench/requirements-fuzz.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links bench/requirements-helpdesk.in -o bench/requirements-helpdesk.txt

clean:
	rm -rf $(VENV) $(VENV)-helpdesk $(VENV)-aics $(VENV)-schema *.egg-info

# Measure; SIZES=1k,10k,100k,1M fills villages with so many cases. django-helpdesk gets an environment of its own.
$(VENV)-helpdesk/.python: bench/requirements-helpdesk.txt $(VENV)/.python
	@$(PYTHON) -m venv $(VENV)-helpdesk
	@$(BIN)/uv pip install --quiet --python $(VENV)-helpdesk/bin/python --require-hashes -r bench/requirements-helpdesk.txt
	@touch $@

bench: $(VENV)/.dev $(VENV)-helpdesk/.python
	@$(BIN)/python -m bench.run --helpdesk $(VENV)-helpdesk/bin/python --sizes $${SIZES:-1k,10k,100k} --write $(ARGS)

# Fuzz both interfaces for programs; schemathesis gets an environment of its own.
$(VENV)-schema/.python: bench/requirements-fuzz.txt $(VENV)/.python
	@$(PYTHON) -m venv $(VENV)-schema
	@$(BIN)/uv pip install --quiet --python $(VENV)-schema/bin/python --require-hashes -r bench/requirements-fuzz.txt
	@touch $@

fuzz: $(VENV)/.dev $(VENV)-schema/.python
	@$(BIN)/python -m bench.fuzz --tool $(VENV)-schema/bin/schemathesis $(ARGS)
