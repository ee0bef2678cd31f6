"""Quiet signals about a municipality, in words, and dismissing them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from followups.actions.quiet import dismiss_quiet, restore_quiet
from followups.models import CheckIn, CheckInStep, QuietDismissal, QuietKind
from programmes.models import ParticipationPause, ProcessStep
from tests import factories
from tests.check_ins import make_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
URL, AT = "/uppfoljning/", factories.AT
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
PORTAL = QuietKind.NOT_IN_PORTAL


def address(slug="harnosand", kind="inloggning"):
    return f"/uppfoljning/signal/{slug}/{kind}/"


def quiet(client):
    return [item.sentence for item in client.get(URL).context["quiet"].items]


def enrol(participation, *, days, **fields):
    """Add a person of the group who was in the portal so many days ago; None for never."""
    last = None if days is None else AT - timedelta(days=days)
    return factories.make_enrolment(participation, factories.make_user(last_login=last), **fields)


def group(participation, *, days):
    """Two people of the group; the one who is given was in the portal last, so many days ago."""
    enrol(participation, days=days + 100)
    return enrol(participation, days=days)


# --- What is quiet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        ((29, 200), []),
        ((30, 31), ["Ingen i Härnösand har loggat in sedan den 23 oktober."]),
        ((None, None), ["Ingen i Härnösand har loggat in än."]),
        ((400, 401), ["Ingen i Härnösand har loggat in sedan den 18 oktober 2025."]),
        ((400,), []),  # of one alone it would be about a person
        ((), []),
    ],
)
def test_quiet_when_nobody_of_the_group_has_been_in_the_portal(
    client, coordinator, participations, days, sentences
):
    for each in days:
        enrol(participations[0], days=each)
    assert quiet(client) == sentences


def test_a_new_group_is_not_quiet_and_who_left_does_not_count(client, coordinator, participations):
    enrol(participations[0], days=None, starts_on=date(2026, 11, 1))
    enrol(participations[1], days=1, ends_on=date(2026, 11, 20))
    group(participations[1], days=40)
    assert quiet(client) == ["Ingen i Kramfors har loggat in sedan den 13 oktober."]


def test_quiet_when_the_latest_homework_in_a_row_is_missing(client, coordinator, cohort, participations):
    first, second, third = (factories.make_homework(cohort, due_on=date(2026, 11, day)) for day in (1, 8, 15))
    own = factories.make_homework(cohort, due_on=date(2026, 11, 20), scope="person")
    factories.make_homework(cohort)  # not due yet
    factories.make_version(factories.make_submission(first, participations[0]))
    factories.make_submission(second, participations[0])  # a draft
    factories.make_version(factories.make_submission(third, participations[1]))
    factories.make_version(factories.make_submission(own, enrol(participations[2], days=1)))
    assert quiet(client) == ["Härnösand har inte lämnat in de 3 senaste hemuppgifterna."]


def test_quiet_when_nobody_answers_twice_in_a_row(client, coordinator, participations):
    silent, fine = "no_contact", "on_track"
    months = (silent, silent), (silent, fine), (fine, silent)
    for participation, told in zip(participations, months, strict=True):
        for month, progress in zip((SEPTEMBER, OCTOBER), told, strict=True):
            check_in = CheckIn.objects.get(expected__participation=participation, expected__month=month)
            CheckIn.objects.filter(pk=check_in.pk).update(progress=progress, told=progress)
            check_in.versions.update(progress=progress)
    assert quiet(client) == ["Ingen kontakt med Härnösand i de 2 senaste avstämningarna."]


def steps(participation, **months):
    """Done check-ins of 2026 in which the first steps stand like that."""
    for name, statuses in months.items():
        check_in = make_done(participation, date(2026, int(name[1:]), 1))
        for step, status in zip(ProcessStep.objects.order_by("number"), statuses, strict=False):
            CheckInStep.objects.create(check_in=check_in, step=step, status=status)


@pytest.fixture
def steady(cohort):
    """Ånge finished a step in two months and stands at the next since June; Timrå goes on as is usual."""
    factories.make_session(cohort, starts_at=datetime(2026, 1, 14, 8, tzinfo=UTC))
    ange, timra = factories.make_participation(cohort, "ange"), factories.make_participation(cohort, "timra")
    going, done, later = "ongoing", "done", "not_started"
    steps(ange, m4=(going, later), m6=(done, going), m10=(done, going))
    steps(timra, m4=(going, later), m6=(done, later), m8=(done, going), m10=(done, done, going))
    return ange


def test_quiet_when_the_step_stands_still_for_long(client, staff, steady):
    assert quiet(client) == ["Steg 2 har pågått i 5 månader i Ånge. Andra kommuner har behövt 2."]


def test_coordinators_are_told_of_steps_when_enough_are_finished(client, coordinator, cohort, steady):
    assert quiet(client) == []
    for slug in ("harnosand", "kramfors", "sundsvall", "solleftea"):
        more = factories.make_participation(cohort, slug)
        steps(
            more,
            m4=("ongoing", "ongoing"),
            m6=("done", "done", "not_relevant"),
            m10=("done", "done", "ongoing"),
        )
    assert quiet(client) == ["Steg 2 har pågått i 5 månader i Ånge. Andra kommuner har behövt 2."]


def test_a_paused_municipality_is_left_in_peace(client, coordinator, participations):
    group(participations[0], days=40)
    ParticipationPause.objects.create(
        participation=participations[0], starts_on=date(2026, 11, 1), reason="Val"
    )
    assert quiet(client) == []


def test_quiet_says_nobodys_name(client, coordinator, participations):
    person = group(participations[0], days=40).user
    text = client.get(URL).content.decode()
    assert "Ingen i Härnösand har loggat in sedan den 13 oktober." in text
    assert person.last_name not in text


# --- Putting aside --------------------------------------------------------------------------------------


def test_quiet_dismiss_takes_it_off_the_list_until_there_is_a_new_fact(client, coordinator, participations):
    person = group(participations[0], days=60).user
    page = client.get(address())
    assert "<h1>Ingen i Härnösand har loggat in sedan den 23 september.</h1>" in page.content.decode()
    assert "Länsstyrelsen Västernorrland och MÄN. Kan bli allmän handling." in page.content.decode()
    response = client.post(address(), {"note": "De har semester."}, follow=True)
    assert response.redirect_chain == [("/uppfoljning/#tyst", 302)]
    assert response.context["quiet"].items == []
    assert "De har semester." in response.content.decode()
    assert "Kommunen står inte längre på listan" in client.get(address()).content.decode()
    person.last_login = AT - timedelta(days=35)
    person.save()
    assert quiet(client) == ["Ingen i Härnösand har loggat in sedan den 18 oktober."]


def test_quiet_dismiss_asks_for_a_note_without_personal_numbers(client, coordinator, participations):
    group(participations[0], days=60)
    assert "Skriv varför du lägger det åt sidan" in client.post(address(), {"note": " "}).content.decode()
    client.post(address(), {"note": "Sjuk: 19811218-9876"})
    assert not QuietDismissal.objects.exists()


def test_quiet_dismiss_is_for_the_own_county_and_for_staff(client, coordinator, participations):
    group(participations[0], days=60)
    elsewhere = factories.make_coordinator(county_board=factories.make_county_board("kalmar")).user
    for user, status in ((elsewhere, 404), (factories.make_user(), 404), (factories.make_staff(), 200)):
        client.force_login(user)
        assert client.get(address()).status_code == status
    assert client.get(address(kind="annat")).status_code == 404
    assert client.get(address("ange")).status_code == 404


def test_dismiss_quiet_is_recorded_and_twice_is_calm(coordinator, participations):
    group(participations[0], days=60)
    given = {"kind": PORTAL, "note": "Semester", "actor": coordinator, "at": AT}
    dismissed = dismiss_quiet(participations[0], **given)
    assert dismiss_quiet(participations[0], **given | {"note": "Igen"}) == dismissed
    assert (dismissed.fact, dismissed.note, dismissed.dismissed_by) == ("2026-09-23", "Semester", coordinator)
    [event] = AuditEvent.objects.about(dismissed)
    assert (event.verb, event.data) == ("signal.dismissed", {"kind": "not_in_portal", "fact": "2026-09-23"})


def test_dismiss_quiet_refuses_what_is_not_quiet(coordinator, participations):
    with pytest.raises(ValidationError, match="Det finns inget att lägga åt sidan längre"):
        dismiss_quiet(participations[0], kind=PORTAL, note="Semester", actor=coordinator, at=AT)
    assert not QuietDismissal.objects.exists()


def test_what_was_put_aside_is_put_back_by_who_did_it_and_by_staff(client, coordinator, participations):
    group(participations[0], days=60)
    shown = quiet(client)
    client.post(address(), {"note": "De har semester."})
    dismissed = QuietDismissal.objects.get()
    other = factories.make_coordinator(factories.make_user()).user
    with pytest.raises(ValidationError, match="Bara den som lade undan"):
        restore_quiet(dismissed, actor=other, at=AT)
    url = f"/uppfoljning/signal/{dismissed.pk}/"
    assert url in client.get(URL).content.decode()
    client.force_login(other)
    assert url not in client.get(URL).content.decode()
    client.post(url)
    assert quiet(client) == []
    client.force_login(coordinator)
    assert client.post(url)["Location"] == "/uppfoljning/#tyst"
    assert quiet(client) == shown
    restore_quiet(dismissed, actor=coordinator, at=AT)
    assert AuditEvent.objects.filter(verb="signal.restored").count() == 1
    dismiss_quiet(participations[0], kind=PORTAL, note="Igen", actor=coordinator, at=AT)
    restore_quiet(QuietDismissal.objects.get(), actor=factories.make_staff(), at=AT)
    assert not QuietDismissal.objects.exists()
