"""Hand-ins: a draft, frozen versions, and MÄN's feedback on a version."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Signed, User
from audit.keep import Data, Keep, Then, author, paper
from audit.models import Moving
from municipalities.models import CountyBoard, Municipality
from participants.models.enrolment import Enrolment, EnrolmentQuerySet
from participants.models.stored_file import StoredFile
from programmes.models import Cohort, Homework, Participation
from ui import columns

TEXT_MAX_LENGTH = 20_000


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Queries on hand-ins."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those that the person may know of: all for staff; own county's, own group's, one's own."""
        if user.is_staff:
            return self
        if not user.is_authenticated:
            return self.none()
        county = CountyBoard.objects.coordinated_by(user, on=on)
        led = Enrolment.objects.filter(user=user).current(on=on).process_leaders().exclude(participation=None)
        of_led = Submission.objects.filter(enrolment__participation__in=led.values("participation"))
        return self.exclude(homework__cohort__state=Cohort.State.DRAFT).filter(
            Q(homework__cohort__county_board__in=county)
            | Q(pk__in=Submission.objects.writable_by(user, on=on).values("pk"))
            | Q(pk__in=of_led.values("pk"))
        )

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep one's own, and the joint ones of one's own group."""
        if not user.is_authenticated:
            return self.none()
        mine = Enrolment.objects.filter(user=user).current(on=on)
        return self.filter(
            Q(enrolment__in=mine.values("pk"))
            | Q(participation__in=mine.exclude(participation=None).values("participation"))
        )

    def by_enrolments(self, enrolments: Collection[Enrolment]) -> Self:
        """Keep those of these people, alone or with their group."""
        groups = [enrolment.participation_id for enrolment in enrolments if enrolment.participation_id]
        return self.filter(Q(enrolment__in=enrolments) | Q(participation__in=groups))

    def reviewable_by(self, user: User | AnonymousUser, *, on: date) -> Self:  # noqa: ARG002  as its siblings
        """Keep those that the person may give feedback on: everything handed in, for staff."""
        if not user.is_staff:
            return self.none()
        return self.exclude(versions=None)

    def of_cohorts(self, cohorts: Collection[int]) -> Self:
        """Keep those of the cohorts with these ids."""
        return self.filter(homework__cohort__in=cohorts)

    def of_homework(self, homework: Homework) -> Self:
        """Keep those of one homework."""
        return self.filter(homework=homework)

    def without_drafts(self) -> Self:
        """Leave out the draft's text, for readers who may only know that there is one."""
        return self.defer("draft_text")

    def with_versions(self) -> Self:
        """Fetch the versions as well, the newest first, with their files and feedback."""
        versions = SubmissionVersion.objects.select_related("feedback__given_by", "submitted_by")
        return self.select_related("participation__municipality", "enrolment__user").prefetch_related(
            models.Prefetch("versions", versions.order_by("-number")), "versions__files"
        )

    def being_written(self) -> Self:
        """Keep those with a draft that is not handed in, or not again."""
        return self.filter(state__in=(*Submission.NOT_HANDED_IN, Submission.State.NEEDS_REVISION))

    def handed_in(self) -> Self:
        """Keep those that are handed in, whatever the feedback; what was taken back is not."""
        return self.exclude(state__in=Submission.NOT_HANDED_IN)

    def with_authors(self) -> Self:
        """Join what a line about the hand-in shows: homework, cohort, author and municipality."""
        return self.select_related(
            "homework__cohort__county_board",
            "participation__municipality",
            "enrolment__user",
            "enrolment__municipality",
        )

    def awaiting_feedback(self) -> Self:
        """Keep those about which nothing is decided, the oldest first."""
        waiting = self.filter(state=Submission.State.SUBMITTED, review__visible_at=None)
        return waiting.order_by("submitted_at", "pk")


