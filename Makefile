# `make run` starts everything, `make test` tests everything. Both need only Python 3.11.
PYTHON ?= python3
ZYK_DEMO ?= 1
export ZYK_DEMO
VENV := .venv/bin

.PHONY: help run setup demo test quick lint words lock bench env dev-env

help:
	@echo "make run      start the system with its demonstration world (ZYK_PORT=8000, ZYK_DATA_DIR=var)"
	@echo "make test     everything that CI asks: style, types, imports, words, tests on both engines, browser"
	@echo "make quick    the tests on SQLite, without a browser"
	@echo "make lint     style, types and imports"
	@echo "make words    add new words to the catalogues and compile them"
	@echo "make lock     renew the locks from requirements/*.in"
	@echo "make bench    measure (ONLY=name for one)"

run: setup
	@exec $(VENV)/python -m zyk serve

setup: env
	@$(VENV)/python -m zyk setup --demo

demo: env
	@$(VENV)/python -m zyk demo

env:
	@$(PYTHON) scripts/bootstrap.py

dev-env:
	@$(PYTHON) scripts/bootstrap.py --dev

test: dev-env
	@$(VENV)/python scripts/test.py

quick: dev-env
	@$(VENV)/python scripts/test.py --quick

lint: dev-env
	@$(VENV)/python scripts/test.py --lint

words: dev-env
	@$(VENV)/python scripts/words.py
	@$(VENV)/python scripts/words.py --compile

lock: env
	@sh scripts/lock.sh $(if $(UPGRADE),--upgrade)

bench: env
	@$(VENV)/python benchmarks/run.py $(ONLY)
