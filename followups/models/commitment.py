"""Commitments made in a check-in by a municipality, the county board or MÄN ("Det vi kom överens om")."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author, paper
from audit.models import Moving
from followups.models.answers import Owner
from followups.models.check_in import CheckIn
from programmes.models import Participation
from ui import columns


class CommitmentOutcome(models.TextChoices):
    """The outcome of a commitment since last time. A moved one stays open with another day."""

    REMAINING = "remaining", pgettext_lazy("commitment", "Remains")
    DONE = "done", pgettext_lazy("commitment", "Done")
    MOVED = "moved", pgettext_lazy("commitment", "Moved")
    DROPPED = "dropped", pgettext_lazy("commitment", "Dropped")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Queries on commitments."""

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those whose outcome the person may record: all for staff, their county's for coordinators."""
        if user.is_staff:
            return self
        return self.filter(participation__in=Participation.objects.coordinated_by(user, on=on))

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those of municipalities that the person may see: their own, their county's, all for staff."""
        return self.filter(participation__in=Participation.objects.visible_to(user, on=on))

    def open(self) -> Self:
        """Keep those neither done nor dropped, the first due first."""
        return self.filter(state=Commitment.State.OPEN).order_by(
            models.F("due_on").asc(nulls_last=True), "created_at", "pk"
        )

    def with_municipality(self) -> Self:
        """Select the municipality and its county board too."""
        return self.select_related("participation__municipality", "participation__cohort__county_board")

    def asked_about_in(self, check_in: CheckIn) -> Self:
        """Keep the open ones from earlier months, and those that this very check-in has answered."""
        earlier = self.filter(
            participation=check_in.participation_id, check_in__expected__month__lt=check_in.month
        )
        asked = Q(state=Commitment.State.OPEN)
        if check_in.pk:
            asked |= Q(reviewed_in=check_in)
        return earlier.filter(asked).order_by(models.F("due_on").asc(nulls_last=True), "created_at", "pk")


class Commitment(Moving):
    """One commitment with an owner and maybe a day, made when a check-in was marked as done.

    ``position`` is its place in that check-in, so that marking it as done again changes the same row.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("changed_by"), paper("text", "word"))

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "Remains")
        DONE = "done", pgettext_lazy("commitment", "Done")
        DROPPED = "dropped", pgettext_lazy("commitment", "Dropped")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.OPEN: {State.OPEN, State.DONE, State.DROPPED},
        State.DONE: {State.OPEN},
        State.DROPPED: {State.OPEN},
    }
    REFUSED = _("The commitment cannot be changed like that.")

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        related_name="commitments",
        verbose_name=_("participating municipality"),
    )
    check_in = models.ForeignKey(
        CheckIn, models.PROTECT, related_name="commitments", verbose_name=_("check-in")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    owner = models.CharField(_("owner"), max_length=20, choices=Owner.choices)
    text = columns.Line(_("what we agreed on"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    word = columns.Line(_("a word about it"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    reviewed_in = models.ForeignKey(
        CheckIn,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_commitments",
        verbose_name=_("last answered in"),
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("participation_id", "created_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_in", "position"],
                name="commitment_once_per_place",
                violation_error_message=_("This commitment is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commitment_has_text",
                violation_error_message=_("Write what you agreed on."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "owner"], name="commitment_state_owner")]

    def __str__(self) -> str:
        return f"{self.participation.municipality}: {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("followups:commitment_edit", args=[self.pk])

    def is_due_in(self, month: date) -> bool:
        """Return whether the month's check-in asks about it: due before the next month, or without a day."""
        return self.due_on is None or (self.due_on.year, self.due_on.month) <= (month.year, month.month)

    def is_late(self, *, on: date) -> bool:
        """Return whether its day has passed while it is open."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < on
