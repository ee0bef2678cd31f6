"""Dismissed quiet facts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.keep import Keep, author, not_personal, paper
from programmes.models import Participation
from ui import columns


class QuietKind(models.TextChoices):
    """The kinds of quiet facts: about a municipality, never about a person."""

    NOT_IN_PORTAL = "not_in_portal", _("Nobody has been in the portal for long")
    HOMEWORK_MISSING = "homework_missing", _("Homework is missing in a row")
    NO_CONTACT = "no_contact", _("No contact twice in a row")
    STEP_UNCHANGED = "step_unchanged", _("The process step is unchanged for long")


class QuietDismissal(models.Model):
    """A dismissal with a note. ``fact`` names what was dismissed: a new fact is shown again."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("dismissed_by"), paper("note"), not_personal("fact"))

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        related_name="quiet_dismissals",
        verbose_name=_("participating municipality"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=QuietKind.choices)
    fact = models.CharField(_("what it was about"), max_length=40)
    note = columns.Lines(_("note"), max_length=300)
    dismissed_at = models.DateTimeField(_("put aside at"))
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put aside by")
    )

    class Meta:
        verbose_name = _("signal put aside")
        verbose_name_plural = _("signals put aside")
        ordering = ("-dismissed_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation", "kind", "fact"],
                name="quiet_dismissal_once",
                violation_error_message=_("This signal is already put aside."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality}: {self.get_kind_display()}"
