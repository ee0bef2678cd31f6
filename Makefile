# make run    the portal with invented data on http://127.0.0.1:8000 (PORT=8123 changes it)
# make dev    the same with reload, tracebacks and the debug toolbar, for whoever changes the code
# make quick  format, house rules and the apps' own tests on SQLite, in about a minute
# make test   every test, on SQLite and on PostgreSQL, with a real Redis and real browsers
# make bench  how the main pages do on a country's data, in floors; takes four minutes
#             (BENCH="--json figures.json --strict" keeps the figures, and fails when a goal is missed)
# make codes  whether the time of an answer tells if somebody has an address: 200 codes each, three minutes
# make series  three thousand random series of deeds, and whether the months are right after them
# make check  lint, then test; also: make lint, lock, messages, rooms, pictures, clean

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
SYNC := $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes
# The tests that empty the tables come last; --dist worksteal would not keep that order.
PYTEST := $(BIN)/python -m pytest -q -n 2
AS_TEST := PORTAL_MODE=test PORTAL_VAR=$(CURDIR)/var/test DATABASE_URL= REDIS_URL=
MANAGE := $(BIN)/python manage.py
# What draws the letters of a PDF; Unifont has every other character, such as emoji, in 2 MB.
PDF := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-unifont
LOCKS := uv base dev

.PHONY: run dev quick rooms test pictures bench codes series test-packages check lint lint-deploy lock lint-locks messages \
	clean

run: .venv/base
	@PYTHON=$(PYTHON) scripts/need $(PDF) 2>/dev/null \
		|| echo "No PDF until these are installed: $(PDF). Everything else works."
	@PORTAL_MODE=demo $(BIN)/python -m config.runner --port $(PORT)

dev: .venv/dev
	@PORTAL_MODE=development $(BIN)/python -m config.development --port $(PORT)

# While you work: formatting, house rules and the apps' own tests, in about a minute.
quick: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	TEST_DATABASE=sqlite $(PYTEST) -m "not once" tests/test_architecture.py \
		$(filter-out tests/browser/ tests/demo/ tests/faults/,$(wildcard tests/*/))

# Coverage takes as long again as a test: it is measured once, on the quicker database.
test: test-packages .venv/dev
	@rm -f .coverage .coverage.*
	TEST_DATABASE=sqlite $(PYTEST) -m "not browser and not once" --cov --cov-report=
	@$(BIN)/coverage report --fail-under=95
	TEST_DATABASE=postgres $(PYTEST) -m "not browser"
	TEST_DATABASE=postgres $(PYTEST) -m browser

# Before anything is downloaded, so that one sentence names all that is missing.
test-packages:
	@PYTHON=$(PYTHON) scripts/need chromium-headless-shell >/dev/null 2>&1 \
		|| echo "Without chromium-headless-shell the browser tests use Chromium and take longer."
	@PYTHON=$(PYTHON) scripts/need $(if $(wildcard .venv/bin/uv),,python3-venv) \
		postgresql redis-server nginx caddy chromium chromium-driver firefox-esr webkit2gtk-driver xvfb \
		gettext $(PDF)

# The README's pictures, from the demo on a day in November.
pictures: .venv/dev
	@PYTHON=$(PYTHON) scripts/need chromium
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -q tests/browser/pictures.py

bench: test-packages .venv/dev
	@$(BIN)/python -m config.translations
	@$(BIN)/python -m tests.bench $(BENCH)

# Known and unknown addresses, with a slow mail server; fails when the medians are over 10 % apart.
codes: test-packages .venv/dev
	@$(BIN)/python -m config.translations
	@$(BIN)/python -m tests.bench.codes

# Deeds in a random order, many more than the tests do: are the months right?
series: .venv/dev
	@$(BIN)/python -m config.translations
	SERIES=3000 TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -n 2 tests/programmes/test_series.py

check: test-packages lint test

# A widget's attributes stand inside a tag: that template ends without a line break, which djade would add.
lint: .venv/dev lint-locks lint-deploy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(AS_TEST) $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djangofmt --quiet --check templates
	$(BIN)/djangofmt --quiet check templates
	find templates -name '*.html' -not -path '*/widgets/attrs.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(AS_TEST) $(MANAGE) makemigrations --check --dry-run

# What Django itself says about the production settings; the values are invented.
lint-deploy: .venv/dev
	PORTAL_MODE=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=portal.example.org SITE_URL=https://portal.example.org \
		PORTAL_VAR=$(CURDIR)/var/test DATABASE_URL=postgres://portal@127.0.0.1/portal REDIS_URL= TRUSTED_PROXY_COUNT=1 \
		$(MANAGE) check --deploy --fail-level WARNING

# The locks follow from requirements/*.in, and hold no address of a registry or a machine.
lint-locks: .venv/dev
	@! grep -nE '://|--(index|extra|find)|(^|[ @])/' requirements/*.txt
	@for name in $(LOCKS); do \
		cp requirements/$$name.txt .venv/lock.txt && \
		$(COMPILE) requirements/$$name.in --output-file .venv/lock.txt && \
		cmp --quiet requirements/$$name.txt .venv/lock.txt \
		|| { echo "requirements/$$name.txt is stale: make lock"; exit 1; }; \
	done

lock: .venv/bin/uv
	for name in $(LOCKS); do $(COMPILE) --upgrade requirements/$$name.in --output-file requirements/$$name.txt; done

# Draw which app imports which into docs/architecture.md.
rooms: .venv/dev
	@$(BIN)/python -m tests.rooms

messages: .venv/dev
	@scripts/need gettext
	$(AS_TEST) $(MANAGE) makemessages --locale sv --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore var --ignore tests
	@$(BIN)/python -m config.translations

clean:
	rm -rf .venv var .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache

# --ignore-installed: an interrupted installation may have left half of uv.
.venv/bin/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@PYTHON=$(PYTHON) scripts/need python3-venv
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --ignore-installed \
		--require-hashes -r requirements/uv.txt
	@touch $@

# A machine with the tests' packages keeps them when it runs the portal.
.venv/base: .venv/bin/uv requirements/base.txt
	@if [ -e .venv/dev ]; then $(SYNC) requirements/dev.txt && touch .venv/dev; \
		else $(SYNC) requirements/base.txt; fi
	@touch $@

.venv/dev: .venv/bin/uv requirements/dev.txt
	@$(SYNC) requirements/dev.txt
	@touch $@
