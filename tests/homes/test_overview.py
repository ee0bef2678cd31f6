"""MÄN staff's overview: what needs somebody now, four numbers, the cohorts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from followups.models import CheckIn, Commitment, Owner
from homes.pages.overview import Overview
from notifications.models import Message
from participants.models import Attendance, Enrolment
from programmes.models import Cohort, Enquiry, Programme, TrainingKind
from support.models import DevelopmentArea, SupportCase
from tests.factories import (
    AT,
    ON,
    make_attendance,
    make_check_in,
    make_check_in_version,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_homework,
    make_participation,
    make_session,
    make_staff,
    make_submission,
    make_unlock_request,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

URL = reverse("homes:overview")
DAY = timedelta(days=1)
DONE = CheckIn.State.DONE


@pytest.fixture
def staff(client):
    person = make_staff()
    client.force_login(person)
    return person


def page(**fields):
    return Overview(**{"on": ON, "at": AT} | fields)


def texts():
    return [(need.text, need.tag.word) for need in page().needs]


def expected_from_october(municipality="harnosand", cohort=None):
    """Add a municipality whose first expected check-in is October's, with attendance at the kick-off."""
    if cohort is None:
        cohort = make_cohort(name="Västernorrland 2026")
        make_session(cohort, starts_at=datetime(2026, 9, 10, 7, tzinfo=UTC))
        make_session(cohort, starts_at=datetime(2027, 10, 7, 7, tzinfo=UTC))
    participation = make_participation(cohort, municipality)
    make_attendance(cohort.sessions.get(number=1), make_enrolment(participation, starts_on=date(2026, 9, 1)))
    return participation


def report(participation, month=date(2026, 10, 1), progress=CheckIn.Progress.ON_TRACK, **fields):
    check_in = make_check_in(participation, month, state=DONE, progress=progress, **fields)
    return make_check_in_version(check_in, done_at=fields.get("done_at", AT))


def test_overview_is_calm_when_nothing_is_to_do(client, staff):
    assert (page().needs, page().calm) == ([], "Allt är under kontroll. Inget tillfälle är planerat.")
    make_session(make_cohort(name="Västernorrland 2026"), starts_at=datetime(2026, 12, 3, 8, tzinfo=UTC))
    assert page().calm == "Allt är under kontroll. Nästa tillfälle är 3 december: Västernorrland 2026."
    assert client.get(URL).status_code == 200


def test_overview_exists_for_staff_alone(client):
    participation = make_participation()
    people = [make_enrolment(participation).user, make_coordinator().user, make_user()]
    answers = []
    for person in people:
        client.force_login(person)
        answers.append(client.get(URL).status_code)
    client.logout()
    assert (answers, client.get(URL).status_code) == ([404, 404, 404], 302)


def test_a_late_check_in_names_county_and_coordinator():
    participation = expected_from_october()
    make_coordinator(make_user(first_name="Karin", last_name="Berg"), participation.cohort.county_board)
    need = page().needs[0]
    assert (need.text, need.hint, need.tag.word, need.tag.kind) == (
        "Härnösand har ingen avstämning för oktober",
        "Länsstyrelsen Västernorrland · samordnare Karin Berg",
        "23 dagar försenad",
        "late",
    )
    assert need.url == "/avstamningar/2026-10/harnosand/"


def test_a_check_in_is_late_the_day_after_it_was_due():
    expected_from_october()
    assert page(on=date(2026, 10, 30)).needs == []
    assert [need.tag.word for need in page(on=date(2026, 10, 31)).needs] == ["1 dag försenad"]


def test_several_late_months_are_one_line():
    expected_from_october()
    assert (
        page(on=date(2026, 12, 1)).needs[0].text
        == "Härnösand har ingen avstämning för oktober och 1 månad till"
    )


def test_late_municipalities_of_a_county_are_one_line():
    first = expected_from_october()
    for name in ("timra", "ange"):
        expected_from_october(name, first.cohort)
    report(expected_from_october("kramfors", first.cohort))
    [need] = page().needs
    assert need.text == "3 kommuner saknar avstämningar, den äldsta för oktober: Härnösand, Timrå och Ånge"
    assert (need.url, need.tag.word) == ("/avstamningar/2026-11/?lan=vasternorrland", "23 dagar försenad")


def test_a_county_with_many_late_municipalities_names_four():
    first = expected_from_october()
    for name in ("kramfors", "solleftea", "sundsvall", "timra", "ange"):
        expected_from_october(name, first.cohort)
    [need] = page().needs
    assert need.text.endswith("Härnösand, Kramfors, Sollefteå, Sundsvall och 2 till")


def test_a_late_month_of_another_year_has_its_year():
    expected_from_october()
    assert (
        page(on=date(2027, 1, 4)).needs[0].text.startswith("Härnösand har ingen avstämning för oktober 2026")
    )


def test_a_done_check_in_is_not_late():
    report(expected_from_october())
    assert texts() == []


