PYTHON ?= python3
VENV ?= .venv
CHAPTER ?=
MODULE ?=

# Isolated from what the user's settings add to Python.
RUN = "$(VENV)/bin/python3" -I

.DEFAULT_GOAL := help
.PHONY: help install html live pdf epub site test test-all bench mutate reproduce lowest newest versions notebooks picture clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo 'PYTHON=python3.12    the interpreter that creates the environment'
	@echo 'VENV=path            another place for the environment, or one of yours'

install: ## create the environment, or bring it up to requirements.txt
	@command -v "$(PYTHON)" > /dev/null || { echo 'make: there is no $(PYTHON); name an interpreter, as in make PYTHON=python3.12' >&2; exit 1; }
	@"$(PYTHON)" -I make/install.py "$(VENV)"

html: install ## execute the book into _build/html (one chapter: CHAPTER=activations/sigmoid)
	@$(RUN) make/html.py $(CHAPTER)

live: install ## show the book in the browser and follow every change
	@$(RUN) make/live.py

pdf: html ## print the built book into _build/gradbook.pdf (with Chromium or Chrome)
	@$(RUN) make/pdf.py

epub: html ## bind the built book as _build/gradbook.epub
	@$(RUN) make/epub.py

site: install ## html with PDF and EPUB beside the pages, as it is published
	@$(RUN) make/site.py

test: install ## run the tests, a build of the whole book among them (some: TESTS=tests/search)
	@$(RUN) -m pytest -n auto --dist worksteal --durations=20 $(TESTS)

test-all: export GRADBOOK_ALL = 1
test-all: lowest newest test ## the same at full length: every example, visit and download, as before publishing

bench: install ## measure module, build and pages (one of them: BENCH=descent, BENCH=build, BENCH=page)
	@$(RUN) make/bench $(BENCH)

mutate: install ## change every formula as a typo would and see it caught (some: CHAPTER=losses/softmax; the module's code: MODULE=losses)
	@$(RUN) $(if $(MODULE),make/mutation $(MODULE),make/mutate.py $(CHAPTER))

reproduce: install ## build the book twice and compare the sites byte by byte
	@$(RUN) make/reproduce.py

lowest: ## install the lowest packages that pyproject.toml allows into _build/lowest
	@"$(PYTHON)" -I make/lowest.py

versions: html lowest newest ## run every copied cell with both, and write for the book which they were
	@$(RUN) make/versions.py

newest: ## install the newest packages into _build/newest (then: make test VENV=_build/newest)
	@"$(PYTHON)" -I make/newest.py

notebooks: install ## gather the notebooks of the built book for Colab and Binder
	@$(RUN) make/notebooks.py

picture: install ## make the picture of the README from the built book
	@$(RUN) make/picture.py

clean: ## remove what was built, keep the environment
	rm -rf _build