class Submission(Moving):
    """One municipality's or one person's hand-in of one homework (inlämning).

    The draft is private to its authors; each hand-in freezes a ``SubmissionVersion``. ``draft_number`` counts
    saves: a writer who started from an older draft is told, and nothing is overwritten. Until a ``reader``
    has begun, the authors may hand in anew or take back. Other readers wait until ``reader_until``.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        author("drafted_by", "reader"),
        paper("draft_text"),
        # Erased with the author, in ``participants.actions.forgetting``.
        Keep(("draft_text",), Data.DRAFT, Then.WITH_ACCOUNT),
    )

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("submission", "Draft")
        SUBMITTED = "submitted", _("Handed in")
        TAKEN_BACK = "taken_back", pgettext_lazy("submission", "Taken back")
        NEEDS_REVISION = "needs_revision", _("Needs revision")
        APPROVED = "approved", pgettext_lazy("submission", "Done")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.SUBMITTED, State.TAKEN_BACK, State.NEEDS_REVISION, State.APPROVED},
        State.TAKEN_BACK: {State.SUBMITTED},
        State.NEEDS_REVISION: {State.SUBMITTED},
        State.APPROVED: set(),
    }
    REFUSED = dict.fromkeys(State.values, _("This hand-in is not waiting for feedback.")) | {
        State.SUBMITTED: _("The homework is already handed in. You can change it if MÄN asks you to.")
    }
    READING = timedelta(minutes=60)
    NOT_HANDED_IN: ClassVar[tuple[str, ...]] = (State.DRAFT, State.TAKEN_BACK)
    OPEN_STATES: ClassVar[tuple[str, ...]] = (State.DRAFT, State.TAKEN_BACK, State.NEEDS_REVISION)

    homework = models.ForeignKey(
        Homework, models.PROTECT, related_name="submissions", verbose_name=_("homework")
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("participating municipality"),
    )
    enrolment = models.ForeignKey(
        Enrolment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("participant"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    draft_text = columns.Text(_("answer"), blank=True, max_length=TEXT_MAX_LENGTH)
    draft_files = models.ManyToManyField(
        StoredFile, blank=True, related_name="drafts", verbose_name=_("files")
    )
    draft_number = models.PositiveIntegerField(_("saves of the draft"), default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last written by"),
    )
    drafted_at = models.DateTimeField(_("last written at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("last handed in at"), null=True, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read by"),
    )
    reading_began_at = models.DateTimeField(_("reading began at"), null=True, blank=True)
    reader_until = models.DateTimeField(_("left to the reader until"), null=True, blank=True)
    was_in_time = models.BooleanField(_("first handed in by the last day"), default=False, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("homework_id", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(participation=None) & Q(enrolment__isnull=False))
                | (Q(participation__isnull=False) & Q(enrolment=None)),
                name="submission_of_a_municipality_or_a_person",
                violation_error_message=_("A submission belongs to a municipality or to a person."),
            ),
            models.UniqueConstraint(
                fields=["homework", "participation"],
                condition=Q(participation__isnull=False),
                name="submission_once_per_municipality",
                violation_error_message=_("The municipality already has a submission of this homework."),
            ),
            models.UniqueConstraint(
                fields=["homework", "enrolment"],
                condition=Q(enrolment__isnull=False),
                name="submission_once_per_person",
                violation_error_message=_("The person already has a submission of this homework."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "taken_back"]) | Q(submitted_at__isnull=False),
                name="submission_submitted_at_when_handed_in",
                violation_error_message=_("A submission that was handed in has a time."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "submitted_at"], name="submission_state"),
            # A country's home counts them: 30,000 rows, and none of their texts.
            models.Index(fields=["homework"], condition=Q(was_in_time=True), name="submission_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.homework} – {self.author}"

    def get_absolute_url(self) -> str:
        return reverse("participants:homework_detail", args=[self.homework_id])

    def clean(self) -> None:
        """Refuse an author of another cohort, or a person for a joint homework and the reverse."""
        super().clean()
        author = self.participation or self.enrolment
        if author is None:
            return
        if author.cohort_id != self.homework.cohort_id:
            raise ValidationError(_("The homework belongs to another cohort."))
        if self.homework.is_joint != (self.participation is not None):
            raise ValidationError(_("The homework is handed in the other way."))

    @property
    def author(self) -> str:
        """The municipality's name or the person's."""
        if self.participation is not None:
            return str(self.participation.municipality)
        return str(self.enrolment.user) if self.enrolment else ""

    @property
    def municipality(self) -> Municipality:
        """The author's municipality."""
        author = self.participation or self.enrolment
        assert author is not None
        return author.municipality

    @property
    def is_open(self) -> bool:
        """True when nothing waits to be read: the authors write and hand in."""
        return self.state in self.OPEN_STATES

    @property
    def can_be_changed(self) -> bool:
        """True when the authors may hand in: nothing waits, or nobody has begun to read what does."""
        return self.is_open or self.can_be_taken_back

    @property
    def can_be_taken_back(self) -> bool:
        """True when it is handed in and nobody has begun to read it."""
        return self.state == self.State.SUBMITTED and self.reading_began_at is None

    def read_by(self, *, at: datetime) -> User | None:
        """Return the person who is reading it, to whom others leave it; None when nobody is."""
        is_on = (
            self.state == self.State.SUBMITTED and self.reader_until is not None and at < self.reader_until
        )
        return self.reader if is_on else None

    def authors(self) -> EnrolmentQuerySet:
        """Return the authors: the whole group for a joint hand-in, else the one person."""
        if self.participation_id:
            return Enrolment.objects.of_participation(self.participation_id)
        return Enrolment.objects.filter(pk__in=[self.enrolment_id])


