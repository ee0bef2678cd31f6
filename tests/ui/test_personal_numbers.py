"""Personal identity numbers are stopped; other numbers pass."""

import pytest

from ui.personal_numbers import holds_personal_number


@pytest.mark.parametrize(
    "text",
    ["811218-9876", "Hon heter 19811218-9876.", "8112189876", "198112189876", "811278-9873", "811218+9876"],
)
def test_personal_numbers_are_found(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    ["811218-9875", "070-174 06 05", "dnr 801-4711-2026", "2026-11-22", "1234567890123", "811318-9876", ""],
)
def test_other_numbers_pass(text: str) -> None:
    assert not holds_personal_number(text)
