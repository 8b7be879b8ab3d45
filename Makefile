# Everything is installed into .venv by the targets themselves: Python 3.11, git and make are all they need.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable
unexport PYTHONDONTWRITEBYTECODE # some thousand processes start here: what one has compiled, the others read

.PHONY: demo test tests laws lint ears bench docs picture clean

demo: .venv/demo ## see three care options side by side
	@$(BIN)/iopcli compare iop php residential

test: .venv/dev ## every check and every test
	@$(MAKE) --no-print-directory --jobs 2 lint tests

tests: .venv/dev ## every test
	$(BIN)/pytest -n $$(( $$(nproc) + 2 )) # some wait for a terminal, a browser or Java

laws: .venv/dev ## the tests once more, each law with twelve times as many examples
	$(BIN)/pytest -n $$(nproc) --hypothesis-profile=long -o timeout=3600

lint: .venv/dev ## style, types, floors, documentation, dataset
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check README.md docs/commands.md docs/architecture.md
	$(BIN)/iopcli data check
	$(BIN)/iopcli data check --data examples/northside

ears: .venv/dev ## train the danger classifier, and what a question is likely about, from the sentences of the dataset
	$(BIN)/python training/linear.py

bench: .venv/dev ## start-up against a hello-world command, batch against a copy of its file
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/batch.py

docs: .venv/dev picture ## write the output in the README, the command reference, the man page and completions anew
	$(BIN)/python docs/share.py
	$(BIN)/cog -r README.md docs/commands.md docs/architecture.md

picture: .venv/dev ## draw the table for the README
	$(BIN)/iopcli compare iop php residential -a hours_per_week,length_days,sleep,supervision,cost_per_week \
	  --output docs/compare.svg --force

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/demo: .venv/bin/python pyproject.toml
	$(INSTALL) .
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml
	$(INSTALL) '.[dev]'
	@touch $@ .venv/demo
