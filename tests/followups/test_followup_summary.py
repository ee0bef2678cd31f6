"""The follow-up in words, and the facts of a municipality over several months."""

from datetime import date

import pytest
from django.utils import translation

from followups.matrix import Line, last_months
from followups.models import CheckInVersion
from followups.models.check_in import step_of
from followups.months import Row
from followups.statuses import Status
from followups.summaries.followup import followup_summary, line_sentence
from municipalities.models import CountyBoard, Municipality
from programmes.models import Cohort, Participation
from tests.check_ins import told
from ui.dates import months_words

ON = date(2026, 11, 22)
MONTHS = last_months(6, until=date(2026, 11, 1))
BOARD = CountyBoard(pk=1, months_off=[7])
PROGRESS = {"+": "on_track", "!": "needs_support", "#": "stuck", "?": "no_contact"}


def line(name, marks, *, months=MONTHS, on=ON, is_paused=False, ended_on=None, steps=()):
    """One mark per month: + ! # ? are done, . is expected and not done, ~ a draft, - nothing at all."""
    participation = Participation(
        cohort=Cohort(county_board=BOARD), municipality=Municipality(name=name, slug=name), ended_on=ended_on
    )
    participation.is_paused = is_paused
    found, version = {}, None
    for month, mark in zip(months, marks, strict=True):
        state = "done" if mark in PROGRESS else {"~": "draft"}.get(mark, "")
        facts = {"on": on, "is_expected": mark != "-", "has_left": ended_on is not None}
        facts["step"] = step_of(list(steps))
        found[month] = told(month, state=state, progress=PROGRESS.get(mark, ""), **facts)
        if mark in PROGRESS:
            version = CheckInVersion(progress=PROGRESS[mark], steps=list(steps))
    return Line(Row(participation, months[-1], on, found, latest=version), list(months))


def words(*lines, month=MONTHS[-1]):
    return tuple(followup_summary(lines, month=month))


def test_last_months_cross_the_year():
    assert last_months(3, until=date(2027, 1, 1)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
    ]  # fmt: skip
    assert months_words(last_months(6, until=date(2026, 11, 1))) == "juni–november 2026"
    assert months_words(last_months(3, until=date(2027, 1, 1))) == "november 2026–januari 2027"


def test_summary_tells_late_then_stuck_then_long_need_then_the_rest():
    lines = [
        line("Bollnäs", "+-+#++"),
        line("Hofors", "!-!!!~"),
        line("Ljusdal", "+-+#.."),
        line("Ockelbo", "+-+++#"),
        line("Ovanåker", "--+!?."),
        line("Sandviken", "+-+++!"),
    ]
    assert words(*lines) == (
        "2 kommuner behöver hjälp nu: Ljusdal och Ockelbo",
        (
            "Ljusdal saknar avstämning för oktober och hade fastnat i september. Ockelbo har fastnat. "
            "Hofors har behövt stöd sedan juni. Övriga, enligt senaste klara avstämning: 1 är i fas, "
            "1 behöver stöd och 1 har ingen kontakt."
        ),
    )


def test_summary_of_all_on_track():
    calm = [line("Gävle", "+-++++"), line("Hofors", "+-++++")]
    assert words(*calm) == ("Alla 2 kommuner är i fas i november", "Alla 2 kommuner är i fas.")
    assert words(calm[0]) == ("Kommunen är i fas i november", "Kommunen är i fas.")


