"""County boards and municipalities as they come with the portal."""

import pytest
from django.core.management import call_command

from municipalities import reference
from municipalities.models import CountyBoard, Municipality
from tests import factories as make

pytestmark = pytest.mark.django_db


def everything():
    return (
        list(CountyBoard.objects.order_by("pk").values()),
        list(Municipality.objects.order_by("pk").values()),
    )


def renamed(monkeypatch, code, **changed):
    """Read the list as if one row had other values."""
    rows = reference.rows

    def changed_rows(file):
        return (row | changed if row["code"] == code else row for row in rows(file))

    monkeypatch.setattr(reference, "rows", changed_rows)


def test_there_are_21_county_boards_and_290_municipalities():
    assert CountyBoard.objects.count() == 21
    assert Municipality.objects.count() == 290
    assert not CountyBoard.objects.filter(municipalities=None).exists()


def test_loading_again_changes_nothing(capsys):
    before = everything()
    call_command("load_reference_data")
    call_command("load_reference_data")
    assert everything() == before
    assert "311" in capsys.readouterr().out


def test_a_new_name_reaches_the_row_that_others_point_at(monkeypatch):
    participation = make.make_participation(municipality="harnosand")
    code = participation.municipality.code
    renamed(monkeypatch, code, name="Härnön", full_name="Härnöns kommun", slug="harnon", population="25000")
    reference.load(CountyBoard, Municipality)
    participation.municipality.refresh_from_db()
    municipality = participation.municipality
    assert (municipality.name, municipality.full_name, municipality.population) == (
        "Härnön",
        "Härnöns kommun",
        25000,
    )
    assert municipality.slug == "harnosand"
    assert Municipality.objects.count() == 290


def test_a_county_boards_own_short_name_is_kept(monkeypatch):
    board = make.make_county_board(short_name="Länsstyrelsen i Västernorrland", months_off=[7, 8])
    renamed(monkeypatch, board.code, county_board="Länsstyrelsen Nya namnet", short_name="Nya namnet")
    reference.load(CountyBoard, Municipality)
    board.refresh_from_db()
    assert board.name == "Länsstyrelsen Nya namnet"
    assert (board.short_name, board.months_off) == ("Länsstyrelsen i Västernorrland", [7, 8])


def test_codes_keep_their_leading_zeros():
    assert Municipality.objects.get(slug="stockholm").code == "0180"
    assert CountyBoard.objects.get(slug="stockholm").code == "01"


def test_slugs_are_ascii_and_habo_is_told_from_habo():
    slugs = set(Municipality.objects.values_list("slug", flat=True))
    assert len(slugs) == 290
    assert {slug for slug in slugs if not slug.isascii()} == set()
    assert dict(Municipality.objects.filter(name__in=["Habo", "Håbo"]).values_list("name", "slug")) == {
        "Habo": "habo",
        "Håbo": "habo-uppsala",
    }


def test_names_are_in_swedish_order():
    chosen = ["Örebro", "Älvdalen", "Ånge", "Åmål", "Zorn", "Ystad", "Ale"]
    found = Municipality.objects.filter(name__in=chosen)
    assert [str(one) for one in found] == ["Ale", "Ystad", "Åmål", "Ånge", "Älvdalen", "Örebro"]
    assert [str(one) for one in Municipality.objects.all()][-3:] == [
        "Östra Göinge",
        "Överkalix",
        "Övertorneå",
    ]


@pytest.mark.parametrize("term", ["åNGE", "ånge", "ÅNG"])
def test_names_are_found_whatever_the_case(term):
    assert {str(one) for one in Municipality.objects.filter(name__icontains=term)} >= {"Ånge"}


def test_a_is_not_found_for_a_with_a_ring():
    assert not Municipality.objects.filter(name__iexact="ange").exists()
