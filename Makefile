# Two commands are all a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint bench screenshots clean

# The venv holds the program, the demo and the tools; it is rebuilt when what it is made from changes.
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[demo]' --group dev
	touch $@

demo: $(VENV)/.installed
	$(BIN)/ec2tui demo $(ARGS)

# Hundreds of processes import the program: whoever turned bytecode off would have each of them compile it.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.installed
	$(BIN)/python -m compileall -q -j 0 ec2tui
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(VENV)/.installed
	$(BIN)/python -m tests.screenshots $(ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info