class SubmissionVersionQuerySet(models.QuerySet["SubmissionVersion"]):
    """Queries on frozen versions."""

    def standing(self) -> Self:
        """Leave out those that were taken back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those of the hand-ins that the person may know of."""
        return self.filter(submission__in=Submission.objects.visible_to(user, on=on))

    def newest_of(self, submissions: SubmissionQuerySet) -> Self:
        """Keep the newest of each of these, with what a line of a list shows: the state, and the feedback."""
        newer = SubmissionVersion.objects.filter(
            submission=models.OuterRef("submission"), number__gt=models.OuterRef("number")
        )
        names = ("signer_name", *(f"given_by__{name}" for name in User.NAME_FIELDS))
        told = ("given_at", "text", "revise_by", *names)
        state = ("submission__homework", "submission__state", "submission__submitted_at")
        found = self.filter(~models.Exists(newer), submission__in=submissions)
        joined = found.select_related("submission", "feedback__given_by")
        return joined.only("number", *state, *(f"feedback__{name}" for name in told))


class SubmissionVersion(Signed):
    """Text and files as they were handed in, frozen with the time. A later hand-in is a new version.

    One that was taken back stays, marked, for those who could read it.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("submitted_by", "signer_name"), paper("text"))
    SIGNED_BY = "submitted_by"

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="versions", verbose_name=_("submission")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = columns.Text(_("answer"), blank=True)
    files = models.ManyToManyField(StoredFile, blank=True, related_name="versions", verbose_name=_("files"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    submitted_at = models.DateTimeField(_("handed in at"))
    is_late = models.BooleanField(_("after the last day"), default=False)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = SubmissionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("submission_id", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "number"],
                name="submission_version_number_once",
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.number})"


class Feedback(Signed):
    """MÄN's feedback on one version (återkoppling)."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("given_by", "signer_name"), paper("text"))
    SIGNED_BY = "given_by"

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approve")
        NEEDS_REVISION = "needs_revision", _("Ask for a revision")

    version = models.OneToOneField(
        SubmissionVersion, models.PROTECT, related_name="feedback", verbose_name=_("version")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    text = columns.Text(_("feedback"), blank=True, max_length=TEXT_MAX_LENGTH)
    revise_by = models.DateField(_("revise by"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = pgettext_lazy("plural", "feedback")
        ordering = ("-given_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(text=""),
                name="feedback_says_what_to_revise",
                violation_error_message=_("Write what needs to be revised."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_outcome_display()}"
