"""The words, glyphs and colours of a check-in in lists: one table for every page and mail."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from followups.models import CheckIn
from ui.tags import Tag


class Status(Enum):
    """What a municipality's month looks like from outside. Needs action = filled; late = solid red."""

    TO_DO = Tag(pgettext_lazy("check-in", "To do"), "info", "○")
    DRAFT = Tag(pgettext_lazy("check-in", "Draft"), "draft", "✎")
    ON_TRACK = Tag(pgettext_lazy("check-in", "On track"), "ok", "✓")
    NEEDS_SUPPORT = Tag(pgettext_lazy("check-in", "Needs support"), "warn", "!")
    STUCK = Tag(pgettext_lazy("check-in", "Stuck"), "bad", "■")
    NO_CONTACT = Tag(pgettext_lazy("check-in", "No contact"), "", "?")
    LATE = Tag(pgettext_lazy("check-in", "Late"), "late", "✕")

    @property
    def word(self) -> str:
        return str(self.value.word)

    @property
    def glyph(self) -> str:
        return self.value.glyph

    @property
    def kind(self) -> str:
        return self.value.kind


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
