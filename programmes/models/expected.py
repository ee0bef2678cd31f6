"""The stored months in which a check-in is expected of a municipality."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendars.months import month_of
from programmes.models.cohort import Participation


class ExpectedCheckInQuerySet(models.QuerySet["ExpectedCheckIn"]):
    """Queries on expected check-ins."""

    def expected(self) -> Self:
        """Keep those that are asked for, in order."""
        return self.filter(is_expected=True).order_by("month", "participation")

    def of(self, participations: Iterable[Participation | int]) -> Self:
        """Keep those of the participations."""
        return self.filter(participation__in=participations)

    def begun(self, *, on: date) -> Self:
        """Keep those of this month and earlier ones."""
        return self.filter(month__lte=month_of(on))

    def since(self, month: date) -> Self:
        """Keep those of that month and later ones."""
        return self.filter(month__gte=month)


class ExpectedCheckIn(models.Model):
    """One municipality's month: whether a check-in is asked for, by which day, and when the month is locked.

    Only ``programmes.actions.expecting`` writes it. A row is never deleted; ``is_expected`` says whether it
    still counts. From the day after ``due_on`` it does not change; only unlocking moves ``locks_on``.
    """

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        related_name="expected_check_ins",
        verbose_name=_("participating municipality"),
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    due_on = models.DateField(_("due on"))
    locks_on = models.DateField(_("locked from"))
    is_expected = models.BooleanField(_("expected"), default=True)

    objects = ExpectedCheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("expected check-in")
        verbose_name_plural = _("expected check-ins")
        ordering = ("-month", "participation_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "month"],
                name="expected_check_in_once_a_month",
                violation_error_message=_("This month is already written down for the municipality."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="expected_check_in_month_is_first_day",
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("month"), locks_on__gt=F("due_on")),
                name="expected_check_in_is_due_before_it_locks",
                violation_error_message=_("A month is due on one of its days, and locked later."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "is_expected"], name="expected_check_in_month")]

    def __str__(self) -> str:
        return f"{self.participation.municipality} {self.month:%Y-%m}"

    def is_locked(self, *, on: date) -> bool:
        """Say whether the month can no longer be changed."""
        return self.locks_on <= on

    def has_begun(self, *, on: date) -> bool:
        """Say whether the month has begun; nothing can be reported on a later one."""
        return self.month <= month_of(on)
