"""The setting of every test: services, Swedish, an empty cache, no network."""

import gc
import logging
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.translations import compile_translations
from tests.services import end_on_terminate, memory, provide_services

# pytest-django loads the settings after this file, so their environment must be set here.
provide_services()
compile_translations()
VAR = Path(tempfile.mkdtemp(prefix="portal-test-var-", dir=memory()))  # each parallel worker has its own
os.environ["PORTAL_VAR"] = str(VAR)
(VAR / "static").mkdir()  # WhiteNoise warns when it is missing

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.utils import translation  # noqa: E402

if settings.VAR != VAR:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests set up the settings themselves.")
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"] == "config.postgresql"

pytest_plugins = ["tests.mail_sink", "tests.county", "tests.reading"]


def pytest_configure(config):
    """End cleanly on SIGTERM too."""
    if not hasattr(config, "workerinput"):
        end_on_terminate()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Let each parallel worker load the settings for itself, after it has a folder of its own."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_finish(session):
    """Leave all that is loaded out of the collecting of garbage, as the web server does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config):
    """Remove the run's own files."""
    shutil.rmtree(VAR, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """Restore the seeded rows after tests that empty the tables; skip on SQLite what it cannot do."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    if ON_POSTGRES:
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs TEST_DATABASE=postgres"))


@pytest.fixture(autouse=True)
def _swedish():
    """Start each test in Swedish: the language of a request outlives it in its thread."""
    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Empty the cache, so that no rate limit or cached value reaches the next test."""
    cache.clear()


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """One of everything, with each of the eleven roles, for all tests of a module."""
    from tests.access.roles import standing  # noqa: PLC0415 -- models are not loaded yet when this file is
    from tests.access.scene import build_scene  # noqa: PLC0415

    with standing(django_db_blocker, build_scene) as built:
        yield built


@pytest.fixture
def own_files(settings, tmp_path):
    """The folder of this test's uploaded files, which no other test reads."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": options}}
    return tmp_path


@pytest.fixture
def quiet():
    """Log nothing: there would be a traceback for each of thousands of refusals."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def redis_url():
    """The address of the run's Redis, emptied."""
    import redis  # noqa: PLC0415

    if "TEST_REDIS_URL" not in os.environ:
        pytest.fail("Redis is missing: install the package redis-server.")
    url = os.environ["TEST_REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url
