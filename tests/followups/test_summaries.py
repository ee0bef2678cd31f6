"""The generated sentences, word by word."""

from datetime import date

import pytest
from django.utils import translation

from followups.models import CheckIn, CheckInVersion
from followups.months import CountyMonth, Row
from followups.statuses import Status
from followups.summaries.check_ins import (
    count_sentence,
    done_sentence,
    due_sentence,
    first_sentence,
    last_time_sentence,
    missing_sentence,
    missing_words,
    month_sentence,
    needs_words,
    obstacles_words,
    steps_words,
    this_time_sentence,
)
from municipalities.models import CountyBoard, Municipality
from programmes.models import Cohort, ExpectedCheckIn, Participation
from tests.check_ins import told

ON = date(2026, 11, 22)
NOVEMBER = date(2026, 11, 1)
BOARD = CountyBoard(pk=1, months_off=[7])


def make_row(name="Bollnäs", *, state="", missing=(), month=NOVEMBER, on=ON):
    cohort = Cohort(county_board=BOARD)
    participation = Participation(cohort=cohort, municipality=Municipality(name=name, slug=name.lower()))
    progress = "on_track" if state in {"done", "reopened"} else ""
    months = {each: told(each, on=on) for each in missing}
    months[month] = told(month, state=state, progress=progress, on=on)
    return Row(participation, month, on, months)


def make_county(*rows, month=NOVEMBER, on=ON):
    return CountyMonth(BOARD, month, on, list(rows))


def test_month_sentence_counts_and_names_what_is_missing():
    county = make_county(
        make_row("Bollnäs", state="done"),
        make_row("Hofors", state="draft"),
        make_row("Ljusdal", missing=[date(2026, 9, 1), date(2026, 10, 1)]),
    )
    assert month_sentence(county) == (
        "1 av 3 avstämningar för november är klara. "
        "Alla ska vara klara senast måndag 30 november, om 8 dagar. "
        "Ljusdal saknar avstämning för september och oktober."
    )
    assert county.meter == ["on", "half", ""]


def test_the_month_of_another_year_has_its_year():
    done = make_row("Bollnäs", state="done")
    county = make_county(done, on=date(2027, 1, 3))
    assert month_sentence(county) == "Avstämningen för november 2026 är klar."
    assert done_sentence("Bollnäs", county).startswith("Bollnäs är klar för november 2026.")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 11, 29), "Alla ska vara klara senast måndag 30 november, i morgon."),
        (date(2026, 11, 30), "Alla ska vara klara senast måndag 30 november, i dag."),
        (date(2026, 12, 1), "De skulle ha varit klara måndag 30 november."),
        (date(2026, 10, 31), ""),
    ],
)
def test_due_sentence_follows_the_day(on, sentence):
    assert due_sentence(make_county(make_row(on=on), on=on)) == sentence


def test_month_sentence_of_a_month_that_is_done_or_off():
    done = [make_row("Bollnäs", state="done"), make_row("Hofors", state="done")]
    assert month_sentence(make_county(*done)) == "Alla 2 avstämningar för november är klara."
    assert month_sentence(make_county(done[0])) == "Avstämningen för november är klar."
    assert month_sentence(make_county(make_row())).startswith("0 av 1 avstämning för november är klar. ")
    assert month_sentence(make_county(month=date(2026, 7, 1))) == "Inga avstämningar i juli."


def test_missing_sentence_names_three_and_counts_more():
    october = [date(2026, 10, 1)]
    names = ("Bollnäs", "Hofors", "Ljusdal", "Ovanåker")
    rows = [make_row(name, missing=october) for name in names]
    assert (
        missing_sentence(rows[:2])
        == "Bollnäs saknar avstämning för oktober. Hofors saknar avstämning för oktober."
    )
    assert missing_sentence(rows) == "4 kommuner saknar tidigare månader."
    assert missing_words(rows[0]) == "Oktober saknas"
    last_year = make_row(missing=[date(2025, 11, 1)])
    assert missing_words(last_year) == "November 2025 saknas"
    assert missing_sentence([last_year]) == "Bollnäs saknar avstämning för november 2025."
    assert missing_words(make_row(missing=[date(2026, 9, 1), *october])) == "2 månader saknas"


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (0, "Bollnäs är klar för november. Alla kommuner är klara."),
        (1, "Bollnäs är klar för november. 1 kommun kvar."),
        (4, "Bollnäs är klar för november. 4 kommuner kvar."),
    ],
)
def test_done_sentence_says_what_is_left(left, sentence):
    rows = [make_row("Bollnäs", state="done"), *(make_row(f"Ort {number}") for number in range(left))]
    assert done_sentence("Bollnäs", make_county(*rows)) == sentence