def test_a_check_in_marked_stuck_this_month():
    participation = expected_from_october()
    report(participation, progress=CheckIn.Progress.STUCK, done_at=AT)
    assert texts() == [("Härnösand har fastnat", "Fastnat")]
    earlier = expected_from_october("timra", participation.cohort)
    report(earlier, progress=CheckIn.Progress.STUCK, done_at=AT - 30 * DAY)
    assert texts() == [("Härnösand har fastnat", "Fastnat")]


def test_month_that_a_county_board_asks_to_have_unlocked():
    participation = expected_from_october()
    report(participation)
    karin = make_user(first_name="Karin", last_name="Berg")
    make_unlock_request(participation, reason="correction", requested_by=karin)
    [need] = page().needs
    assert (need.text, need.hint) == (
        "Lås upp oktober för Härnösand?",
        "Karin Berg bad om det den 22 november",
    )
    assert need.url == "/avstamningar/2026-10/harnosand/"


def test_what_man_has_promised_stands_there_until_it_is_kept():
    check_in = report(expected_from_october()).check_in
    promise = Commitment.objects.create(
        participation=check_in.participation,
        check_in=check_in,
        position=0,
        owner=Owner.MAN,
        text="Mika håller en introduktion",
        due_on=date(2026, 11, 20),
        created_at=AT,
        changed_at=AT,
        changed_by=check_in.saved_by,
    )
    [need] = page().needs
    assert (need.text, need.hint) == (
        "Mika håller en introduktion",
        "Härnösand · skulle vara klart den 20 november",
    )
    assert need.tag.word == "Sista dagen har passerat"
    promise.state = Commitment.State.DONE
    promise.save()
    assert page().needs == []


def test_hand_ins_that_wait():
    participation = make_participation()
    for days in (6, 2):
        submission = make_submission(make_homework(participation.cohort), participation)
        make_version(submission, submitted_at=AT - days * DAY)
    assert [(need.text, need.hint) for need in page().needs] == [
        ("2 inlämningar väntar på återkoppling", "Den äldsta har väntat i 6 dagar")
    ]


def test_attendance_that_is_missing():
    held = make_session(starts_at=AT - 3 * DAY)
    make_session(held.cohort, starts_at=AT - DAY, state="cancelled")
    make_session(held.cohort, starts_at=AT + DAY)
    need = page().needs[0]
    assert (need.text, need.tag.word, len(page().needs)) == ("Närvaro saknas för tillfälle 1", "Fyll i", 1)
    assert need.hint.endswith("torsdag 19 november")
    make_attendance(held, make_enrolment(make_participation(held.cohort)))
    assert texts() == []


def test_failed_mail_enquiries_and_drafts():
    fields = {
        "kind": "x",
        "language": "sv",
        "subject": "Hej",
        "urgent": False,
        "not_before": AT,
        "queued_at": AT,
    }
    Message.objects.create(**fields, key="a", to_email="per@komun.example", state=Message.State.FAILED)
    Enquiry.objects.create(
        programme=Programme.objects.first(),
        name="Eva",
        email="eva@example.org",
        message="Hej",
        received_at=AT,
    )
    make_cohort(state=Cohort.State.DRAFT, name="Jämtland 2027")
    assert texts() == [
        ("1 mejl kom inte fram", "Rätta"),
        ("1 ny intresseanmälan", "Svara"),
        ("Jämtland 2027 är ett utkast", "Publicera"),
    ]
    assert page().needs[0].hint == "Det äldsta skulle ha skickats den 22 november"


def test_the_four_numbers_lead_to_their_rows(client, staff):
    participation = expected_from_october()
    other = expected_from_october("timra", participation.cohort)
    Attendance.objects.filter(enrolment__participation=other).update(status=Attendance.Status.ABSENT)
    report(participation, date(2026, 11, 1))
    SupportCase.objects.create(
        participation=other, area=DevelopmentArea.objects.first(), need="Metodstöd", raised_at=AT
    )
    figures = page().figures
    assert [(figure.number, figure.label) for figure in figures] == [
        ("1", "pågående omgång"),
        ("1 av 2", "avstämningar klara för november"),
        ("50 %", "närvaro vid senaste tillfället"),
        ("1", "öppet behov eller stöd"),
    ]
    links = [figure.url for figure in figures if figure.url.startswith("/")]
    assert [client.get(link).status_code for link in links] == [200, 200, 200]


def test_each_number_is_that_of_the_rows_behind_it(client, staff):
    participation = expected_from_october()
    make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING, state=Cohort.State.DRAFT, name="Ö 2027")
    area = DevelopmentArea.objects.first()
    for state in ("need", "withdrawn"):
        closed = {"withdrawn_at": AT, "withdrawn_text": "Löst"} if state == "withdrawn" else {}
        SupportCase.objects.create(
            participation=participation, area=area, need="Stöd", raised_at=AT, state=state, **closed
        )
    found = page()
    cohorts, needs = found.figures[0], found.figures[3]
    assert (cohorts.number, cohorts.label) == ("1", "pågående omgång och 1 planerad")
    assert len(found.cohorts) == 2
    listed = client.get(needs.url).context["page"].lists
    assert needs.number == str(sum(len(each.lines) for each in listed)) == "1"


