"""Commitments of a municipality, the county board or MÄN ("Det vi har kommit överens om")."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author, paper
from audit.models import Moving
from calendars.months import day_of, month_of, next_month
from followups.models.answers import Owner
from followups.models.check_in import CheckIn
from participants.models import Enrolment
from programmes.models import Participation, Session
from ui import columns


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Queries on commitments."""

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those that the person may tick, correct and drop.

        That is all of the county for its coordinators, the municipality's own for its process leader, and
        MÄN's for staff.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(participation__in=Participation.objects.coordinated_by(user, on=on))
        led = Participation.objects.led_by(user, on=on)
        own |= Q(owner=Owner.MUNICIPALITY, participation__in=led)
        if user.is_staff:
            own |= Q(owner=Owner.MAN) | Q(participation=None)
        return self.filter(own)

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those of municipalities that the person may see, and the person's own; all for staff."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        seen = Q(participation__in=Participation.objects.visible_to(user, on=on))
        return self.filter(seen | Q(enrolment__in=user.enrolments.current(on=on)))

    def marked_for(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Annotate each with ``may_write``: whether the person may change it."""
        rows = Commitment.objects.writable_by(user, on=on)
        return self.annotate(may_write=Exists(rows.filter(pk=OuterRef("pk"))))

    def open(self) -> Self:
        """Keep those neither done nor dropped, the first due first."""
        return self.filter(state=Commitment.State.OPEN).first_due_first()

    def first_due_first(self) -> Self:
        """Order by the day; those without one come last, the oldest first."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "created_at", "pk")

    def shared_in(self, cohorts: Iterable[int]) -> Self:
        """Keep the sentences that other municipalities of these cohorts may read, the latest first."""
        shared = self.filter(is_shared=True, participation__cohort__in=cohorts)
        return shared.exclude(state=Commitment.State.DROPPED).order_by("-created_at", "-pk")

    def with_whose(self) -> Self:
        """Select the municipality and its county board, or the participant, too."""
        municipality = ("participation__municipality", "participation__cohort__county_board")
        return self.select_related(*municipality, "enrolment__user", "enrolment__cohort")

    def before(self, check_in: CheckIn) -> Self:
        """Keep the municipality's open ones from before the month's check-in, and those answered in it."""
        made = Q(check_in__expected__month__lt=check_in.month) | Q(
            check_in=None, created_at__date__lt=next_month(check_in.month)
        )
        still = Q(state=Commitment.State.OPEN)
        if check_in.pk:
            still |= Q(reviewed_in=check_in)
        return self.filter(made, still, participation=check_in.participation_id).first_due_first()


class Commitment(Moving):
    """One commitment with an owner and maybe a day: a municipality's part of a cohort, or one person's.

    One that was made when a check-in was marked as done has a ``position`` in it, so that marking it as done
    again changes the same row. One that was made at a ``session`` is what the group tries there; other
    municipalities of the cohort read it only when ``is_shared``.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("changed_by"), paper("text", "word"))

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "Not done yet")
        DONE = "done", pgettext_lazy("commitment", "Done")
        DROPPED = "dropped", pgettext_lazy("commitment", "No longer relevant")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.OPEN: {State.OPEN, State.DONE, State.DROPPED},
        State.DONE: {State.OPEN},
        State.DROPPED: {State.OPEN},
    }
    REFUSED = _("The commitment cannot be changed like that.")

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("participating municipality"),
    )
    enrolment = models.ForeignKey(
        Enrolment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("participant"),
    )
    check_in = models.ForeignKey(
        CheckIn, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("check-in")
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("session")
    )
    owner = models.CharField(_("owner"), max_length=20, choices=Owner.choices)
    text = columns.Line(_("what we have agreed on"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_shared = models.BooleanField(_("may be shown to the cohort"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False
    )
    word = columns.Line(_("a word about it"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    reviewed_in = models.ForeignKey(
        CheckIn,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_commitments",
        verbose_name=_("last answered in"),
    )

    may_write: bool  # by marked_for()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("participation_id", "created_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_in", "position"],
                name="commitment_once_per_place",
                violation_error_message=_("This commitment is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commitment_has_text",
                violation_error_message=_("Write what you have agreed on"),
            ),
            models.CheckConstraint(
                condition=Q(participation__isnull=False, enrolment=None)
                | Q(participation=None, enrolment__isnull=False),
                name="commitment_of_municipality_xor_person",
                violation_error_message=_("A commitment is a municipality's or a participant's, not both."),
            ),
            models.CheckConstraint(
                condition=Q(check_in=None, position=None)
                | Q(check_in__isnull=False, position__isnull=False, participation__isnull=False),
                name="commitment_has_place_in_check_in",
                violation_error_message=_("A commitment of a check-in has a place in it."),
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(session__isnull=False),
                name="commitment_shared_from_session",
                violation_error_message=_("Choose the session that it comes from"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "owner"], name="commitment_state_owner")]

    def __str__(self) -> str:
        return f"{self.whose}: {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("followups:commitment_edit", args=[self.pk])

    @property
    def whose(self) -> str:
        """The municipality, or the participant."""
        if self.participation is not None:
            return str(self.participation.municipality)
        return self.enrolment.user.shown_name if self.enrolment is not None else ""

    @property
    def agreed_in(self) -> date:
        """The month of its check-in, or that in which it was made beside one."""
        return self.check_in.month if self.check_in is not None else month_of(day_of(self.created_at))

    def is_asked_about_in(self, check_in: CheckIn) -> bool:
        """Return whether the check-in asks about it: due by its month's end, no day, or answered there."""
        is_answered = check_in.pk is not None and self.reviewed_in_id == check_in.pk
        return is_answered or self.due_on is None or self.due_on < next_month(check_in.month)

    def is_late(self, *, on: date) -> bool:
        """Return whether its day has passed while it is open."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < on
