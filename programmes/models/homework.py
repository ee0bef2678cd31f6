"""Homework between the sessions."""

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, not_personal
from programmes.models.cohort import Cohort
from programmes.models.programme import TrainingKind
from programmes.models.session import Session
from ui import columns


class HomeworkQuerySet(models.QuerySet["Homework"]):
    """Queries on homework."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep that of the cohorts that the person may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user, on=on))

    def of_cohorts(self, cohorts: Collection[int]) -> Self:
        """Keep that of the cohorts with these ids, with the session that each follows."""
        return self.filter(cohort__in=cohorts).select_related("session")

    def for_page(self) -> Self:
        """Join what the page of one homework shows, and add ``siblings``, the cohort's number of homework."""
        count = Homework.objects.filter(cohort=models.OuterRef("cohort")).order_by().values("cohort")
        return self.select_related("cohort__contact", "cohort__county_board", "session").annotate(
            siblings=models.Subquery(count.annotate(count=models.Count("pk")).values("count"))
        )

    def after_session(self, session: Session) -> Self:
        """Keep that which follows the session."""
        return self.filter(session=session).order_by("number", "pk")

    def due_between(self, first: date, last: date) -> Self:
        """Keep that which is due on one of the days, both included, in cohorts where something may be due."""
        due = self.filter(due_on__range=(first, last), cohort__in=Cohort.objects.open())
        return due.select_related("cohort")


class Homework(models.Model):
    """A task (hemuppgift) of a cohort, handed in jointly per municipality or by each person.

    Scope and instructions are locked once a submission exists, so that they stay as they were when it was
    written; the actions of ``participants`` check this, as submissions are unknown here.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("title", "instructions"),)

    class Scope(models.TextChoices):
        MUNICIPALITY = "municipality", _("Jointly per municipality")
        PERSON = "person", _("Each person")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="homework", verbose_name=_("cohort"))
    kind = models.CharField(_("kind"), max_length=30, choices=TrainingKind.choices, editable=False)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="homework",
        verbose_name=_("follows session"),
        help_text=_("Empty when it is done before the first session."),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = columns.Line(_("title"), max_length=200, db_collation="swedish")
    instructions = columns.Text(_("instructions"))
    scope = models.CharField(_("handed in"), max_length=20, choices=Scope.choices)
    due_on = models.DateField(_("hand in by"))
    minutes = models.PositiveSmallIntegerField(_("takes about, minutes"), null=True, blank=True)

    siblings: int  # by for_page()

    objects = HomeworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("homework")
        verbose_name_plural = pgettext_lazy("plural", "homework")
        ordering = ("cohort_id", "number", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="homework_number_once_per_cohort",
                violation_error_message=_("Another homework of the cohort has this number."),
            ),
            models.CheckConstraint(
                condition=Q(kind=TrainingKind.PROCESS_TRAINING) | Q(scope="person"),
                name="homework_joint_only_in_process_training",
                violation_error_message=_("In process-leader training each person hands in."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="homework_due_on")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("participants:homework_detail", args=[self.pk])

    @property
    def is_joint(self) -> bool:
        """True when one hand-in counts for the whole municipality."""
        return self.scope == self.Scope.MUNICIPALITY

    @property
    def opens_at(self) -> datetime | None:
        """The start of the session that it follows; None when it is open from the beginning."""
        return self.session.starts_at if self.session else None

    def has_opened(self, *, at: datetime) -> bool:
        """Say whether it can be worked on: the session that it follows has begun."""
        return self.opens_at is None or self.opens_at <= at

    def is_past_due(self, *, on: date) -> bool:
        """Say whether the due day has passed."""
        return self.due_on < on
