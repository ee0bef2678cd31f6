"""People, enquiries and catalogues in the admin: changed through the actions, refused in the form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from followups.models import CheckIn
from municipalities.models import AskedMonth, Coordinator
from notifications.models import Message
from participants.models import Enrolment
from programmes.models import Enquiry, Programme
from support.models import DevelopmentArea, SupportOffer
from tests import factories as make
from tests.admin_pages import act, add, change, errors, verbs

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LEADER = "processledarutbildning"


@pytest.fixture(autouse=True)
def _rows_one_by_one():
    """Take rows one by one as the admin's forms and our actions do: each under its own lock."""
    with zeal_ignore():
        yield


@pytest.fixture
def staff(client):
    """Somebody at MÄN without superuser rights, logged in."""
    user = make.make_staff()
    client.force_login(user)
    return user


def coordinator_answers(user, **changed):
    return {"user": user.pk, "county_board": make.make_county_board().pk, "starts_on": "2026-01-01"} | changed


def test_adding_a_coordinator_tells_the_person(client, staff):
    user = make.make_user()
    add(client, Coordinator, **coordinator_answers(user))
    assert verbs(Coordinator.objects.get()) == ["coordinator.appointed"]
    assert Message.objects.get().recipient == user
    assert Message.objects.get().kind == "coordinator_appointed"


@pytest.mark.parametrize("ends_on", ["", "2026-06-30"])
def test_a_coordinator_is_not_appointed_twice(client, staff, ends_on):
    role = make.make_coordinator()
    answer = add(client, Coordinator, **coordinator_answers(role.user, ends_on=ends_on))
    assert len(errors(answer)) == 1
    assert Coordinator.objects.count() == 1
    assert not Message.objects.exists()


def test_a_last_day_ends_the_role_and_can_be_corrected(client, staff):
    role = make.make_coordinator()
    change(client, role, ends_on="2026-12-31", is_stand_in="on")
    role.refresh_from_db()
    assert (role.ends_on, role.is_stand_in) == (date(2026, 12, 31), True)
    assert verbs(role) == ["coordinator.ended", "coordinator.stand_in_changed"]
    change(client, role, ends_on="2026-11-30", is_stand_in="on")
    assert verbs(role) == ["coordinator.ended", "coordinator.stand_in_changed", "coordinator.ended"]
    assert Message.objects.filter(kind="coordinator_ended", recipient=role.user).count() == 2


def test_a_last_day_before_the_first_is_refused(client, staff):
    role = make.make_coordinator()
    assert errors(change(client, role, ends_on="2025-12-31")).keys() == {"ends_on"}


def test_an_ended_role_neither_holds_again_nor_becomes_a_stand_ins(client, staff):
    role = make.make_coordinator(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31))
    for answers in (
        {"ends_on": "2051-01-31"},
        {"ends_on": ""},
        {"ends_on": "2026-01-31", "is_stand_in": "on"},
    ):
        assert errors(change(client, role, **answers))
    role.refresh_from_db()
    assert (role.ends_on, role.is_stand_in) == (date(2026, 1, 31), False)
    assert verbs(role) == []


def test_a_role_without_a_last_day_is_no_stand_ins(client, staff):
    role = make.make_coordinator()
    refused = errors(change(client, role, ends_on="", is_stand_in="on"))
    assert refused == {"ends_on": ["Välj ersättarens sista dag"]}


def test_a_municipality_of_a_cohort_stays_in_use(client, staff):
    participation = make.make_participation()
    municipality = participation.municipality
    sentence = f"Kommunen medverkar i {participation.cohort}. Låt kommunen lämna omgången först."
    assert errors(change(client, municipality, is_active="")) == {"is_active": [sentence]}
    assert verbs(municipality) == []
    participation.cohort.state = "finished"
    participation.cohort.save()
    assert change(client, municipality, is_active="").status_code == 302
    assert change(client, municipality, is_active="on").status_code == 302
    assert verbs(municipality) == ["municipality.retired", "municipality.restored"]


@pytest.mark.parametrize("county", ["vasternorrland", None])
def test_support_in_the_admin_goes_through_the_actions(client, staff, county):
    board = make.make_county_board(county).pk if county else ""
    area = DevelopmentArea.objects.first()
    answers = {"name": "Mallar", "description": "Med råd", "county_board": board, "areas": [area.pk]}
    add(client, SupportOffer, **answers, is_active="on")
    first = SupportOffer.objects.get()
    assert list(first.areas.all()) == [area]
    where = "i länet" if county else "i hela landet"
    taken = {"name": [f"Det finns redan ett stöd med det namnet {where}."]}
    assert errors(add(client, SupportOffer, **answers | {"description": "Annat"}, is_active="on")) == taken
    add(client, SupportOffer, **answers | {"name": "Råd"}, is_active="on")
    second = SupportOffer.objects.get(name="Råd")
    assert errors(change(client, second, **answers, is_active="on")) == taken
    change(client, second, **answers | {"name": "Råd", "areas": []})
    second.refresh_from_db()
    assert (second.is_active, second.areas.exists()) == (False, False)
    assert verbs(second) == ["support_offer.added", "support_offer.changed", "support_offer.retired"]


