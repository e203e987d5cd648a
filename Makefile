# Two commands are all a newcomer needs: make audit, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RESULTS := results

.PHONY: all audit test lint docs notebooks bench samples clean
all: lint test

audit: $(VENV)/audit.done
	$(BIN)/disclosure-audit run sample_reports --out $(RESULTS)

test: $(VENV)/test.done lint
	$(BIN)/python -m pytest -p no:nbval -n 2 --dist loadfile tests
	$(BIN)/python -m pytest --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg -n 2 --dist loadfile notebooks

lint: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/test.done
	$(BIN)/python docs/build_rules.py

notebooks: $(VENV)/audit.done
	$(BIN)/jupyter lab notebooks

bench: $(VENV)/test.done
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.metadata
	$(BIN)/python -m benchmarks.detection
	if [ -d ../shared ]; then $(BIN)/python -m benchmarks.detection.real; fi

samples: $(VENV)/audit.done
	$(BIN)/python tests/maker

$(VENV)/audit.done: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

$(VENV)/test.done: $(VENV)/audit.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	touch $@

clean:
	rm -rf $(VENV) $(RESULTS)
