# Every target is one command that also works without make; see CONTRIBUTING.md.
# ARGS is passed on: `make test ARGS='-p billing'`, `make demo ARGS='--help'`.

CARGO ?= cargo
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help build web demo test check tidy docs generate licences ci

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Without Node.js the program is built all the same, with the API and without the web app.
build: ## Build the rapport program with the web app, optimised
	@if $(CARGO) xtask web; then \
	    $(CARGO) build --release --package rapport --features web; \
	elif command -v npm >/dev/null; then exit 1; \
	else \
	    echo "make: building without the web app; only the API will be served" >&2; \
	    $(CARGO) build --release --package rapport; \
	fi

web: ## Build the web app's files
	$(CARGO) xtask web

demo: build ## Run the demonstration on sample data (ARGS is passed on)
	"$${CARGO_TARGET_DIR:-target}/release/rapport" demo $(ARGS)

test: ## Run every test on SQLite and on PostgreSQL (ARGS goes to the test runner)
	$(CARGO) xtask test -- $(ARGS)

check: ## Check formatting, lints and the rules of the tree
	$(CARGO) fmt --all --check
	$(CARGO) xtask tidy
	$(CARGO) clippy --workspace --all-targets -- -D warnings

tidy: ## Check the rules of the tree only
	$(CARGO) xtask tidy

docs: ## Build the crates' documentation
	$(CARGO) doc --workspace --no-deps

generate: ## Write the generated files again (api/openapi.json)
	$(CARGO) xtask generate

licences: ## Check the licences and sources of all dependencies
	$(CARGO) xtask licences

ci: ## Run everything that a submission must pass
	bash .ci/run
