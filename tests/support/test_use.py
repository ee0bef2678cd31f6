"""The use of support, and whether it helps."""

from datetime import timedelta

import pytest

from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


def test_support_use_says_what_is_used_and_helps(client, staff, make_case, offer):
    make_case(days=2)
    make_case("offered", raised_at=AT - timedelta(days=4), offered_at=AT)
    make_case("declined", raised_at=AT - timedelta(days=8), offered_at=AT)
    make_case("done", raised_at=AT - timedelta(days=6), offered_at=AT, outcome="yes", board_outcome="partly")
    page = client.get("/oversikt/stod/").context["page"]
    assert page.chart.title == "Behov 4 → Erbjudet 3 → Tackat ja 1 → Genomfört 1"
    half = "Hälften av erbjudandena kom inom 6 dagar från behovet."
    helped = "Hjälpte det? Kommunerna: 1 ja, 0 delvis, 0 nej. Länsstyrelserna: 0 ja, 1 delvis, 0 nej."
    assert page.chart.text == f"{half} {helped}"
    row = page.offers[0]
    assert (row, row.offered, row.accepted, row.declined, row.delivered) == (offer, 3, 1, 1, 1)
    assert (row.helped_yes, row.helped_partly, row.helped_no) == (1, 0, 0)
    assert (row.board_helped_yes, row.board_helped_partly, row.board_helped_no) == (0, 1, 0)


def test_support_use_counts_what_was_closed_as_far_as_it_came(client, staff, make_case, offer):
    make_case("withdrawn", offer=None, offered_at=None, answered_at=None)
    make_case("withdrawn", answered_at=None)
    make_case("withdrawn")
    page = client.get("/oversikt/stod/").context["page"]
    assert page.chart.title == "Behov 3 → Erbjudet 2 → Tackat ja 1 → Genomfört 0"
    assert [(row.offered, row.accepted, row.declined) for row in page.offers] == [(2, 1, 0)]