def test_the_days_of_a_part_in_a_cohort_are_not_written_by_hand(client, staff):
    enrolment = make.make_enrolment()
    before = (enrolment.state, enrolment.starts_on, enrolment.ends_on)
    answers = enrolment_answers(enrolment.participation, enrolment.user)
    change(client, enrolment, **answers, starts_on="2026-01-02", ends_on="2026-01-03")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.starts_on, enrolment.ends_on) == before


def enrolment_answers(participation, user, **changed):
    return {
        "cohort": participation.cohort_id,
        "municipality": participation.municipality_id,
        "user": user.pk,
        "role": "member",
        "department": "",
    } | changed


def test_adding_a_participant_enrols_and_invites(client, staff):
    participation, user = make.make_participation(), make.make_user()
    add(client, Enrolment, **enrolment_answers(participation, user))
    enrolment = Enrolment.objects.get()
    assert (enrolment.participation, enrolment.kind, enrolment.state) == (
        participation,
        "process_training",
        "invited",
    )
    assert verbs(enrolment) == ["enrolment.created"]
    assert Message.objects.get().recipient == user


def test_a_participant_of_a_municipality_outside_the_cohort_is_refused(client, staff):
    participation, user = make.make_participation(), make.make_user()
    elsewhere = make.make_municipality("timra").pk
    answer = add(client, Enrolment, **enrolment_answers(participation, user, municipality=elsewhere))
    assert errors(answer) == {"__all__": ["Timrå medverkar inte i omgången. Lägg till kommunen först."]}


def test_a_person_takes_part_in_a_cohort_once(client, staff):
    enrolment = make.make_enrolment()
    answer = add(client, Enrolment, **enrolment_answers(enrolment.participation, enrolment.user))
    assert errors(answer).keys() == {"cohort"}


def test_another_role_goes_through_its_action(client, staff):
    enrolment = make.make_enrolment()
    change(client, enrolment, role="process_leader", department="Skola", starts_on="2026-01-15", ends_on="")
    enrolment.refresh_from_db()
    assert (enrolment.role, enrolment.department) == ("process_leader", "Skola")
    assert verbs(enrolment) == ["enrolment.role_changed", "enrolment.corrected"]


def test_people_leave_with_a_reason_and_come_back(client, staff):
    enrolment = make.make_enrolment()
    refused = act(client, [enrolment], "let_leave")
    assert refused == [f"{enrolment}: Välj varför personen slutar."]
    assert act(client, [enrolment], "let_leave", reason="new_job") == ["1 rad har ändrats."]
    enrolment.refresh_from_db()
    assert enrolment.state == "left"
    assert act(client, [enrolment], "take_back") == ["1 rad har ändrats."]
    assert len(act(client, [enrolment], "take_back")) == 1
    assert verbs(enrolment) == ["enrolment.withdrawn", "enrolment.reinstated"]


def enquiry():
    return Enquiry.objects.create(
        programme=Programme.objects.get(slug=LEADER),
        name="Åsa",
        email="asa@example.org",
        message="<b>Hej</b>",
        received_at=AT,
    )


def test_an_enquiry_is_answered_and_closed_with_buttons(client, staff):
    asked = enquiry()
    page = client.get(reverse("admin:programmes_enquiry_change", args=[asked.pk])).content.decode()
    assert "&lt;b&gt;Hej&lt;/b&gt;" in page
    for deed in ("answered", "closed"):
        answer = client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, deed]))
        assert answer.status_code == 302
    again = client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "closed"]), follow=True)
    assert "redan avslutad" in again.content.decode()
    assert verbs(asked) == ["enquiry.answered", "enquiry.closed"]


def test_an_enquiry_that_is_no_spam_is_cleared_with_a_button_and_in_the_list(client, staff):
    asked, other = enquiry(), enquiry()
    Enquiry.objects.update(is_suspected=True)
    listed = client.get(reverse("admin:programmes_enquiry_changelist"), {"is_suspected__exact": "1"})
    assert "Misstänkt skräppost" in listed.content.decode()
    page = client.get(reverse("admin:programmes_enquiry_change", args=[asked.pk])).content.decode()
    assert "Notera att det inte är skräppost" in page
    client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "cleared"]))
    page = client.get(reverse("admin:programmes_enquiry_change", args=[asked.pk])).content.decode()
    assert 'form="note-cleared"' not in page
    told = act(client, [asked, other], "note_cleared")
    assert told == [f"{asked}: Intresseanmälan är inte misstänkt skräppost.", "1 rad har ändrats."]
    assert not Enquiry.objects.filter(is_suspected=True).exists()
    assert verbs(asked) == verbs(other) == ["enquiry.cleared"]


