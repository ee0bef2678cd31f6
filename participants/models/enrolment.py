"""A person's part in a cohort."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author
from audit.models import Moving
from calendars.months import day_of
from municipalities.models import CountyBoard, Municipality
from programmes.models import Cohort, Homework, Participation, Session, TrainingKind
from ui import columns


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Queries on enrolments."""

    def current(self, *, on: date) -> Self:
        """Keep those that give access on that day: invited, active or completed, within their dates."""
        return (
            self._on(on).filter(state__in=Enrolment.CURRENT_STATES).exclude(cohort__state=Cohort.State.DRAFT)
        )

    def taking_part(self, *, on: date) -> Self:
        """Keep current ones with something to do: not completed, in a municipality that takes part."""
        return (
            self.current(on=on)
            .filter(state__in=Enrolment.ACTIVE_STATES, cohort__in=Cohort.objects.open())
            .exclude(participation__ended_on__lt=on)
        )

    def lasting(self, *, since: date) -> Self:
        """Keep those that had not ended before the day: themselves, with the municipality or the cohort.

        A cohort ends with its last session, a draft that nobody plans with the first day of each.
        """
        ended = Q(ends_on__lt=since) | Q(participation__ended_on__lt=since)
        never = Q(cohort__in=Cohort.objects.drafts_without_sessions().values("pk"), starts_on__lt=since)
        return self.exclude(ended | never).exclude(cohort__in=Cohort.objects.ended_before(since).values("pk"))

    def under_way(self, *, on: date) -> Self:
        """Keep those that somebody has begun and neither left nor completed, also while they pause."""
        begun = self.filter(state__in=(Enrolment.State.ACTIVE, Enrolment.State.PAUSED))
        over = Q(ends_on__lt=on) | Q(participation__ended_on__lt=on)
        return begun.exclude(over).filter(cohort__in=Cohort.objects.open())

    def holding_an_invitation(self, *, since: date) -> Self:
        """Keep those that were answered, or about which the person was not told before that day."""
        told_later = Q(cohort__state=Cohort.State.DRAFT) | Q(cohort__published_at__date__gte=since)
        answered = ~Q(state__in=(Enrolment.State.INVITED, Enrolment.State.LEFT)) | Q(
            attendances__isnull=False
        )
        return self.filter(Q(starts_on__gte=since) | told_later | answered)

    def to_be_told(self, *, on: date) -> Self:
        """Keep those told about publishing: invited or active within their dates, also in a draft."""
        return self._on(on).filter(state__in=Enrolment.ACTIVE_STATES)

    def _on(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)

    def expected_at(self, session: Session) -> Self:
        """Keep those on a session's attendance list: in the cohort on its days, or with attendance."""
        in_place = Q(starts_on__lte=session.ends_on) & (Q(ends_on=None) | Q(ends_on__gte=session.starts_on))
        return self.filter(
            in_place & ~Q(state=Enrolment.State.PAUSED) | Q(pk__in=session.attendances.values("enrolment")),
            cohort=session.cohort_id,
        )

    def in_cohort(self, cohort: Cohort) -> Self:
        """Keep those of one cohort."""
        return self.filter(cohort=cohort)

    def in_cohorts(self, cohorts: Iterable[int]) -> Self:
        """Keep those of these cohorts, given by their ids, in no order."""
        return self.filter(cohort__in=set(cohorts)).order_by()

    def of_participation(self, participation: int) -> Self:
        """Keep the group of the participation with that id."""
        return self.filter(participation=participation)

    def besides(self, user: User) -> Self:
        """Leave out that person."""
        return self.exclude(user=user)

    def with_names(self) -> Self:
        """Join person and municipality."""
        return self.select_related("user", "municipality")

    def named(self) -> Self:
        """Leave out people with protected identity, whose names must not stand in lists."""
        return self.exclude(user__protected_identity=True)

    def for_answer(self) -> Self:
        """Join what the page of a homework shows of its author."""
        return self.select_related("participation__municipality", "municipality")

    def for_home(self) -> Self:
        """Join what the person's own page shows of each."""
        return self.select_related("cohort__contact", "municipality").order_by("cohort__name", "pk")

    def do_homework(self) -> Self:
        """Leave out the steering group, which does no homework."""
        return self.exclude(role=Enrolment.Role.STEERING_GROUP)

    def missing_hand_in(self, homework: Homework, *, on: date) -> Self:
        """Keep those who take part and whose hand-in, their own or their municipality's, is missing."""
        handed_in = homework.submissions.handed_in()
        expected = self.taking_part(on=on).in_cohort(homework.cohort).do_homework().select_related("user")
        if homework.is_joint:
            return expected.exclude(participation__in=handed_in.values("participation"))
        return expected.exclude(pk__in=handed_in.values("enrolment"))

    def process_leaders(self) -> Self:
        """Keep the process leaders."""
        return self.filter(role=Enrolment.Role.PROCESS_LEADER)

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, else those of the own county and of the own group, and one's own."""
        return self if user.is_staff else self._known_to(user, on=on, leads=False)

    def followed_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those whose attendance the person may see: own county's, led group's, one's own."""
        return self._known_to(user, on=on, leads=True)

    def _known_to(self, user: User | AnonymousUser, *, on: date, leads: bool) -> Self:
        if not user.is_authenticated:
            return self.none()
        mine = Enrolment.objects.filter(user=user).current(on=on)
        groups = (mine.process_leaders() if leads else mine).exclude(participation=None)
        return self.exclude(cohort__state=Cohort.State.DRAFT).filter(
            Q(cohort__county_board__in=CountyBoard.objects.coordinated_by(user, on=on))
            | Q(participation__in=groups.values("participation"))
            | Q(pk__in=mine.values("pk"))
        )

    def in_order(self) -> Self:
        """Order by municipality, then by name."""
        return self.order_by("municipality__name", "user__last_name", "user__first_name", "pk")