@pytest.mark.parametrize(
    ("marks", "title", "text"),
    [
        ("+-++..", "En kommun saknar avstämning: Hofors", "Hofors saknar avstämning för oktober."),
        (
            "+-+...",
            "En kommun saknar avstämning: Hofors",
            "Hofors saknar avstämning för september och oktober.",
        ),
        ("+-++++", "Ingen kommun behöver hjälp just nu", ""),
        ("+-+!!!", "En kommun behöver stöd: Hofors", "Hofors har behövt stöd sedan september."),
        ("+-++!!", "En kommun behöver stöd: Hofors", None),
        ("+-+++?", "Ingen kontakt med en kommun: Hofors", None),
        ("+-+++#", "En kommun behöver hjälp nu: Hofors", "Hofors har fastnat."),
    ],
)
def test_summary_title_names_the_worst_class(marks, title, text):
    calm = line("Gävle", "+-+++.")
    found = words(calm, line("Hofors", marks))
    rest = {None: "Läget: 1 är i fas och 1 ", "": "Alla 2 kommuner är i fas."}
    assert found[0] == title
    assert found[1].startswith(rest.get(text, f"{text} Den andra kommunen är i fas."))


def test_summary_counts_when_there_are_too_many_to_name():
    names = ("A", "B", "C", "D")
    stuck = [line(name, "+-+++#") for name in names]
    assert words(*stuck) == ("4 kommuner behöver hjälp nu", "4 kommuner har fastnat.")
    late = [line(name, "+-+#..") for name in names]
    assert words(*late) == (
        "4 kommuner behöver hjälp nu",
        "4 kommuner saknar avstämning för den här månaden eller en tidigare. 4 kommuner har fastnat.",
    )  # fmt: skip
    long_need = [line(name, "!-!!!!") for name in names]
    assert words(*long_need) == (
        "4 kommuner behöver stöd", "4 kommuner har behövt stöd i minst tre avstämningar i rad.",
    )  # fmt: skip


def test_summary_of_a_pause_a_newcomer_and_nobody():
    lines = [line("Gävle", "+-++#-", is_paused=True), line("Hofors", "-----.")]
    assert words(*lines) == (
        "Ingen kommun behöver hjälp just nu",
        "Läget: 1 har uppehåll och 1 har ingen avstämning än.",
    )
    assert words() == ("Ingen kommun att följa upp just nu", "")


def test_summary_in_english():
    with translation.override("en"):
        assert words(line("Gävle", "+-++++"), line("Ljusdal", "+-+#..")) == (
            "One municipality needs help now: Ljusdal",
            (
                "Ljusdal has not done the check-in for October and was stuck in September. "
                "The other municipality is on track."
            ),
        )


def test_long_need_knows_the_months_before_those_shown():
    months = last_months(12, until=date(2026, 11, 1))
    whole = line("Hofors", "!!!!!!!-!!!!", months=months)
    short = Line(whole.row, MONTHS)
    assert short.support_months == [month for month in reversed(months) if month.month != 7]
    assert words(short)[1] == "Hofors har behövt stöd sedan december 2025."


@pytest.mark.parametrize(
    ("marks", "count"), [("!-!!!!", 5), ("!-!!!.", 4), ("!-+!!!", 3), ("!-!.!!", 2), ("!-!!!+", 0)]
)
def test_a_need_goes_on_until_something_else_is_told(marks, count):
    assert len(line("Hofors", marks).support_months) == count


def test_a_municipality_that_has_left_lacks_nothing():
    left = line("Hofors", "+-+..-", ended_on=date(2026, 11, 10))
    assert left.missing == []
    assert list(left.statuses.values())[-3:] == [None, None, None]
    assert left.standing is Status.ON_TRACK


@pytest.mark.parametrize(
    ("steps", "number", "sentence"),
    [
        ([], 0, "I fas i november."),
        ([(1, "not_started"), (2, "not_started")], 0, "I fas i november."),
        ([(1, "done"), (2, "done"), (3, "not_started")], 2, "I fas i november. Steg 2 av 5."),
        ([(1, "done"), (2, "ongoing"), (3, "done")], 2, "I fas i november. Steg 2 av 5."),
    ],
)
def test_the_step_is_the_last_under_way_else_the_last_done(steps, number, sentence):
    listed = [{"number": each, "title": "Steg", "status": status} for each, status in steps]
    found = line("Gävle", "+-++++", steps=listed)
    assert (found.step, line_sentence(found, count=5)) == (number, sentence)
