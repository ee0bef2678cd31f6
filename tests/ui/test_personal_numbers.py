"""Personal identity numbers are stopped however they are written; other numbers pass."""

import pytest
from django.core.exceptions import ValidationError

from ui.personal_numbers import personal_number_in, refuse_personal_numbers


@pytest.mark.parametrize(
    "text",
    [
        "811218-9876",
        "Hon heter 19811218-9876.",
        "8112189876",
        "198112189876",
        "811278-9873",
        "811218+9876",
        "850709\u00a09805",
        "850709\u202f9805",
        "850709\u22129805",
        "850709 - 9805",
        "850709\u00ad-9805",
        "850709\u00ad9805",
        "850709\u200b-\u20609805",
        "850709  9805",
        "850709\t9805",
        "850709.9805",
        "850709/9805",
        "850709_9805",
        "1985-07-09-9805",
        "1985 07 09 9805",
        "85/07/09 9805",
        "\uff18\uff15\uff10\uff17\uff10\uff19-\uff19\uff18\uff10\uff15",
        "3850709-9805",
        "Möte 2026 850709-9805",
        "2026-11-30 850709-9805",
        "850709-9805\n850708",
        "850709\n9805",
        "850709\r\n9805",
        "850709-\n9805",
        "19850709\n9805",
        "850709:9805",
        "850709: 9805",
        "850709\u00b79805",
        "850709\u20229805",
        "8507 09 9805",
        "85 0709 9805",
        "1985 0709 9805",
        "8507\u00a009\u00a09805",
    ],
)
def test_personal_numbers_are_found(text):
    assert personal_number_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "811218-9875",
        "811318-9876",
        "070-174 06 05",
        "Ring mig på 0701740607 om ni undrar.",
        "0701740615",
        "0701740623",
        "0701740631",
        "0701740649",
        "+46701740607",
        "0611-245002",  # with a hyphen in the middle it is a telephone number
        "dnr 801-4711-2026",
        "2026-11-22",
        "2026-11-30 \u2013 2026-12-04",
        "2026-11-30 0906",
        "0611 24 5002",  # so it is with blanks
        "2026-11-30: 4711",
        "2026-11-30\n9805",
        "Skärmbild_20261130-0906.png",
        "1234567890123",
        "556016-0680",  # a company's number
    ],
)
def test_other_numbers_pass(text):
    assert personal_number_in(text) == ""


def test_none_of_the_times_of_a_meeting_is_a_personal_number():
    times = [f"2026-12-03 {hour:02}{minute:02}" for hour in range(24) for minute in range(60)]
    ranges = [f"2026-12-{day:02} \u2013 {year}-01-15" for day in range(1, 32) for year in range(2026, 2046)]
    assert [text for text in times + ranges if personal_number_in(text)] == []


def test_the_refusal_quotes_what_was_read():
    with pytest.raises(ValidationError) as refusal:
        refuse_personal_numbers("Hej, jag är 850709\u00ad - 9805.")
    assert refusal.value.messages == ["Texten verkar innehålla ett personnummer. Ta bort ”850709 - 9805”."]
