"""The demo scenario holds for a day in every month, and is refused where it does not belong."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from calendars.months import due_on
from calendars.working_days import is_working_day
from demo.build import build
from followups.models import CheckIn
from participants.models import Attendance, Submission
from programmes.models import Cohort, Participation, Session
from tests.check_ins import expected_months

DAYS = [date(2026, month, (1, 11, 28)[month % 3]) for month in range(1, 13)] + [date(2028, 2, 29)]

pytestmark = pytest.mark.django_db


def running() -> Cohort:
    return Cohort.objects.get(state="running", county_board__code="22")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_demo_holds_for_a_day_in_every_month(today: date) -> None:
    build(today=today)

    sessions = list(running().sessions.order_by("number"))
    held = [session.number for session in sessions if session.ends_on < today]
    assert held == [1, 2, 3, 4, 5, 6, 7]
    assert sessions == sorted(sessions, key=lambda session: session.starts_at)
    assert all(is_working_day(session.starts_on) and is_working_day(session.ends_on) for session in sessions)
    for homework in running().homework.select_related("session"):
        following = sessions[homework.session.number if homework.session else 0]
        assert is_working_day(homework.due_on)
        assert homework.due_on <= following.starts_on
    assert_month_is_realistic(today)


def assert_month_is_realistic(today: date) -> None:
    participations = Participation.objects.filter(cohort=running())
    months = [month for month in expected_months(participations[0]) if month <= today]
    rows = CheckIn.objects.filter(expected__participation__cohort=running())
    assert rows.filter(state="draft").count() == 1
    assert rows.filter(progress="no_contact").count() == 1
    past = months[:-1]
    missing = len(past) * 5 - rows.filter(expected__month__in=past, state="done").count()
    assert missing == 1
    assert not rows.filter(saved_at__date__gt=today).exists()
    assert all(
        due_on(row.month) >= row.done_at.date()
        for row in rows.filter(state="done", expected__month__in=past).select_related("expected")
    )


def test_every_row_of_the_demo_passes_its_own_checks() -> None:
    build(today=date(2026, 11, 22))

    for model in apps.get_models():
        if model._meta.app_label in settings.OUR_APPS:
            for row in model._default_manager.all():
                row.full_clean()


def test_demo_has_all_three_cohorts_in_their_states() -> None:
    build(today=date(2026, 11, 22))

    assert {(cohort.name, cohort.state) for cohort in Cohort.objects.all()} == {
        ("Västernorrland 2026–2027", "running"),
        ("Processledare 2026", "running"),
        ("Kalmar län 2024–2025", "archived"),
        ("Västernorrland 2027–2028", "draft"),
    }
    states = set(Submission.objects.values_list("state", flat=True))
    assert states == set(Submission.State.values) - {Submission.State.TAKEN_BACK}
    newest = Session.objects.get(cohort=running(), number=7)
    assert not Attendance.objects.filter(session=newest).exists()


def test_copied_kinds_equal_their_source() -> None:
    build(today=date(2026, 11, 22))

    for cohort in Cohort.objects.select_related("programme"):
        assert cohort.kind == cohort.programme.kind
        assert set(cohort.enrolments.values_list("kind", flat=True)) <= {cohort.kind}
        assert set(cohort.homework.values_list("kind", flat=True)) <= {cohort.kind}


def test_seed_demo_lists_the_accounts_and_is_done_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo", today=date(2026, 11, 22))
    number = User.objects.count()

    assert "siri.pahittsson@harnosand.example" in capsys.readouterr().out
    call_command("seed_demo", if_empty=True)
    assert User.objects.count() == number
    with pytest.raises(CommandError, match="already"):
        call_command("seed_demo")


def test_seed_demo_is_refused_in_production(settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_demo_password_lets_people_in() -> None:
    build(today=date(2026, 11, 22) + timedelta(days=3))

    assert all(user.check_password("demo-portal-2026") for user in User.objects.filter(is_staff=True)[:1])
