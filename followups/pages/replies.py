"""The page where a process leader answers the month's questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from followups.actions.replies import why_closed
from followups.forms.beside import ReplyForm
from followups.models import Month, MunicipalReply
from followups.months import Row, is_open, read_month
from municipalities.models import CountyBoard
from programmes.models import Participation
from ui.conflicts import ConflictError


@dataclass(frozen=True)
class Side:
    """One answer that two people gave differently."""

    question: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class ReplyPage:
    """A municipality's month, for its process leader to write about."""

    row: Row

    @property
    def county_board(self) -> CountyBoard:
        return self.row.participation.county_board

    @property
    def closed(self) -> str:
        """Reason why the answers can no longer be edited; empty if they can."""
        return why_closed(self.row)

    @cached_property
    def reply(self) -> MunicipalReply:
        """The stored answers, or empty ones."""
        return self.row.reply or MunicipalReply(expected=self.row.stored)

    def form(self, data: Mapping[str, str] | QueryDict | None = None) -> ReplyForm:
        return ReplyForm(data, reply=self.reply, county_board=self.county_board)


def reply_page(user: User, slug: str, month: date, *, on: date) -> ReplyPage:
    """Return the page of a municipality that the person leads.

    Raises:
        Http404: not such a municipality, or a month that nobody asks about.
    """
    led = Participation.objects.led_by(user, on=on).of_slug(slug)
    for row in read_month(Month.objects.of(led).filter(month=month), on=on):
        if row.reply or (row.is_expected and is_open(month, on=on)):
            return ReplyPage(row)
    raise Http404


def conflict_sides(page: ReplyPage, conflict: ConflictError, answers: Mapping[str, str]) -> list[Side]:
    """Return the answers that differ, the saved and the entered one, by question."""
    form = page.form()
    return [
        Side(
            str(form.fields[name].label),
            _shown(name, getattr(conflict.stored, name)),
            _shown(name, answers[name]),
        )
        for name in conflict.fields
    ]


def _shown(name: str, value: str) -> str:
    if name == "progress" and value:
        return str(MunicipalReply.Progress(value).label)
    return value or _("(empty)")
