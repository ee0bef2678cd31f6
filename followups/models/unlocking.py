"""A coordinator's request that MÄN unlocks a month."""

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
from audit.keep import Keep, author
from audit.models import Moving
from followups.models.month import OfMonth
from programmes.models import ExpectedCheckIn, Participation


class UnlockReason(models.TextChoices):
    """The reasons to unlock a month; codes, so that the trail holds no personal text."""

    CORRECTION = "correction", _("Something is wrong and must be corrected")
    LATE_CONTACT = "late_contact", _("The contact came after the month was locked")
    NO_TIME = "no_time", _("There was no time")
    ABSENCE = "absence", _("The coordinator was away")


class UnlockRequestQuerySet(models.QuerySet["UnlockRequest"]):
    """Queries on requests to unlock a month."""

    def waiting(self) -> Self:
        """Keep those that MÄN has not answered, the oldest first."""
        return self.filter(state=UnlockRequest.State.WAITING).order_by("requested_at", "pk")

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, their county's for coordinators."""
        if user.is_staff:
            return self
        return self.filter(expected__participation__in=Participation.objects.coordinated_by(user, on=on))


class UnlockRequest(OfMonth, Moving):
    """A request that MÄN unlocks one municipality's month."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("requested_by"),)

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("unlock request", "Waiting")
        GRANTED = "granted", pgettext_lazy("unlock request", "Unlocked")
        DECLINED = "declined", pgettext_lazy("unlock request", "Declined")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.WAITING: {State.GRANTED, State.DECLINED},
        State.GRANTED: set(),
        State.DECLINED: set(),
    }
    REFUSED = _("The request has already been answered.")

    expected = models.ForeignKey(
        ExpectedCheckIn, models.PROTECT, related_name="unlock_requests", verbose_name=_("month")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=UnlockReason.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    requested_at = models.DateTimeField(_("asked at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = UnlockRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to unlock")
        verbose_name_plural = _("requests to unlock")
        ordering = ("-requested_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expected"],
                condition=Q(state="waiting"),
                name="unlock_request_waits_once",
                violation_error_message=_("MÄN has already been asked to unlock the month."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="unlock_request_answered_has_a_time",
                violation_error_message=_("An answer has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        """Return the address of the check-in, where the request is answered."""
        return reverse("followups:check_in_edit", args=[self.month, self.participation.municipality.slug])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED
