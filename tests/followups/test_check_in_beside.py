"""Beside a check-in: facts, recent changes, and questions that never block it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from followups.models import Answers, CheckIn, CheckInVersion
from followups.summaries.changes import Hint, Said, changed_sentence, gentle_hints
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import NOW, edit, said, whole

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
in_page = pytest.mark.usefixtures("sunday", "coordinator", "participations")
BEFORE = Said("on_track", {1: "done", 2: "ongoing"}, ["Tid"], "call", agreed=1, over=0)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (replace(BEFORE, agreed=0), "Läge, steg och hinder är som i oktober."),
        (
            Said("stuck", {1: "done", 2: "done", 3: "ongoing"}, ["Pengar"], "meeting", agreed=0, over=2),
            (
                "Ändrat sedan oktober: från ”I fas” till ”Fastnat”, steg 2 är klart, steg 3 pågår, hindret "
                "Tid är borta, nytt hinder: Pengar, kontaktform: digitalt möte och 2 åtaganden är avslutade."
            ),
        ),
        (
            Said("", {1: "done", 2: "ongoing"}, ["Tid", "Pengar", "Lokaler"], "", agreed=1, over=0),
            "Ändrat sedan oktober: nya hinder: Pengar och Lokaler och 1 nytt åtagande.",
        ),
    ],
)
def test_changed_sentence(now, sentence):
    assert changed_sentence(BEFORE, now, since=OCTOBER, on=NOW.date()) == sentence


def hints(*, quiet_before=0, has_support=False, **answers):
    full = replace(Answers.in_row(CheckIn(progress="on_track")), **answers)
    return gentle_hints(full, quiet_before=quiet_before, has_support=has_support)


QUIET = Hint("Tredje månaden utan nytt. Behöver kommunen stöd?", "need")
STUCK = Hint("Vad skulle hjälpa?", "need")
NEEDS = Hint("Vilket stöd behöver kommunen?", "need")
NEXT = Hint("Steg 2 är klart. Har steg 3 börjat?", "id_step_3")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (hints(), []),
        (hints(nothing_new=True, quiet_before=1), []),
        (hints(nothing_new=True, quiet_before=2), [QUIET]),
        (hints(quiet_before=2), []),
        (hints(nothing_new=True, quiet_before=2, has_support=True), []),
        (hints(progress="stuck"), [STUCK]),
        (hints(progress="stuck", need="Råd"), []),
        (hints(progress="needs_support"), [NEEDS]),
        (hints(steps={1: "done", 2: "done", 3: "not_started"}), [NEXT]),
        (hints(steps={1: "done", 2: "done", 3: "ongoing"}), []),
        (hints(steps={1: "done", 2: "done"}), []),
    ],
)
def test_gentle_hints(found, expected):
    assert found == expected


def test_four_quiet_months_are_counted():
    [hint] = hints(nothing_new=True, quiet_before=3)
    assert hint.text == "4 månader i rad utan nytt. Behöver kommunen stöd?"


@in_page
def test_the_third_quiet_month_is_asked_about_and_marked_done(client, participations):
    CheckInVersion.objects.filter(check_in__expected__participation=participations[0]).update(
        nothing_new=True
    )
    client.post(edit(), whole(nothing_new="on", happened="", action="draft"))
    assert QUIET.text in client.get(edit()).content.decode()
    client.post(edit(), whole(number=1, nothing_new="on", happened=""))
    assert CheckIn.objects.get(expected__month=date(2026, 11, 1)).is_done
    told = said(client.get(edit("kramfors")))
    assert told[1] == (
        "Härnösand: Tredje månaden utan nytt. Behöver kommunen stöd? "
        '<a href="/avstamningar/2026-11/harnosand/#need">Öppna avstämningen</a>'
    )


@in_page
def test_stuck_without_a_need_is_asked_about_and_never_prevented(client, participations):
    assert client.post(edit(), whole(progress="stuck")).status_code == 302
    assert "Vad skulle hjälpa?" in client.get(edit()).content.decode()


@in_page
def test_what_has_changed_is_said_once_it_is_saved(client, participations):
    assert "Ändrat sedan" not in client.get(edit()).content.decode()
    client.post(edit(), whole(progress="stuck", step_1="ongoing", action="draft"))
    sentence = "Ändrat sedan oktober: från ”I fas” till ”Fastnat” och steg 1 pågår."
    assert sentence in client.get(edit()).content.decode()


@in_page
def test_sessions_homework_support_and_promises_since_last_time(client, participations):
    CheckInVersion.objects.update(done_at=NOW - timedelta(days=20))
    cohort = participations[0].cohort
    starts_at = datetime(2026, 11, 11, 8, tzinfo=UTC)
    held = factories.make_session(cohort, number=7, starts_at=starts_at)
    factories.make_session(cohort, number=8, starts_at=starts_at + timedelta(days=2))
    for status in ("present", "partly", "absent", "excused"):
        factories.make_attendance(held, factories.make_enrolment(participations[0]), status)
    other = factories.make_enrolment(factories.make_participation(cohort, "timra"))
    factories.make_attendance(held, other, "present")
    handed_in = factories.make_homework(cohort, title="Kartlägg våldet")
    factories.make_version(factories.make_submission(handed_in, participations[0]))
    missing = factories.make_homework(cohort, title="Beskriv läget", due_on=date(2026, 11, 20))
    factories.make_homework(cohort, title="Kommer sedan")
    SupportCase.objects.create(
        participation=participations[0],
        area=DevelopmentArea.objects.first(),
        need="Råd",
        raised_at=NOW - timedelta(days=12),
    )
    october = CheckIn.objects.get(expected__participation=participations[0], expected__month=OCTOBER)
    factories.make_commitment(october, text="Boka lokal", owner="man", due_on=date(2026, 11, 20))
    text = client.get(edit()).content.decode()
    aside = text[text.index("<aside") :]
    for words in (
        "Tillfälle 7 den 11 november: 2 av 4 med",
        "Tillfälle 8 den 13 november: närvaron är inte ifylld än",
        "1 av 3 inlämnade",
        f'<a href="/hemuppgifter/{missing.pk}/" lang="sv">Beskriv läget</a>',
        "Behov, 12 dagar",
        "Boka lokal</a> (MÄN, skulle vara klart den 20 november)",
        '<a href="/kommuner/harnosand/">',
    ):
        assert words in aside
    assert "Kommer sedan" not in aside
    assert "Tillfälle 1 " not in aside  # held before the last check-in


@in_page
def test_offers_that_fit_the_area_come_first(client, participations):
    area = DevelopmentArea.objects.first()
    SupportOffer.objects.create(name="Annat")
    SupportOffer.objects.create(name="Passande").areas.set([area])
    text = client.get(edit()).content.decode()
    assert "<optgroup" not in text
    client.post(edit(), whole(need_area=area.pk, need="Råd", action="draft"))
    text = client.get(edit()).content.decode()
    places = [text.index(f'<optgroup label="{name}">') for name in ("Passar området", "Övriga")]
    assert places[0] < text.index(">Passande<") < places[1] < text.index(">Annat<")


@in_page
def test_the_text_of_a_month_tells_promises_and_support_in_words(client, participations):
    version = CheckInVersion.objects.filter(
        check_in__expected__participation=participations[0], check_in__expected__month=OCTOBER
    )
    version.update(
        commitments=[
            {"text": "Ring", "owner": "man", "due_on": "2026-12-03", "outcome": "", "word": ""},
            {"text": "Skriv", "owner": "municipality", "due_on": "", "outcome": "done", "word": "Bra"},
        ],
        outcomes=[{"area": "Styrning", "offer": "Råd", "outcome": "partly", "word": "Mer tid"}],
    )
    text = client.get(edit(text="2026-10")).content.decode()
    for words in (
        '<span lang="sv">Ring</span> (MÄN, senast den 3 december)',
        '<span lang="sv">Skriv</span> (Kommunen; klart: <span lang="sv">Bra</span>)',
        'Råd: delvis, <span lang="sv">Mer tid</span>',
        "Läge, steg och hinder är som i september.",
    ):
        assert words in text


@pytest.mark.usefixtures("sunday")
def test_todays_facts_stand_only_beside_todays_check_in(client, coordinator, participations):
    """October is locked: its page says nothing of what is to come or is open in November."""
    cohort, area = participations[0].cohort, DevelopmentArea.objects.first()
    factories.make_session(cohort, number=7, starts_at=factories.AT + timedelta(days=2))
    homework = factories.make_homework(cohort, due_on=date(2026, 11, 18), title="Ny hemuppgift")
    case = SupportCase.objects.create(
        participation=participations[0], area=area, need="Råd", raised_at=factories.AT
    )
    beside = {
        month: client.get(f"/avstamningar/{month}/harnosand/").content.decode().partition("<aside")[2]
        for month in ("2026-10", "2026-11")
    }
    for fact in ("Nästa tillfälle", homework.title, case.get_absolute_url()):
        assert (fact in beside["2026-10"], fact in beside["2026-11"]) == (False, True)
    assert "Allt om Härnösand" in beside["2026-10"]
