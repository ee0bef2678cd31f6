"""The county board's monthly check-in with a municipality (avstämning)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Signed, User
from audit.keep import Keep, author, paper
from audit.models import Moving
from followups.models.answers import CheckInAnswers, Obstacle
from followups.models.month import OfMonth
from programmes.models import ExpectedCheckIn, Participation, ProcessStep
from support.models import SupportCase

NO_DAY = "9999"  # after every day that is written out


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Queries on check-ins."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those that the person may know to exist: all for staff, their county's for coordinators."""
        if user.is_staff:
            return self
        return self.filter(expected__participation__in=Participation.objects.coordinated_by(user, on=on))


class CheckIn(OfMonth, CheckInAnswers, Moving):
    """One municipality's check-in for one month. The row is the coordinator's draft.

    Everybody outside the county board reads the newest ``CheckInVersion``, never this row.
    ``number`` counts saves: a writer who started from an older one gets a conflict and overwrites nothing.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        *CheckInAnswers.KEEPS,
        author("saved_by"),
        paper("agreed", "commitment_answers", "outcome_answers"),
    )

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("check-in", "Draft")
        DONE = "done", pgettext_lazy("check-in", "Done")
        REOPENED = "reopened", pgettext_lazy("check-in", "Reopened")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.DONE},
        State.DONE: {State.REOPENED, State.DONE},
        State.REOPENED: {State.DONE},
    }
    REFUSED = _("The check-in is not marked as done.")

    expected = models.OneToOneField(
        ExpectedCheckIn, models.PROTECT, related_name="check_in", verbose_name=_("month")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    obstacles = models.ManyToManyField(
        Obstacle, blank=True, related_name="check_ins", verbose_name=_("obstacles")
    )
    # Written in a draft, carried out when the check-in is marked as done; see ``Answers``.
    agreed = models.JSONField(_("what we agreed on"), default=list, blank=True)
    commitment_answers = models.JSONField(_("what became of commitments"), default=dict, blank=True)
    outcome_answers = models.JSONField(_("whether support helped"), default=dict, blank=True)
    number = models.PositiveIntegerField(_("saves"), default=0)
    opened_at = models.DateTimeField(_("opened at"))
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("saved by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # Copied from the newest version for lists, only when the check-in is marked as done.
    told = models.CharField(
        _("how it went"), max_length=20, choices=CheckInAnswers.Progress.choices, blank=True, editable=False
    )
    step = models.PositiveSmallIntegerField(_("process step"), default=0, editable=False)
    first_done_on = models.DateField(_("first done on"), null=True, blank=True, editable=False)
    unlocked_at = models.DateTimeField(_("unlocked at"), null=True, blank=True)

    carried_from: CheckInVersion | None = None  # the version that new_check_in() has copied from

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("-expected_id", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(done_at__isnull=False) & ~Q(progress="")),
                name="check_in_done_has_time_and_progress",
                violation_error_message=_("Choose how it is going for the municipality."),
            ),
            models.CheckConstraint(
                condition=Q(told="", first_done_on=None) | (~Q(told="") & Q(first_done_on__isnull=False)),
                name="check_in_told_since_a_day",
                violation_error_message=_("What was marked done has a day on which it was done first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        """Return the page to read once it was done, before that the form."""
        page = "followups:check_in_read" if self.told else "followups:check_in_edit"
        return reverse(page, args=[f"{self.month:%Y-%m}", self.participation.municipality.slug])

    @property
    def is_done(self) -> bool:
        """True when the draft has no changes since the newest version."""
        return self.state == self.State.DONE


class CheckInNeed(models.Model):
    """A case that a check-in opened or named. It stands here because support knows nothing of check-ins."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="needs", verbose_name=_("check-in"))
    case = models.ForeignKey(
        SupportCase, models.PROTECT, related_name="check_ins", verbose_name=_("need and support")
    )

    class Meta:
        verbose_name = _("need of a check-in")
        verbose_name_plural = _("needs of a check-in")
        ordering = ("check_in_id", "case_id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_in", "case"],
                name="check_in_need_once",
                violation_error_message=_("This need is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_in}: {self.case}"


class CheckInStep(models.Model):
    """The status of one process step; carried forward each month."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        ONGOING = "ongoing", _("Ongoing")
        DONE = "done", pgettext_lazy("step", "Done")
        NOT_RELEVANT = "not_relevant", _("Not relevant")

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="steps", verbose_name=_("check-in"))
    step = models.ForeignKey(ProcessStep, models.PROTECT, related_name="+", verbose_name=_("process step"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NOT_STARTED)

    class Meta:
        verbose_name = _("process step of a check-in")
        verbose_name_plural = _("process steps of a check-in")
        ordering = ("check_in_id", "step")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_in", "step"],
                name="check_in_step_once",
                violation_error_message=_("This step is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_status_display()}"


def step_of(steps: list[dict[str, Any]]) -> int:
    """Return the number of the last ongoing step, else of the last done one, else 0."""
    ongoing = [each["number"] for each in steps if each["status"] == CheckInStep.Status.ONGOING]
    done = [each["number"] for each in steps if each["status"] == CheckInStep.Status.DONE]
    return max(ongoing or done or [0])


@dataclass(frozen=True)
class PublicPart:
    """The part of a version that the municipality may read."""

    month: date
    steps: list[dict[str, str]]


class CheckInVersionQuerySet(models.QuerySet["CheckInVersion"]):
    """Queries on frozen versions."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, their county's for coordinators. A municipality gets only ``public_part()``."""
        return self.filter(check_in__in=CheckIn.objects.visible_to(user, on=on))

    def public(self) -> Self:
        """Keep the newest versions in order of months, with only the fields a municipality may read."""
        about = ("check_in__expected__month", "check_in__expected__participation", "version")
        part = ("steps",)
        rows = self.newest().select_related("check_in__expected").only(*about, *part)
        return rows.order_by("check_in__expected__month", "pk")

    def before(self, month: date, participation: Participation) -> Self:
        """Keep the newest version of the municipality's earlier months, the latest month first."""
        earlier = self.newest().filter(
            check_in__expected__participation=participation, check_in__expected__month__lt=month
        )
        return earlier.select_related("check_in__expected").order_by("-check_in__expected__month")

    def newest(self) -> Self:
        """Keep the newest version of each check-in."""
        newer = CheckInVersion.objects.filter(
            check_in=models.OuterRef("check_in"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(newer))


class CheckInVersion(Signed, CheckInAnswers):
    """A check-in frozen as it was marked done.

    ``steps`` is a list of ``{"number", "title", "status"}``, ``obstacles`` a list of names.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        *CheckInAnswers.KEEPS,
        author("done_by", "signer_name"),
        paper("steps", "obstacles", "commitments", "outcomes", "written"),
    )

    SIGNED_BY = "done_by"

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="versions", verbose_name=_("check-in"))
    version = models.PositiveSmallIntegerField(_("version"))
    steps = models.JSONField(_("process steps"), default=list, blank=True)
    obstacles = models.JSONField(_("obstacles"), default=list, blank=True)
    commitments = models.JSONField(_("commitments"), default=list, blank=True)
    outcomes = models.JSONField(_("whether support helped"), default=list, blank=True)
    # What the draft had of promises and support, to which a change that is thrown away returns.
    written = models.JSONField(_("as it was written"), default=dict, blank=True, editable=False)
    done_at = models.DateTimeField(_("done at"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by")
    )

    changes: str  # since the month before, for its page

    objects = CheckInVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a check-in")
        verbose_name_plural = _("versions of check-ins")
        ordering = ("check_in_id", "-version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_in", "version"],
                name="check_in_version_once",
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_in} ({self.version})"

    @property
    def statuses(self) -> dict[int, str]:
        """Status of each process step by number."""
        return {row["number"]: row["status"] for row in self.steps}

    @property
    def step(self) -> int:
        """Number of the process step that the municipality has come to; 0 before the first."""
        return step_of(self.steps)

    @property
    def next_step(self) -> dict[str, str] | None:
        """The commitment with the earliest day among those that were open when it was marked done."""
        still = [each for each in self.commitments if each["outcome"] in ("", "open")]
        return min(still, key=lambda each: each["due_on"] or NO_DAY, default=None)

    def public_part(self) -> PublicPart:
        """Return what the municipality may read. Commitments and support have rows of their own."""
        return PublicPart(month=self.check_in.month, steps=self.steps)