class Enrolment(Moving):
    """A person's part in a cohort, from a municipality, with a role (deltagande)."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("user"), replace(User.KEEPS[0], fields=("department",)))

    class Role(models.TextChoices):
        PROCESS_LEADER = "process_leader", _("Process leader")
        MEMBER = "member", _("Member of the group")
        STEERING_GROUP = "steering_group", _("Steering group")

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        ACTIVE = "active", pgettext_lazy("participant", "Active")
        PAUSED = "paused", pgettext_lazy("participant", "Paused")
        COMPLETED = "completed", pgettext_lazy("participant", "Completed")
        LEFT = "left", pgettext_lazy("participant", "Left")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.INVITED: {State.ACTIVE, State.PAUSED, State.LEFT},
        State.ACTIVE: {State.PAUSED, State.COMPLETED, State.LEFT},
        State.PAUSED: {State.ACTIVE, State.LEFT},
        State.COMPLETED: set(),
        State.LEFT: {State.INVITED, State.ACTIVE},
    }
    REFUSED = _("This is not possible for a person who is “%(state)s”.")
    ACTIVE_STATES: ClassVar[tuple[str, ...]] = (State.INVITED, State.ACTIVE)
    CURRENT_STATES: ClassVar[tuple[str, ...]] = (State.INVITED, State.ACTIVE, State.COMPLETED)

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments", verbose_name=_("cohort"))
    kind = models.CharField(_("kind"), max_length=30, choices=TrainingKind.choices, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments", verbose_name=_("person")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="enrolments", verbose_name=_("municipality")
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("participating municipality"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    department = columns.Line(_("department"), max_length=150, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.INVITED, editable=False
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("cohort", "municipality", "user", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "user"],
                name="enrolment_once_per_cohort",
                violation_error_message=_("This person already takes part in the cohort."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=TrainingKind.PROCESS_TRAINING) & Q(participation__isnull=False))
                | (Q(kind=TrainingKind.PROCESS_LEADER_TRAINING) & Q(participation__isnull=True)),
                name="enrolment_participation_when_process_training",
                violation_error_message=_(
                    "In process training a person takes part with a municipality of the cohort."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="enrolment_ends_after_start",
                violation_error_message=_("The last day must be on or after the first day."),
            ),
        ]

    @property
    def has_logged_in(self) -> bool:
        """True when the person has logged in since this part began, and could see the cohort then."""
        last = self.user.last_login
        is_told = self.cohort.state != Cohort.State.DRAFT
        return last is not None and is_told and day_of(last) >= self.starts_on

    def __str__(self) -> str:
        return f"{self.user} – {self.cohort}"

    def clean(self) -> None:
        """Refuse a participation of another cohort or municipality, which no check constraint can compare."""
        super().clean()
        if self.participation is None:
            return
        same = (
            self.participation.cohort_id == self.cohort_id
            and self.participation.municipality_id == self.municipality_id
        )
        if not same:
            raise ValidationError(
                _("The participating municipality belongs to another cohort or municipality.")
            )

    @property
    def is_process_leader(self) -> bool:
        """True when the person leads the work in the municipality."""
        return self.role == self.Role.PROCESS_LEADER
