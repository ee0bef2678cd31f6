"""The sentences of the period report, one, several and none."""

import pytest

from followups.statuses import Status
from reports import summaries as period


@pytest.mark.parametrize(
    ("done", "expected", "words"),
    [
        (36, 37, "36 av 37 månadsavstämningar är klara."),
        (37, 37, "Alla 37 månadsavstämningar är klara."),
        (1, 1, "Den enda månadsavstämningen är klar."),
        (0, 1, "0 av 1 månadsavstämning är klar."),
    ],
)
def test_check_ins(done, expected, words):
    assert period.check_ins_sentence(done, expected) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Inget processteg blev klart under perioden."),
        (1, "1 processteg blev klart under perioden."),
        (14, "14 processteg blev klara under perioden."),
    ],
)
def test_finished_steps(count, words):
    assert period.finished_sentence(count) == words


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({}, "Inget stöd gavs under perioden."),
        ({"yes": 1}, "Ett stöd gavs, och det hjälpte."),
        ({"partly": 1}, "Ett stöd gavs, och det hjälpte delvis."),
        ({"no": 1}, "Ett stöd gavs, men det hjälpte inte."),
        ({"": 1}, "Ett stöd gavs. Det finns inget svar än på om det hjälpte."),
        ({"yes": 1, "": 1}, "2 stöd gavs: 1 hjälpte och 1 har inget svar än."),
        (
            {"yes": 2, "partly": 1, "no": 1, "": 2},
            "6 stöd gavs: 2 hjälpte, 1 hjälpte delvis, 1 hjälpte inte och 2 har inget svar än.",
        ),
    ],
)
def test_delivered_support(outcomes, words):
    assert period.delivered_sentence(outcomes) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({Status.ON_TRACK: 1}, "1 av 1 kommun var i fas vid sin senaste avstämning."),
        (
            {Status.ON_TRACK: 4, Status.NEEDS_SUPPORT: 2, Status.STUCK: 1, Status.NO_CONTACT: 1},
            (
                "4 av 8 kommuner var i fas vid sin senaste avstämning, 2 behövde stöd, 1 hade fastnat "
                "och 1 gick inte att nå."
            ),
        ),
    ],
)
def test_standing(counts, words):
    assert period.standing_sentence(dict.fromkeys(Status, 0) | counts) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0, 0, 0), ""),
        ((1, 0, 0, 0, 0), "1 väntar på ett erbjudande."),
        (
            (2, 3, 2, 1, 0),
            (
                "2 väntar på ett erbjudande, 3 har ett erbjudande eller stöd som pågår, 2 har fått stöd "
                "och 1 fick ett erbjudande som kommunen tackade nej till."
            ),
        ),
        ((1, 0, 0, 0, 2), "1 väntar på ett erbjudande och 2 är inte längre aktuella."),
    ],
)
def test_answers(counts, words):
    assert period.answers_sentence(*counts) == words


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, ""),
        ({"Metod": 1, "Skola": 1}, ""),
        ({"Metod": 2, "Skola": 2}, ""),
        ({"Metod": 3}, "Alla behov gällde ”Metod”."),
        ({"Metod": 2, "Skola": 1, "Fritid": 2}, "Flest behov gällde ”Metod” och ”Fritid”."),
    ],
)
def test_common_needs(counts, words):
    assert period.common_sentence(counts) == words
