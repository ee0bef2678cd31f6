"""A report printed from the browser: nothing is cut, and each sheet says what it belongs to."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from demo import people
from support.models import SupportCase

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
LINK = "https://kommunen.sharepoint.com/:w:/s/Valdsprevention/" + "EQx7bWk2c3RvcmFyZWV4ZW1wZWxsYWVu" * 4


def test_a_report_prints_whole_with_its_county_and_page_on_each_sheet(window):
    SupportCase.objects.update(need=f"Läs {LINK} före mötet")
    page = window(people.ALVA.email, "/rapport/2026-11/")
    for landscape in (False, True):
        sheets = PdfReader(BytesIO(page.pdf(format="A4", landscape=landscape))).pages
        texts = [sheet.extract_text() for sheet in sheets]
        assert len(texts) > 1
        for number, text in enumerate(texts, 1):
            assert "Månadsrapport november 2026" in text
            assert "Västernorrlands län" in text
            assert f"{number} ({len(texts)})" in text
        whole = "".join("".join(texts).split())
        assert LINK in whole
        assert "Hjälptedet?" in whole
