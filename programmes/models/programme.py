"""The two programmes that MÄN runs, and the five steps of the handbook."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.keep import Keep, not_personal
from ui import columns


class TrainingKind(models.TextChoices):
    """The shape of a programme: whole municipalities with a county board, or individual people."""

    PROCESS_TRAINING = "process_training", _("Process training")
    PROCESS_LEADER_TRAINING = "process_leader_training", _("Process-leader training")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Queries on programmes."""

    def offered(self) -> Self:
        """Keep those on offer now, those for municipalities before those for individuals."""
        return self.filter(is_active=True).order_by("-kind", "name", "pk")


class Programme(models.Model):
    """A training that MÄN offers. Its kind never changes, because cohorts and enrolments have a copy."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("name", "slug", "description"),)

    name = columns.Line(_("name"), max_length=120, unique=True, db_collation="swedish")
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=TrainingKind.choices)
    description = columns.Text(_("description"), blank=True)
    is_active = models.BooleanField(_("offered now"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=TrainingKind.values),
                name="programme_kind_is_known",
                violation_error_message=_("Choose one of the two kinds of programme."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProcessStep(models.Model):
    """One of the five steps of the handbook *Inget att vänta på*. Seeded, editable, never deleted."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("title", "description"),)

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    title = columns.Line(_("title"), max_length=120, db_collation="swedish")
    description = columns.Text(_("description"), blank=True)

    class Meta:
        verbose_name = _("process step")
        verbose_name_plural = _("process steps")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
