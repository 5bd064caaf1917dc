# Two commands are enough: `make demo` to try it, `make check test` before a commit.
.DEFAULT_GOAL := help
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := $(UV) run --locked
# Python may be told not to keep compiled modules, as images of it often are: every start would then take a second more.
PACKAGES := admin attendance bot demo geofence migrations pictures presensi recognition texts

# The evaluation pictures and the test models lie beside the project where there are any; nothing else names that folder.
SHARED := $(wildcard ../shared)
ifneq ($(SHARED),)
export PRESENSI_EVAL_DATA ?= $(abspath $(SHARED)/data)
export PRESENSI_MODELS ?= $(abspath $(SHARED)/models)
export PRESENSI_ORACLES ?= $(abspath $(SHARED)/oracles)
endif

.PHONY: help setup demo run check test bench
help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

setup: .venv/.synced ## Install everything into .venv (fetches uv when it is missing)

.tools/bin/uv:
	python3 -m venv .tools && .tools/bin/python -m pip install --quiet uv

.venv/.synced: pyproject.toml uv.lock $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	$(UV) sync --locked
	@$(RUN) python -m compileall -q $(PACKAGES)
	@touch $@

demo: setup ## Play an employee and an admin at http://127.0.0.1:8080, without token or account
	$(RUN) presensi demo

run: setup ## Run the service with the settings of .env
	$(RUN) presensi run

check: setup ## Formatting, lint, types and the direction of imports
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

test: setup ## The whole test suite
	$(RUN) pytest

bench: setup ## Speed of recognition and of whole check-ins, measured in one run
	$(RUN) presensi bench recognition --json
	$(RUN) presensi bench checkins --json

.PHONY: accuracy
accuracy: setup ## Error rates on the development faces, written to docs/accuracy.md with two pictures
	$(RUN) presensi evaluate accuracy --root "$$PRESENSI_EVAL_DATA/lfw" --document docs/accuracy.md

.PHONY: liveness
liveness: setup ## Error rates of liveness on the development attacks, written to docs/liveness.md
	$(RUN) presensi evaluate liveness --root "$$PRESENSI_EVAL_DATA" --document docs/liveness.md

.PHONY: pictures
pictures: setup ## The screenshots of the documentation, by Chromium
	$(RUN) python -m demo.screenshots docs
