"""Translations are compiled when the portal is set up."""

import gettext
import os

from config.translations import compile_translations

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
