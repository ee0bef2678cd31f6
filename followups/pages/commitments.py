"""Commitments as people see them: a line each with its day, the next step, and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from followups.forms.commitments import CommitmentForm, NewCommitmentForm
from followups.models import Commitment, Owner
from followups.models.commitment import CommitmentQuerySet
from participants.models import Enrolment
from programmes.models import Participation, Session
from ui.layout import FormPage
from ui.tags import Tag


@dataclass(frozen=True)
class OpenCommitment:
    """One open commitment. ``url`` is its page, for those who may change it."""

    commitment: Commitment
    on: date
    url: str = ""

    @property
    def is_late(self) -> bool:
        return self.commitment.is_late(on=self.on)

    @property
    def tag(self) -> Tag | None:
        return Tag(_("The day has passed"), "warn", "!") if self.is_late else None

    @property
    def when(self) -> str:
        """Due day in words, said kindly when it has passed."""
        if self.commitment.due_on is None:
            return _("no day decided")
        day = date_format(self.commitment.due_on, "j F")
        if self.is_late:
            return _("was to be done by %(day)s") % {"day": day}
        return pgettext("commitment", "by %(day)s") % {"day": day}

    @property
    def tried(self) -> str:
        """Words for what a group tries after a session, and whether the cohort may read it."""
        return _("what we try, shown to the cohort") if self.commitment.is_shared else _("what we try")

    @property
    def facts(self) -> str:
        """Owner and day in words."""
        return f"{self.commitment.get_owner_display()}, {self.when}"


def open_commitments(
    participations: Iterable[Participation] | Iterable[int],
    *,
    on: date,
    owner: str = "",
    user: User | None = None,
) -> list[OpenCommitment]:
    """Return the open commitments in these participations (rows, keys or a queryset), the first due first.

    One query; those that ``user`` may change have an address.
    """
    rows: CommitmentQuerySet = Commitment.objects.open().filter(participation__in=participations)
    if owner:
        rows = rows.filter(owner=owner)
    if user is not None:
        rows = rows.marked_for(user, on=on)
    return [
        OpenCommitment(row, on, row.get_absolute_url() if user is not None and row.may_write else "")
        for row in rows.select_related("participation__municipality", "session")
    ]


def next_steps(
    participations: Iterable[Participation] | Iterable[int], *, on: date
) -> dict[int, OpenCommitment]:
    """Return each participation's open commitment with the earliest day, by its key; one query."""
    steps: dict[int, OpenCommitment] = {}
    for each in open_commitments(participations, on=on):
        steps.setdefault(each.commitment.participation_id or 0, each)
    return steps


def by_owner(commitments: Iterable[OpenCommitment]) -> list[tuple[str, list[OpenCommitment]]]:
    """Return the commitments by the owner's name."""
    found = list(commitments)
    owned = [(owner, [each for each in found if each.commitment.owner == owner]) for owner in Owner]
    return [(str(owner.label), promises) for owner, promises in owned if promises]


@dataclass(frozen=True)
class CommitmentPage:
    """A page on which a commitment is made or changed.

    ``owners`` are those for whom the person may promise something.
    """

    whose: Any
    owners: list[Owner]
    on: date

    @classmethod
    def of(cls, user: User, whose: Participation | Enrolment | None, *, on: date) -> Self:
        """Return the page as the person may use it."""
        owners = [Owner.MAN] if user.is_staff else []
        if isinstance(whose, Participation):
            if Participation.objects.led_by(user, on=on).contains(whose):
                owners = [Owner.MUNICIPALITY]
            if Participation.objects.coordinated_by(user, on=on).contains(whose):
                owners = list(Owner)
        return cls(whose, owners, on)

    @property
    def is_own(self) -> bool:
        """True for the municipality's process leader."""
        return self.owners == [Owner.MUNICIPALITY]

    @property
    def back_url(self) -> str:
        """Address of the list that a new one joins."""
        if self.is_own:
            return reverse("homes:own_municipality")
        return reverse("homes:municipality", args=[self.whose.municipality.slug])

    @property
    def home_url(self) -> str:
        """Address of the page that leads to the commitments that one is to answer."""
        return self.back_url if self.is_own else reverse("home")

    @property
    def home(self) -> str:
        return _("My municipality") if self.is_own else _("the start page")

    @property
    def frame(self) -> FormPage:
        """The texts around the form of a new one."""
        return FormPage(
            heading=_("What have you agreed on?"),
            back=_("My municipality") if self.is_own else self.whose.municipality,
            back_url=self.back_url,
            hint=self.whose.municipality.full_name,
        )

    @property
    def _about(self) -> dict[str, Any]:
        sessions = Session.objects.planned().filter(cohort=self.whose.cohort, starts_at__date__lte=self.on)
        board = self.whose.cohort.county_board
        return {"owners": self.owners, "sessions": sessions.in_time(), "county_board": board}

    def new_form(self, data: QueryDict | None, *, number: str) -> NewCommitmentForm:
        """Return the form of a new one, from the session with that number if the address names one."""
        session = None
        if self.is_own and number.isascii() and number.isdecimal():
            session = self._about["sessions"].filter(number=int(number[:4])).first()
        return NewCommitmentForm(data, initial={"session": session}, **self._about)

    def form(self, commitment: Commitment, data: QueryDict | None) -> CommitmentForm:
        return CommitmentForm(data, commitment=commitment, **self._about)

    def owned(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return the answers with the owner, whom only those are asked about who may choose."""
        return {"owner": self.owners[0], **answers}


def new_commitment_page(user: User, slug: str, *, on: date) -> CommitmentPage:
    """Return the page of a new commitment of the municipality with that slug.

    Raises:
        Http404: not a municipality for which the person may promise anything.
    """
    allowed = Participation.objects.coordinated_by(user, on=on) | Participation.objects.led_by(user, on=on)
    if user.is_staff:
        allowed |= Participation.objects.followed_by(user, on=on)
    participation = allowed.of_slug(slug).with_names().newest_first().first()
    if participation is None:
        raise Http404
    return CommitmentPage.of(user, participation, on=on)
