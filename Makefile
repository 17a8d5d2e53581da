# Short names for what bin/ does. Nothing here is needed: each line can be typed by hand.
.PHONY: help setup run check test lock wheel

help: ## List these names
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 8

setup: ## Make .venv with everything that tests and checks need
	bin/setup

run: setup ## Run the site from this checkout
	.venv/bin/photoalbum serve

check: ## Format, lint, types, layers, templates
	bin/check

test: ## All tests
	bin/test

lock: ## Remake both locks from pyproject.toml (needs uv)
	bin/lock

wheel: ## Prove that the built wheel runs alone
	bin/prove-wheel
