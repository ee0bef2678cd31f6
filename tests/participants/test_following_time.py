"""Sessions and homework follow time: ahead, past, cancelled, moved, not open yet; and material."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participants.actions.scheduling import move_session
from participants.actions.submitting import hand_in, save_draft
from participants.models import Feedback, Submission
from programmes.models import Cohort, Session
from tests.factories import (
    AT,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_feedback,
    make_homework,
    make_material,
    make_participation,
    make_session,
    make_staff,
    make_submission,
    make_user,
    make_version,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
DAY = timedelta(days=1)


@pytest.fixture
def enrolment():
    return make_enrolment(make_participation(make_cohort(name="Västernorrland 2026")))


@pytest.fixture
def read(client, enrolment):
    """Read a page as the participant."""
    client.force_login(enrolment.user)
    return lambda url: client.get(url).content.decode()


def session_at(enrolment, days, **fields):
    fields = {"join_url": "https://mote.example/1", "preparation": "Läs kapitel 3."} | fields
    return make_session(enrolment.cohort, starts_at=AT + days * DAY, **fields)


def test_a_past_session_offers_material_and_homework_with_its_status(enrolment, read):
    session = session_at(enrolment, -9)
    make_material(session)
    homework = make_homework(enrolment.cohort, session=session, title="Beskriv en risksituation")
    make_version(make_submission(homework, enrolment.participation))
    page = read(session.get_absolute_url())
    for gone in ("Anslut till", "mote.example", "Före tillfället", "Läs kapitel 3.", "dagar sedan"):
        assert gone not in page
    assert "Närvaron är inte ifylld än." in page
    assert "Arbetsblad (pdf" in page
    assert "Inlämnad 22 november." in page
    assert '<span class="tag tag--ok"><span>Inlämnad</span></span>' in page
    make_attendance(session, enrolment)
    assert "Närvaron är inte ifylld än." not in read(session.get_absolute_url())


def test_a_past_session_without_material_promises_none(enrolment, read):
    page = read(session_at(enrolment, -9).get_absolute_url())
    assert "Material läggs ut" not in page


def test_a_coming_session_has_the_link_and_what_to_prepare(enrolment, read):
    page = read(session_at(enrolment, 9).get_absolute_url())
    for there in ("Anslut till det digitala mötet", "Före tillfället", "Läs kapitel 3.", ", om 9 dagar"):
        assert there in page


@pytest.mark.parametrize(("days", "promised"), [(9, True), (-9, False)])
def test_a_cancelled_session_has_no_link_and_nothing_to_prepare(enrolment, read, days, promised):
    page = read(session_at(enrolment, days, state=Session.State.CANCELLED).get_absolute_url())
    assert "Tillfället är inställt." in page
    for gone in ("mote.example", "Före tillfället", "Material läggs ut", "Närvaron"):
        assert gone not in page
    assert ("Du får ett mejl om det kommer ett nytt datum." in page) is promised


def test_a_moved_session_tells_the_old_time_until_it_is_over(enrolment, read):
    session, staff = session_at(enrolment, 10), make_staff()
    move = {"starts_at": AT + 12 * DAY, "ends_at": AT + 12.2 * DAY, "actor": staff, "at": AT}
    session = move_session(session, **move)
    assert session.moved_from == AT + 10 * DAY
    sentence = "Tillfället är flyttat. Den gamla tiden var onsdag 2 december kl. 10.00."
    assert sentence in read(session.get_absolute_url())
    assert "<span>Flyttat</span>" in read("/tillfallen/")
    assert sentence in read("/min-sida/")
    Session.objects.update(starts_at=AT - 2 * DAY, ends_at=AT - 1.9 * DAY)
    assert sentence not in read(session.get_absolute_url())


def test_a_session_moved_twice_tells_the_first_time_and_back_again_none(enrolment):
    session, staff = session_at(enrolment, 10), make_staff()
    for days, told in ((12, AT + 10 * DAY), (13, AT + 10 * DAY), (10, None)):
        times = {"starts_at": AT + days * DAY, "ends_at": AT + (days + 0.2) * DAY}
        session = move_session(session, **times, actor=staff, at=AT)
        assert session.moved_from == told


def test_who_missed_a_session_reads_how_to_catch_up(enrolment, read):
    session = session_at(enrolment, -9)
    attendance = make_attendance(session, enrolment, status="absent")
    sentence = "Du kan ta igen tillfället. Läs materialet och kom överens med MÄN om hur."
    page = read(session.get_absolute_url())
    assert (sentence in page, "räknas det för intyget" in page) == (True, True)
    attendance.status = "caught_up"
    attendance.save()
    assert sentence not in read(session.get_absolute_url())


def test_a_place_has_a_map_until_the_session_is_over(enrolment, read):
    where = {"mode": "on_site", "venue": "Folkets hus", "address": "Storgatan 1, Härnösand"}
    page = read(session_at(enrolment, 9, **where).get_absolute_url())
    assert "openstreetmap.org/search?query=Storgatan+1%2C+H%C3%A4rn%C3%B6sand" in page
    assert "openstreetmap" not in read(session_at(enrolment, -9, **where).get_absolute_url())
    assert "openstreetmap" not in read(session_at(enrolment, 8, mode="online").get_absolute_url())


def test_moving_a_session_that_nobody_was_told_of_leaves_no_old_time(enrolment):
    Cohort.objects.update(state=Cohort.State.DRAFT, published_at=None)
    session = session_at(enrolment, 10)
    times = {"starts_at": AT + 12 * DAY, "ends_at": AT + 12.2 * DAY}
    assert move_session(session, **times, actor=make_staff(), at=AT).moved_from is None


def test_homework_that_has_not_opened_is_not_to_do(client, enrolment, read):
    session = session_at(enrolment, 9)
    ahead = make_homework(enrolment.cohort, session=session, due_on=(AT + 20 * DAY).date())
    groups = (read("/hemuppgifter/"), client.get("/hemuppgifter/").context["groups"])[1]
    assert ([row.homework for row in groups["later"]], groups["to_do"]) == ([ahead], [])
    home = read("/min-sida/")
    assert "Nästa hemuppgift kommer efter tillfället tisdag 1 december." in home
    page = read(ahead.get_absolute_url())
    assert "Hemuppgiften öppnar med tillfället tisdag 1 december." in page
    assert ("Kommer senare" in page, "<textarea" in page) == (True, False)


def test_homework_that_has_not_opened_takes_no_answer(client, enrolment, read):
    ahead = make_homework(enrolment.cohort, session=session_at(enrolment, 9))
    fields = {"text": "Tidigt", "added": [], "removed": [], "number": 0, "actor": enrolment.user, "at": AT}
    for act in (save_draft, hand_in):
        with pytest.raises(ValidationError, match="har inte öppnat än"):
            act(ahead, author=enrolment.participation, **fields)
    read("/min-sida/")
    sent = {"text": "Tidigt", "number": "0", "names_nobody": "on", "deed": "hand_in"}
    page = client.post(ahead.get_absolute_url(), sent).content.decode()
    assert ("Hemuppgiften har inte öppnat än." in page, "Tidigt" in page) == (True, True)
    assert not Submission.objects.exists()


def test_homework_opens_when_its_session_begins(enrolment):
    homework = make_homework(enrolment.cohort, session=session_at(enrolment, 0))
    fields = {"text": "Nu", "added": [], "removed": [], "number": 0, "actor": enrolment.user, "at": AT}
    assert save_draft(homework, author=enrolment.participation, **fields).draft_text == "Nu"


def test_a_draft_begun_before_the_session_was_moved_can_be_gone_on_with(enrolment, read):
    homework = make_homework(enrolment.cohort, session=session_at(enrolment, 9))
    make_submission(homework, enrolment.participation)
    assert "Vi har börjat.</textarea>" in read(homework.get_absolute_url())


def test_done_homework_leaves_what_is_to_do_at_once(enrolment, read):
    homework = make_homework(enrolment.cohort)
    make_feedback(make_version(make_submission(homework, enrolment.participation)), text="Bra!")
    page = read("/min-sida/")
    assert "Du har inget att göra just nu." in page
    assert "<h3>Ny återkoppling</h3>" in page
    Feedback.objects.update(given_at=AT - 15 * DAY)
    assert "Ny återkoppling" not in read("/min-sida/")
    page = read(homework.get_absolute_url())
    assert "<dt>Klar</dt><dd>7 november</dd>" in page
    assert "Lämna in senast" not in page


def test_material_of_the_whole_training_is_shown_to_all_who_may_see_the_cohort(client, enrolment):
    cohort = enrolment.cohort
    file = make_material(None, cohort=cohort, title="Handboken")
    make_material(None, cohort=cohort, title="Filmen", url="https://film.example/1")
    here, there = make_county_board("vasternorrland"), make_county_board("gavleborg")
    people = [enrolment.user, make_coordinator(county_board=here).user, make_staff()]
    for person in people:
        client.force_login(person)
        page = client.get("/tillfallen/").content.decode()
        assert "Material för hela utbildningen" in page
        assert f'<a href="/material/{file.pk}/fil/">Handboken (pdf, ' in page
        assert "Filmen (film.example)" in page
    assert "Handboken" in client.get(cohort.get_absolute_url()).content.decode()
    others = [make_user(), make_coordinator(county_board=there).user]
    others.append(make_enrolment(make_participation(make_cohort(), "timra")).user)
    for person in others:
        client.force_login(person)
        assert "Handboken" not in client.get("/tillfallen/").content.decode()


def test_material_of_a_draft_cohort_is_for_staff_alone(client, enrolment):
    make_material(None, cohort=enrolment.cohort, title="Handboken")
    Cohort.objects.update(state=Cohort.State.DRAFT, published_at=None)
    client.force_login(enrolment.user)
    assert "Handboken" not in client.get("/tillfallen/").content.decode()


def test_addresses_in_what_staff_write_can_be_pressed(enrolment, read):
    session = session_at(enrolment, 9, preparation="Se mallen: https://man.example/mall och <b>läs</b>")
    page = read(session.get_absolute_url())
    assert '<a href="https://man.example/mall" rel="nofollow">https://man.example/mall</a>' in page
    assert "&lt;b&gt;läs" in page
    assert timezone.now() == AT
