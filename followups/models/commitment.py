"""What a municipality, the county board or MÄN promised in a check-in ("Det vi kom överens om")."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from followups.models.check_in import CheckIn, Owner
from programmes.models import Participation

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about commitments."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Those of the municipalities that the person may see: own group's, own county's, all for staff."""
        return self.filter(participation__in=Participation.objects.visible_to(user, on=on))

    def open(self) -> Self:
        """Neither done nor dropped; those due first come first."""
        return self.filter(state=Commitment.State.OPEN).order_by(
            models.F("due_on").asc(nulls_last=True), "created_at", "pk"
        )

    def owned_by(self, owner: str) -> Self:
        """Those that the municipality, the county board or MÄN is to keep."""
        return self.filter(owner=owner)


class Commitment(models.Model):
    """One promise with an owner and perhaps a day, made when a check-in was marked done.

    ``position`` is its place among the promises of that check-in: marking done anew changes the same row.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "Remains")
        DONE = "done", pgettext_lazy("commitment", "Done")
        DROPPED = "dropped", pgettext_lazy("commitment", "Dropped")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.OPEN: {State.OPEN, State.DONE, State.DROPPED},
        State.DONE: {State.OPEN},
        State.DROPPED: {State.OPEN},
    }

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
    text = models.CharField(_("what we agreed on"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    word = models.CharField(_("a word about it"), max_length=200, blank=True)
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
        ordering = ("participation", "created_at", "pk")
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
