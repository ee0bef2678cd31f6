"""A county board's settings hold from now on: what was expected, late or in time stays so."""

from datetime import UTC, date, datetime

import pytest

from followups.reminders import kind_on
from municipalities.models import AskedMonth, CountyBoard
from programmes.actions.expecting import change_check_in_rule
from programmes.models import Participation
from reports.pages.rates import rate_of, reported
from tests import factories as make
from tests.check_ins import expected_months, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
ON = date(2026, 11, 22)
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
SETTINGS = "/mitt-lan/installningar/"
PAST_DAY = "Har den nya dagen redan passerat gäller den från och med december."


def save(client, **fields):
    base = {"months_off": ["7"], "due_day": "", "remind_before": "5", "remind_after": "2"}
    contact = {"contact_name": "", "contact_phone": "", "contact_email": ""}
    return said(client.post(SETTINGS, base | contact | fields, follow=True))


def set_on(month, day, **settings):
    at = datetime(2026, month, day, 9, tzinfo=UTC)
    board = CountyBoard.objects.get(slug="vasternorrland")
    return change_check_in_rule(board, actor=make.make_user(), at=at, **settings)


def rate(*months):
    return rate_of(reported(Participation.objects.all(), months, on=ON))


def asked(board, month):
    return AskedMonth.objects.by_board([board], month)[board.pk]


def expected(participation):
    return [month.month for month in expected_months(participation)[:4]]


def test_county_settings_count_from_this_month(client, coordinator, participations):
    saved = save(client, months_off=["7", "12"], due_day="25", contact_name="Eva")
    assert saved == ["Inställningarna är sparade. Månaderna och dagen gäller från och med november."]
    assert expected(participations[0]) == [9, 10, 11, 1]
    assert "Alla ska vara klara senast onsdag 25 november" in client.get("/mitt-lan/").content.decode()


def test_county_settings_count_from_the_next_month_when_the_new_day_has_passed(
    client, coordinator, participations
):
    assert PAST_DAY in client.get(SETTINGS).content.decode()
    saved = save(client, months_off=["7", "10", "11"], due_day="16")
    assert saved == ["Inställningarna är sparade. Månaderna och dagen gäller från och med december."]
    text = client.get(SETTINGS).content.decode()
    assert "Månaderna och dagen nedan gäller från och med december." in text
    assert "November: senast måndag 30 november" in text
    assert expected(participations[0]) == [9, 10, 11, 12]
    assert "Alla ska vara klara senast måndag 30 november" in client.get("/mitt-lan/").content.decode()


def test_county_settings_count_from_the_next_month_when_this_months_day_has_passed(client, coordinator):
    make.make_county_board(due_day=10)
    assert "Om du ändrar månaderna eller dagen gäller ändringen från och med december. Tidigare månader" in (
        client.get(SETTINGS).content.decode()
    )
    saved = save(client, due_day="28")
    assert saved == ["Inställningarna är sparade. Månaderna och dagen gäller från och med december."]


def test_other_settings_say_no_month(client, coordinator):
    assert save(client, remind_before="3", contact_name="Eva") == ["Inställningarna är sparade."]


def test_months_that_are_over_keep_their_rate(client, coordinator, participations):
    before = rate(SEPTEMBER, OCTOBER)
    assert before.expected == 6
    set_on(11, 3, due_day=1)
    set_on(11, 22, due_day=5, months_off=[9, 10])
    set_on(11, 22, due_day=28, months_off=[9])
    assert rate(SEPTEMBER, OCTOBER) == before


def test_what_is_done_in_a_month_that_is_taken_off_stays(client, coordinator, participations):
    make.make_check_in_version(make.make_check_in(participations[0], NOVEMBER, coordinator, state="done"))
    set_on(11, 22, months_off=[7, 11])
    assert expected(participations[0]) == [9, 10, 12, 1]
    assert "Härnösand" in client.get("/avstamningar/2026-11/").content.decode()


def test_reminders_follow_the_rule_of_their_month(participations):
    board = set_on(11, 22, due_day=16)
    days = [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 9)]
    kinds = ["check_ins_left", "check_ins_left", "check_ins_late", "check_ins_help"]
    assert [kind_on(asked(board, NOVEMBER), on=day) for day in days] == kinds
    january = asked(board, date(2027, 1, 1))
    days = [date(2027, 1, 8), date(2027, 1, 15), date(2027, 1, 19)]
    assert [kind_on(january, on=day) for day in days] == [
        "check_ins_left",
        "check_ins_left",
        "check_ins_late",
    ]
