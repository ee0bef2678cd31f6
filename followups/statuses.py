"""The words, glyphs and colours of a check-in's status: one table for every page and mail."""

from datetime import date, datetime
from enum import Enum
from typing import NamedTuple, Self

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from followups.models import CheckIn, MunicipalReply
from programmes.models import ExpectedCheckIn
from ui.tags import Tag

# What each progress means, under its choice in a form.
PROGRESS_HINTS = {
    "on_track": gettext_lazy("The work moves on"),
    "needs_support": gettext_lazy("Something slows it down, but can be solved"),
    "stuck": gettext_lazy("Gets no further without help"),
    "no_contact": gettext_lazy("I have tried"),
}


class Status(Enum):
    """The look of a municipality's month. Statuses that need action are filled; late is solid red."""

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
    """Return the status of a progress."""
    return Status[progress.upper()]


def progress_choice(
    progress: CheckIn.Progress | MunicipalReply.Progress, mark: str = ""
) -> tuple[str, SafeString]:
    """Return one choice: its glyph, its word, and a mark after it."""
    glyph = of_progress(progress).glyph
    words = format_html('<span aria-hidden="true">{}</span> {}{}', glyph, progress.label, mark)
    return progress.value, words


class Told(NamedTuple):
    """One municipality's month as lists read it, with its fields in the order of ``READ``.

    ``check_in`` is the key of the check-in, if there is one; ``progress`` is the newest version's and empty
    before the first.
    """

    pk: int
    month: date
    due_on: date
    locks_on: date
    is_expected: bool
    is_late: bool
    is_undone: bool
    standing: str
    check_in: int | None = None
    state: str | None = None
    progress: str | None = None
    step: int | None = None
    done_at: datetime | None = None
    unlocked_at: datetime | None = None

    @classmethod
    def of(cls, month: ExpectedCheckIn) -> Self:
        """Return a month that was read whole, with its standing."""
        check_in = getattr(month, "check_in", None)
        own = (getattr(month, name) for name in OWN)
        return cls(*own, *(getattr(check_in, name, None) for name in OF_CHECK_IN))

    @property
    def status(self) -> Status:
        return Status[self.standing.upper()]

    @property
    def is_done(self) -> bool:
        return bool(self.progress)

    @property
    def is_reopened(self) -> bool:
        """True when there is a change that is not marked as done."""
        return self.state == CheckIn.State.REOPENED

    def is_locked(self, *, on: date) -> bool:
        """Return whether the month may no longer be changed."""
        return self.locks_on <= on


# The columns of ``Told``, of months with their standing.
OWN = ("pk", "month", "due_on", "locks_on", "is_expected", "is_late", "is_undone", "standing")
OF_CHECK_IN = ("pk", "state", "told", "step", "done_at", "unlocked_at")
READ = (*OWN, *(f"check_in__{name}" for name in OF_CHECK_IN))