def test_a_closed_enquiry_is_opened_again_with_a_button_and_in_the_list(client, staff):
    asked, other = enquiry(), enquiry()
    assert act(client, [asked, other], "note_closed") == ["2 rader har ändrats."]
    page = client.get(reverse("admin:programmes_enquiry_change", args=[asked.pk])).content.decode()
    assert "Öppna intresseanmälan igen" in page
    client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "reopened"]), follow=True)
    assert act(client, [other], "note_reopened") == ["1 rad har ändrats."]
    assert set(Enquiry.objects.values_list("state", flat=True)) == {"new"}
    assert verbs(asked) == verbs(other) == ["enquiry.closed", "enquiry.reopened"]


def test_the_buttons_of_an_enquiry_take_posts_about_known_things_alone(client, staff):
    asked = enquiry()
    assert client.get(reverse("admin:programmes_enquiry_note", args=[asked.pk, "closed"])).status_code == 405
    assert client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "other"])).status_code == 404
    assert client.post(reverse("admin:programmes_enquiry_note", args=[0, "closed"])).status_code == 404


def test_chosen_enquiries_are_noted_together(client, staff):
    first, second = enquiry(), enquiry()
    assert act(client, [first], "note_closed") == ["1 rad har ändrats."]
    said = act(client, [first, second], "note_answered")
    assert said == [f"{first}: Intresseanmälan är redan avslutad.", "1 rad har ändrats."]


def test_a_check_in_is_unlocked_with_a_reason(client, staff):
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=AT - timedelta(days=300))
    make.make_session(cohort, starts_at=AT + timedelta(days=30))
    check_in = make.make_check_in(make.make_participation(cohort), month=date(2026, 5, 1))
    assert len(act(client, [check_in], "unlock")) == 1
    assert verbs(check_in) == []
    assert act(client, [check_in], "unlock", reason="absence") == ["1 rad har ändrats."]
    assert CheckIn.objects.get().unlocked_at is not None


def test_months_off_are_ticked(client, staff):
    board = make.make_county_board()
    days = {"due_day": "10", "remind_before": "3", "remind_after": "1"}
    change(client, board, short_name="Västernorrland", months_off=["7", "8"], is_active="on", **days)
    board.refresh_from_db()
    assert (board.months_off, board.due_day, board.remind_before, board.remind_after) == ([7, 8], 10, 3, 1)
    assert verbs(board) == ["county_board.settings_changed", "county_board.corrected"]


def test_months_off_that_staff_tick_leave_the_past_as_it_was(client, staff):
    board = make.make_county_board()
    days = {"due_day": "", "remind_before": "5", "remind_after": "2"}
    change(client, board, short_name=board.short_name, months_off=["7", "8"], is_active="on", **days)
    board.refresh_from_db()
    august = AskedMonth.objects.of_boards([board]).filter(month__month=8).order_by("month")
    assert list(august.values_list("is_asked", flat=True))[:2] == [True, False]
    assert board.months_off == [7, 8]
    assert verbs(board) == ["county_board.settings_changed"]


def test_the_official_list_is_not_written_by_hand(client, staff):
    assert client.get(reverse("admin:municipalities_municipality_add")).status_code == 403
    municipality = make.make_municipality()
    change(client, municipality, name="Påhittad", is_active="")
    municipality.refresh_from_db()
    assert (municipality.name, municipality.is_active) == ("Härnösand", False)


def test_a_catalogue_is_put_in_order_in_its_list(client, staff):
    areas = list(DevelopmentArea.objects.all())
    rows = {"form-TOTAL_FORMS": len(areas), "form-INITIAL_FORMS": len(areas), "_save": "1"}
    for number, area in enumerate(areas):
        rows |= {
            f"form-{number}-id": area.pk,
            f"form-{number}-position": 20 - number,
            f"form-{number}-is_active": "on",
        }
    client.post(reverse("admin:support_developmentarea_changelist"), rows)
    assert list(DevelopmentArea.objects.all()) == areas[::-1]
    assert verbs(areas[0]) == ["development_area.corrected"]


def test_those_who_coordinate_today_are_told_from_the_others(client, staff):
    make.make_coordinator(make.make_user(last_name="Nuvarande"))
    make.make_coordinator(make.make_user(last_name="Tidigare"), ends_on=date(2026, 1, 31))
    shown = {}
    for value in ("yes", "no"):
        page = client.get(reverse("admin:municipalities_coordinator_changelist"), {"today": value})
        shown[value] = [role.user.last_name for role in page.context["cl"].result_list]
    assert shown == {"yes": ["Nuvarande"], "no": ["Tidigare"]}
