"""Translations are complete, and compiled when the portal is set up."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from config.translations import compile_translations

pytestmark = pytest.mark.once
CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Month"
msgstr "Månad"
"""


def test_only_what_is_stale_is_compiled(tmp_path):
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    target = source.with_suffix(".mo")

    assert compile_translations(tmp_path) == [target]
    assert compile_translations(tmp_path) == []
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]
    with target.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Month") == "Månad"

    os.utime(source, (target.stat().st_mtime + 1,) * 2)
    assert compile_translations(tmp_path) == [target]


SOURCES = (*settings.OUR_APPS, "config", "locale", "templates", "manage.py")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The messages that ``make messages`` would write now, from a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = Path(settings.BASE_DIR) / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy2(source, copy / name)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--locale",
        "sv",
        "--no-location",
        "--no-obsolete",
    ]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return catalogue(copy)


def catalogue(root):
    with (Path(root) / "locale/sv/LC_MESSAGES/django.po").open("rb") as stream:
        return [message for message in read_po(stream, locale="sv") if message.id]


def is_translated(message):
    texts = [message.string] if isinstance(message.string, str) else message.string
    return all(texts) and not message.fuzzy


def test_every_string_of_ours_has_its_swedish(collected):
    assert [message.id for message in collected if not is_translated(message)] == []


def test_no_string_is_missing_from_the_catalogue_and_none_is_left_over(collected):
    def names(messages):
        return {(message.context, str(message.id)) for message in messages}

    assert names(catalogue(settings.BASE_DIR)) == names(collected)


def test_placeholders_are_the_same_in_both_languages(collected):
    placeholder = re.compile(r"%\(\w+\)[sd]")
    for message in collected:
        sources = [message.id] if isinstance(message.id, str) else message.id
        texts = [message.string] if isinstance(message.string, str) else message.string
        known = {name for source in sources for name in placeholder.findall(source)}
        assert {name for text in texts for name in placeholder.findall(text)} <= known
