"""The desk of a reader at MÄN: a text about a hand-in, and a decision, before its authors are told."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.keep import Keep, author, paper
from participants.models.submission import TEXT_MAX_LENGTH, Feedback, Submission, SubmissionVersion
from ui import columns


class ReviewQuerySet(models.QuerySet["Review"]):
    """Queries on what readers write."""

    def decided(self) -> Self:
        """Keep those with a decision of which the authors do not know yet, the earliest first."""
        return self.exclude(visible_at=None).order_by("visible_at", "pk")

    def due(self, at: datetime) -> Self:
        """Keep those whose decision is to be seen by now."""
        return self.decided().filter(visible_at__lte=at)


class Review(models.Model):
    """A reader's draft of feedback, and the decision until it is visible; then it becomes ``Feedback``.

    It is read by those who give feedback, and by nobody else. ``number`` counts what changed it. Until
    ``visible_at`` the decision can be undone: hand-in, versions and mails know nothing of it yet.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("written_by", "decided_by"), paper("text"))
    TO_UNDO = timedelta(minutes=10)

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="review", verbose_name=_("submission")
    )
    text = columns.Text(_("feedback"), blank=True, max_length=TEXT_MAX_LENGTH)
    revise_by = models.DateField(_("revise by"), null=True, blank=True)
    number = models.PositiveIntegerField(_("saves of the draft"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("last written by")
    )
    written_at = models.DateTimeField(_("last written at"))
    version = models.ForeignKey(
        SubmissionVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Feedback.Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    visible_at = models.DateTimeField(_("visible from"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of feedback")
        verbose_name_plural = _("drafts of feedback")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(version=None, outcome="", decided_by=None, decided_at=None, visible_at=None)
                | Q(
                    version__isnull=False,
                    outcome__in=Feedback.Outcome.values,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    visible_at__isnull=False,
                ),
                name="review_decided_whole_or_not",
                violation_error_message=_("A decision has a version, an outcome, a person and a time."),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["visible_at"], condition=Q(visible_at__isnull=False), name="review_to_be_seen"
            )
        ]

    def __str__(self) -> str:
        return str(self.submission)

    @property
    def is_decided(self) -> bool:
        """True from the decision until the authors see it."""
        return self.visible_at is not None

    def can_be_undone(self, *, at: datetime) -> bool:
        """Say whether there is a decision that nobody outside has seen."""
        return self.visible_at is not None and at < self.visible_at

    def feedback(self) -> Feedback:
        """Return the decision as the feedback that it becomes, not stored."""
        assert self.decided_at is not None
        return Feedback(
            version=self.version,
            outcome=self.outcome,
            text=self.text,
            revise_by=self.revise_by,
            given_by=self.decided_by,
            given_at=self.decided_at,
        )

    def withdraw(self) -> None:
        """Forget the decision, and keep what was written."""
        self.version = self.decided_by = self.decided_at = self.visible_at = None
        self.outcome = ""
