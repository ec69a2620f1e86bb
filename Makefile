# Every target sets up what it needs. PYTHON may name another Python 3.11+.
PYTHON ?= python3
RUN := .venv/bin
TEST := .venv-test/bin

.PHONY: pack test gallery notices lock clean

pack: .venv/ready
	$(RUN)/castalia create "misty pine forest at dawn, a ruined tower by a still lake, melancholy" -o out/

test: .venv-test/ready
	$(TEST)/ruff check .
	$(TEST)/ruff format --check .
	$(TEST)/mypy
	$(TEST)/python -m pytest

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(RUN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv-test/ready: requirements-test.lock pyproject.toml
	$(PYTHON) -m venv .venv-test
	$(TEST)/python -m pip install --quiet --require-hashes -r requirements-test.lock
	$(TEST)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

notices: .venv-test/ready
	$(TEST)/python -m castalia.library.notices > THIRD_PARTY.md

gallery: .venv/ready
	$(RUN)/python bench/gallery/run.py $(ONLY)

lock:
	$(PYTHON) -m pip install --quiet pip-tools
	pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links -o requirements.lock requirements.in
	pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links -o requirements-test.lock requirements-test.in

clean:
	rm -rf .venv .venv-test out gallery
