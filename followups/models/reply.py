"""The municipality's own answers, beside the county board's check-in."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.keep import Keep, author, paper
from followups.models.answers import TEXT_MAX_LENGTH
from followups.models.check_in import CheckIn
from followups.models.month import OfMonth
from programmes.models import ExpectedCheckIn, Participation
from ui import columns


class MunicipalReplyQuerySet(models.QuerySet["MunicipalReply"]):
    """Queries on the municipalities' own answers."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the process leader's own and their county's; for staff also those whose check-in is done."""
        own = Q(expected__participation__in=Participation.objects.coordinated_by(user, on=on)) | Q(
            expected__participation__in=Participation.objects.led_by(user, on=on)
        )
        if not user.is_staff:
            return self.filter(own)
        frozen = CheckIn.objects.filter(expected=models.OuterRef("expected")).exclude(versions=None)
        return self.filter(own | models.Exists(frozen))


class MunicipalReply(OfMonth, models.Model):
    """The process leader's voluntary answers to the month's questions, until the check-in is done.

    ``number`` counts saves, as on a check-in.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("saved_by"), paper("happened", "need"))

    class Progress(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        NEEDS_SUPPORT = "needs_support", _("Needs support")
        STUCK = "stuck", _("Stuck")

    expected = models.OneToOneField(
        ExpectedCheckIn, models.PROTECT, related_name="reply", verbose_name=_("month")
    )
    progress = models.CharField(_("How is it going?"), max_length=20, choices=Progress.choices)
    happened = columns.Text(_("What has happened since last time?"), blank=True, max_length=TEXT_MAX_LENGTH)
    need = columns.Text(_("What do you need?"), blank=True, max_length=1000)
    number = models.PositiveIntegerField(_("saves"), default=0)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("saved by")
    )

    objects = MunicipalReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality's own answers")
        verbose_name_plural = _("municipalities' own answers")
        ordering = ("-expected_id", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(progress=""),
                name="municipal_reply_has_progress",
                violation_error_message=_("Choose how it is going."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality} {self.month:%Y-%m}"