def test_last_time_sentence_is_status_month_and_one_sentence():
    check_in = CheckIn(expected=ExpectedCheckIn(month=date(2026, 10, 1)))
    version = CheckInVersion(check_in=check_in, progress="stuck", happened="Styrgruppen är utsedd. Mer text.")
    assert last_time_sentence(version, on=ON) == "Fastnat i oktober. Styrgruppen är utsedd."
    assert last_time_sentence(None, on=ON) == "Ingen tidigare avstämning."


def test_this_time_sentence():
    assert this_time_sentence(CheckIn(progress="on_track", happened="Ett möte. Mer.")) == "I fas. Ett möte."
    assert this_time_sentence(CheckIn(progress="on_track", nothing_new=True)) == (
        "I fas. Inget nytt sedan sist."
    )
    assert this_time_sentence(CheckIn()) == ""


def test_first_sentence_is_no_longer_than_a_line():
    assert first_sentence("Först. Sedan.") == "Först."
    assert first_sentence("Är det så? Ja.") == "Är det så?"
    assert len(first_sentence("ord " * 100)) <= 140


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({}, "inget steg har börjat"),
        ({1: "done", 2: "ongoing", 3: "not_started"}, "steg 2 av 5 pågår"),
        ({1: "done", 2: "done"}, "steg 2 av 5 är klart"),
        (dict.fromkeys(range(1, 6), "done"), "alla 5 steg är klara"),
    ],
)
def test_steps_words(steps, words):
    assert steps_words(steps, count=5) == words


def test_obstacles_and_needs_words():
    assert obstacles_words([], since=NOVEMBER, on=ON) == "inga"
    assert obstacles_words(["Tid", "Pengar"], since=NOVEMBER, on=ON) == "Tid och Pengar (kvar från november)"
    assert obstacles_words(["Tid"], since=None, on=ON) == "Tid"
    states = ({}, {"need": 1}, {"need": 2, "offered": 1}, {"accepted": 1}, {"accepted": 1, "in_progress": 1})
    assert [needs_words(each) for each in states] == [
        "inget öppet behov",
        "1 öppet behov",
        "2 öppna behov och 1 erbjudande utan svar",
        "1 pågående stöd",
        "2 pågående stöd",
    ]


def test_the_sentences_have_an_english_twin():
    with translation.override("en"):
        county = make_county(make_row("Bollnäs", state="done"), make_row("Hofors"))
        assert count_sentence(county) == "1 of 2 check-ins for November are done."


# --- Status of a cell -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "on", "status"),
    [
        ("", date(2026, 11, 30), Status.TO_DO),
        ("", date(2026, 12, 1), Status.LATE),
        ("draft", date(2026, 11, 30), Status.DRAFT),
        ("draft", date(2026, 12, 1), Status.LATE),
        ("reopened", date(2026, 12, 1), Status.ON_TRACK),
        ("done", date(2026, 12, 1), Status.ON_TRACK),
    ],
)
def test_status_of_a_row(state, on, status):
    assert make_row(state=state, on=on).status == status


def test_every_status_has_word_glyph_and_kind():
    assert [(each.word, each.glyph, each.kind) for each in Status] == [
        ("Att göra", "○", "info"),
        ("Utkast", "✎", "draft"),
        ("I fas", "✓", "ok"),
        ("Behöver stöd", "!", "warn"),
        ("Fastnat", "■", "bad"),
        ("Ej kontakt", "?", ""),
        ("Sen", "✕", "late"),
    ]
