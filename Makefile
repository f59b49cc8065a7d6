# The commands of Duyệt. `make` alone lists them.

PORT ?= 8000
DUYET_HOME ?= $(CURDIR)/var
export PORT DUYET_HOME

PYTHON := .venv/bin/python
BIN := .venv/bin
PLATFORM := $(PYTHON) -m core.platform
# For commands that read the settings and never the database.
UNCONNECTED := DATABASE_URL=postgresql://nobody@127.0.0.1/none SECRET_KEY=unconnected
CATALOGUES := $(patsubst %.po,%.mo,$(shell find core approvals publishing archive api workflows -name '*.po'))
SHELL := /bin/sh
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: packages environment catalogues staticfiles/staticfiles.json ## install what is missing, and build translations and static files

.PHONY: packages
packages:
	@scripts/system-packages base

.PHONY: environment
environment:
	@scripts/uv sync --locked --quiet

.PHONY: catalogues
catalogues: $(CATALOGUES)

%.mo: %.po
	@msgfmt --check-format -o $@ $<

staticfiles/staticfiles.json: $(shell find core approvals publishing archive api -path '*/static/*' -type f) uv.lock
	@$(UNCONNECTED) $(PYTHON) manage.py collectstatic --noinput --clear -v0

.PHONY: run
run: setup ## start everything, show the demo, serve until Ctrl-C
	@exec $(PLATFORM) run

.PHONY: up
up: setup ## start everything in the background; returns when healthy
	@$(PLATFORM) up

.PHONY: down
down: ## stop what `make up` started
	@$(PLATFORM) down

.PHONY: status
status: ## say which services run
	@$(PLATFORM) status

.PHONY: journey
journey: ## FILES="a.docx b.eml": take real files through their whole life
	@$(PYTHON) -m scripts.journey $(FILES)

.PHONY: test
test: ARGS ?= -n auto --dist loadgroup
test: setup setup-test ## set everything up and pass the tests
	@$(BIN)/pytest $(ARGS)

.PHONY: setup-test
setup-test:
	@scripts/system-packages test || echo "Tests that need these packages will say so." >&2

CHECKS := format lint imports types system migrations templates deployment
.PHONY: check $(addprefix check-,$(CHECKS))
check: setup ## format, lint, import contracts, types, system checks, migrations, templates, deployment files
	@for name in $(CHECKS); do echo "-- $$name"; $(MAKE) check-$$name; done

check-format:
	@$(BIN)/ruff format --check --quiet .
check-lint:
	@$(BIN)/ruff check --quiet .
check-imports:
	@$(BIN)/lint-imports
check-types:
	@$(UNCONNECTED) $(BIN)/mypy .
check-system:
	@$(PLATFORM) scratch $(PYTHON) manage.py check
check-migrations:
	@$(PLATFORM) scratch $(PYTHON) manage.py makemigrations --check --dry-run
check-templates:
	@$(BIN)/djlint --quiet --lint core approvals publishing archive api workflows
check-deployment:
	@$(PYTHON) -m scripts.check_deployment

.PHONY: audit
audit: setup ## look the locked packages up in the vulnerability database (needs the network)
	@list=$$(mktemp); trap 'rm -f "$$list"' EXIT; \
	scripts/uv export --locked --quiet --no-dev --no-emit-project --format requirements-txt > "$$list"; \
	$(BIN)/pip-audit --requirement "$$list" --disable-pip --require-hashes

.PHONY: bench
bench: setup setup-bench ## the benchmarks; results in bench/results/
	@$(PYTHON) -m bench $(ARGS)

.PHONY: setup-bench
setup-bench:
	@scripts/system-packages bench

.PHONY: fix
fix: environment ## repair format and lint where a tool can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet . || true

.PHONY: clean
clean: ## remove what was built; the data in DUYET_HOME stays
	@rm -rf .venv .uv staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name '*.mo' -not -path './.git/*' -delete
