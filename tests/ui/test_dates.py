"""Months in sentences: with their year wherever it could be another."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from ui.dates import month_name

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize(
    ("month", "words"), [(date(2026, 1, 1), "januari"), (date(2025, 11, 1), "november 2025")]
)
def test_a_month_of_another_year_is_named_with_it(month, words):
    on = date(2026, 2, 3)
    assert month_name(month, on=on) == words
    source = "{% load portal %}{{ month|month_name:on }}"
    assert engines["django"].from_string(source).render({"month": month, "on": on}) == words


def test_no_template_writes_a_month_without_asking_for_its_year():
    alone = re.compile(r"""date:["']F["']""")
    assert [str(page) for page in TEMPLATES.rglob("*.*") if alone.search(page.read_text())] == []


def test_every_mail_about_a_month_names_its_year():
    mails = [page.read_text() for page in (TEMPLATES / "mail").glob("*.txt")]
    assert [text for text in mails if "month_name" in text] == []
    assert sum('month|date:"F Y"' in text for text in mails) >= 7
