"""Columns give what people write one form to store, compare and search, with a form or without."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models.expressions import RawSQL
from django.urls import reverse

from accounts.models import User
from municipalities.models import CountyBoard, Municipality
from programmes.models import Cohort, Lecturer, ProcessStep
from support.models import SupportOffer
from tests import factories as make

pytestmark = pytest.mark.django_db

DIRTY = "A\u030asa\u200b\x0bO\u0308berg\u00a0"


def stored(model, column):
    """Return the texts as the database holds them."""
    raw = RawSQL(f"{model._meta.db_table}.{column}", ())  # noqa: S611
    return list(model.objects.order_by("pk").annotate(raw=raw).values_list("raw", flat=True))


def test_a_row_that_no_form_made_is_stored_in_its_normal_form():
    Lecturer.objects.create(name=DIRTY, email="Asa@xn--malm-8qa.se\u200b")
    Lecturer.objects.bulk_create([Lecturer(name=DIRTY, topic="Del 2\x0bMetoder")])
    assert stored(Lecturer, "name") == ["Åsa Öberg"] * 2
    assert stored(Lecturer, "email") == ["asa@malmö.se", ""]
    assert stored(Lecturer, "topic") == ["", "Del 2 Metoder"]
    Lecturer.objects.update(name=f"Ny {DIRTY}")
    assert stored(Lecturer, "name") == ["Ny Åsa Öberg"] * 2


def test_a_long_text_keeps_its_line_breaks():
    SupportOffer.objects.create(name="Stöd", description="Ett\x0btvå\r\ntre\x00")
    assert stored(SupportOffer, "description") == ["Ett\ntvå\ntre"]


def test_full_clean_sets_the_normal_form_and_refuses_what_is_left_empty():
    person = User(email="a@b.se", first_name=DIRTY, last_name="\u2800\u200b")
    with pytest.raises(ValidationError) as refusal:
        person.full_clean()
    assert person.first_name == "Åsa Öberg"
    assert "last_name" in refusal.value.error_dict


def test_a_filter_compares_in_the_normal_form():
    user = make.make_user(email="asa@malmö.se", last_name="Öberg")
    for written in ("ASA@malmo\u0308.se", "asa@xn--malm-8qa.se", "asa@malmö.se\u2060"):
        assert User.objects.get(email=written) == user
    assert User.objects.get(last_name="O\u0308berg") == user


@pytest.mark.parametrize("written", ["asa@xn--malm-8qa.se", "ASA@malmö.se\u200b", "asa@malmo\u0308.se"])
def test_the_same_address_is_the_same_person(written):
    make.make_user(email="asa@malmö.se")
    with pytest.raises(ValidationError) as refusal:
        User(email=written, first_name="Åsa", last_name="Ek").full_clean()
    assert refusal.value.error_dict.keys() >= {"email"}


@pytest.mark.parametrize(
    "written", ['"<script>"@x.se', '"a b"@x.se', "a@[127.0.0.1]", "a@[IPv6:::1]", "x" * 65 + "@x.se"]
)
def test_an_odd_address_is_refused_with_a_sentence(written):
    with pytest.raises(ValidationError) as refusal:
        Lecturer(name="Åsa", email=written).full_clean()
    [sentence] = refusal.value.message_dict["email"]
    assert sentence.startswith("Skriv adressen som namn@kommun.se, utan citattecken")


@pytest.mark.parametrize("text", ["850709-9805", "850709\u00ad\u22129805", "1985 07 09 9805"])
def test_personal_numbers_are_refused_without_a_form_but_in_telephone_numbers(text):
    board = CountyBoard.objects.get(code="22")
    board.contact_phone = text
    board.full_clean()
    board.contact_name = text
    with pytest.raises(ValidationError, match="personnummer"):
        board.full_clean()


FOUND = [
    (Municipality, "name", "orebro", "Örebro"),
    (Municipality, "name", "O\u0308REBRO", "Örebro"),
    (Municipality, "name", "harno\u200bsand", "Härnösand"),
    (Municipality, "name", "Malå", "Malå"),
    (CountyBoard, "short_name", "vasternorr", "Länsstyrelsen Västernorrland"),
]


@pytest.mark.parametrize(("model", "name", "term", "found"), FOUND)
def test_a_search_finds_without_accents_and_in_any_form(model, name, term, found):
    assert found in model.objects.filter(**{f"{name}__icontains": term}).values_list(name, flat=True)


def test_a_search_takes_signs_as_they_are():
    Lecturer.objects.bulk_create([Lecturer(name="100 % åäö"), Lecturer(name="A_B"), Lecturer(name="C\\D")])
    finds = {"0 % AÄ": "100 % åäö", "a_b": "A_B", "c\\d": "C\\D", "_": "A_B", "%": "100 % åäö"}
    for term, found in finds.items():
        assert list(Lecturer.objects.filter(name__icontains=term).values_list("name", flat=True)) == [found]


def test_a_search_goes_over_to_other_tables_and_texts():
    make.make_participation()
    SupportOffer.objects.create(name="Stöd", description="Påhitt")
    assert SupportOffer.objects.get(description__icontains="pahitt").name == "Stöd"
    assert Cohort.objects.filter(participations__municipality__name__icontains="harnosand").exists()
    assert not ProcessStep.objects.filter(title__icontains="finns inte").exists()


@pytest.mark.parametrize(
    "term", ["Hedda Åkerlund", "hedda akerlund", "AKERLUND", "A\u030akerlund", "akerlund\u200b hedda"]
)
def test_the_admin_finds_people(client, term):
    person = make.make_user(first_name="Hedda", last_name="Åkerlund")
    client.force_login(make.make_staff())
    page = client.get(reverse("admin:accounts_user_changelist"), {"q": term})
    assert list(page.context["cl"].result_list) == [person]


@pytest.mark.parametrize("term", ["harnosand", "HÄRNÖSAND", "ha\u0308rno\u0308sand", " härnö\u00adsand "])
def test_the_portal_and_the_admin_find_municipalities(client, term):
    participation = make.make_participation()
    client.force_login(make.make_staff())
    page = client.get(reverse("admin:municipalities_municipality_changelist"), {"q": term})
    assert [one.name for one in page.context["cl"].result_list] == ["Härnösand"]
    page = client.get(reverse("homes:municipality_list"), {"sok": term}).content.decode()
    assert participation.municipality.name in page
    assert (
        "Härnösand" not in client.get(reverse("homes:municipality_list"), {"sok": "timra"}).content.decode()
    )
