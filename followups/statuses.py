"""The words, glyphs and colours of a check-in in lists: one table for every page and mail."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import pgettext_lazy

from followups.models import CheckIn

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import _StrOrPromise


class Look(NamedTuple):
    """How a status is written: word, glyph, and the kind of tag."""

    word: _StrOrPromise
    glyph: str
    css: str


class Status(Enum):
    """What a municipality's month looks like from outside. Needs action = filled; late = solid red."""

    TO_DO = Look(pgettext_lazy("check-in", "To do"), "○", "info")
    DRAFT = Look(pgettext_lazy("check-in", "Draft"), "✎", "draft")
    ON_TRACK = Look(pgettext_lazy("check-in", "On track"), "✓", "ok")
    NEEDS_SUPPORT = Look(pgettext_lazy("check-in", "Needs support"), "!", "warn")
    STUCK = Look(pgettext_lazy("check-in", "Stuck"), "■", "bad")
    NO_CONTACT = Look(pgettext_lazy("check-in", "No contact"), "?", "")
    LATE = Look(pgettext_lazy("check-in", "Late"), "✕", "late")

    @property
    def word(self) -> str:
        return str(self.value.word)

    @property
    def glyph(self) -> str:
        return self.value.glyph

    @property
    def css(self) -> str:
        return self.value.css


def of_progress(progress: str) -> Status:
    """The status that says how it goes."""
    return Status[progress.upper()]


class Told(NamedTuple):
    """What a month's check-in says in lists. ``progress`` is the newest version's; empty before the first."""

    check_in: int
    state: str
    progress: str
    done_at: datetime | None
    unlocked_at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.state == CheckIn.State.DONE

    @property
    def is_reopened(self) -> bool:
        return self.state == CheckIn.State.REOPENED


def status_of(told: Told | None, *, due_on: date, on: date) -> Status:
    """One month's status: how it goes once it is done, otherwise what is left to do.

    What was done and is being changed again is a draft, not late: somebody reported in time.
    """
    if told is not None and told.is_done:
        return of_progress(told.progress)
    if told is not None and told.is_reopened:
        return Status.DRAFT
    if due_on < on:
        return Status.LATE
    return Status.DRAFT if told is not None else Status.TO_DO