def test_the_latest_attendance_may_be_a_finished_cohorts(client, staff):
    expected_from_october()
    Cohort.objects.update(state=Cohort.State.FINISHED)
    figure = page().figures[2]
    assert figure.number == "100 %"
    assert client.get(figure.url).status_code == 200


def test_the_table_of_cohorts():
    participation = expected_from_october()
    cohort = participation.cohort
    make_enrolment(participation, state=Enrolment.State.INVITED)
    for days in (-20, -10, 5):
        make_homework(cohort, due_on=ON + days * DAY)
    in_time, late, _coming = cohort.homework.order_by("number")
    make_version(make_submission(in_time, participation))
    make_version(make_submission(late, participation), is_late=True)
    make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING, state=Cohort.State.DRAFT, name="Ö 2027")
    make_cohort(state=Cohort.State.FINISHED)
    rows = page().cohorts
    assert [
        (str(row.cohort), row.next_session, row.people, row.in_time, row.tag.word, row.tag.kind)
        for row in rows
    ] == [
        (
            "Västernorrland 2026",
            "Tillfälle 2, 7 oktober 2027",
            "2, 1 ej inloggade",
            "50 %",
            "1 kommun sen",
            "warn",
        ),
        ("Ö 2027", "–", "ingen än", "–", "Utkast", "draft"),
    ]
    report(participation)
    assert (page().cohorts[0].tag.word, page().cohorts[0].tag.glyph) == ("Enligt plan", "✓")


def scene(count):
    """So many of everything that the page lists."""
    slugs = ["harnosand", "timra", "solleftea", "kramfors"][:count]
    first = expected_from_october(slugs[0])
    for slug in slugs[1:]:
        expected_from_october(slug, first.cohort)
    for participation in list(first.cohort.participations.all()):
        check_in = report(
            participation, date(2026, 11, 1), progress=CheckIn.Progress.STUCK, done_at=AT + DAY
        ).check_in
        make_unlock_request(participation)
        promise = {"owner": Owner.MAN, "text": "Ring", "position": 0, "created_at": AT, "changed_at": AT}
        promise |= {"participation": participation, "changed_by": check_in.saved_by}
        Commitment.objects.create(check_in=check_in, **promise)
        make_version(make_submission(make_homework(first.cohort, due_on=ON - DAY), participation))
    for number in range(count):
        make_session(starts_at=AT - (number + 1) * DAY)
        make_cohort(state=Cohort.State.DRAFT)


@pytest.mark.parametrize("item_count", [1, 3])
def test_overview_asks_the_same_for_any_number(client, staff, item_count, django_assert_num_queries):
    scene(item_count)
    with django_assert_num_queries(12):
        client.get(URL)


def test_who_sees_numbers_only_meets_no_rows_and_no_admin(client):
    participation = expected_from_october()
    make_enrolment(participation, make_user(first_name="Hemligt", last_name="Namn"))
    client.force_login(make_user(is_reader=True))
    assert client.get("/").url == URL
    shown = client.get(URL).content.decode()
    assert ("pågående omgång" in shown, "Västernorrland 2026" in shown) == (True, True)
    hidden = ("Behöver dig nu", "har ingen avstämning", "Hemligt", 'href="/admin/', 'href="/avstamningar/')
    pages = [shown]
    pages += [
        client.get(reverse(name)).content.decode()
        for name in ("reports:reporting_rates", "reports:support_use")
    ]
    assert [word for page in pages for word in (*hidden, 'href="/stod/') if word in page] == []
    assert client.post(reverse("reports:reporting_rates"), {"format": "xlsx"}).status_code == 200
    assert client.get("/admin/").status_code == 403


def test_own_cohorts_are_those_whose_contact_one_is(client, staff):
    make_cohort(name="Min omgång", contact=staff)
    make_cohort(name="En annans", contact=make_staff())
    shown = client.get(URL)
    assert [str(row.cohort) for row in shown.context["page"].cohorts] == ["En annans", "Min omgång"]
    assert 'href="?omgangar=mina#omgangar"' in shown.content.decode()
    mine = client.get(URL, {"omgangar": "mina"})
    assert [str(row.cohort) for row in mine.context["page"].cohorts] == ["Min omgång"]
    assert mine.context["page"].figures[0][0::2] == ("2", "?#omgangar")
    assert 'href="?#omgangar"' in mine.content.decode()
    client.force_login(make_staff())
    assert "kontaktperson för någon omgång" in client.get(URL, {"omgangar": "mina"}).content.decode()
