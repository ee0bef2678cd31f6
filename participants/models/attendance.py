"""Attendance at sessions."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from participants.models.enrolment import Enrolment
from programmes.models import Session


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Queries on attendance."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff; else the own county's, the own group's for a process leader, one's own."""
        if user.is_staff:
            return self
        return self.filter(enrolment__in=Enrolment.objects.followed_by(user, on=on))

    def of_user(self, user: User) -> Self:
        """Keep a person's own, in all cohorts."""
        return self.filter(enrolment__user=user)

    def of_session(self, session: Session) -> Self:
        """Keep that at one session."""
        return self.filter(session=session)

    def statuses(self) -> dict[int, str]:
        """Return the statuses by enrolment."""
        return dict(self.values_list("enrolment", "status"))

    def counted(self) -> Self:
        """Keep those that count towards the certificate."""
        return self.filter(status__in=Attendance.COUNTED)


class Attendance(models.Model):
    """A person's attendance at a session (närvaro)."""

    class Status(models.TextChoices):
        PRESENT = "present", _("Present")
        PARTLY = "partly", _("Partly present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Told us beforehand")
        CAUGHT_UP = "caught_up", _("Caught up")

    COUNTED: ClassVar[tuple[str, ...]] = (Status.PRESENT, Status.PARTLY, Status.CAUGHT_UP)

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="attendances", verbose_name=_("session")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="attendances", verbose_name=_("participant")
    )
    status = models.CharField(_("attendance"), max_length=10, choices=Status.choices)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = pgettext_lazy("plural", "attendance")
        ordering = ("session_id", "enrolment_id", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="attendance_once_per_session",
                violation_error_message=_("Attendance is already noted for this person."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_status_display()}"
