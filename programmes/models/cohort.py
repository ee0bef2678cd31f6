"""A run of a programme, and the municipalities that take part in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author, not_personal, paper
from audit.models import Moving
from calendars.months import day_of
from municipalities.models import CountyBoard, Municipality
from programmes.models.programme import Programme, TrainingKind
from ui import columns

PROCESS = Q(kind=TrainingKind.PROCESS_TRAINING)


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Queries on cohorts."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, else published ones of the own county or with the person enrolled."""
        if user.is_staff:
            return self
        if not user.is_authenticated:
            return self.none()
        return self.published().filter(
            Q(county_board__in=CountyBoard.objects.coordinated_by(user, on=on))
            | Q(pk__in=user.enrolments.current(on=on).values("cohort"))
        )

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Keep the cohorts that the person manages (publishing, sessions, attendance): all for staff."""
        return self if user.is_staff else self.none()

    def published(self) -> Self:
        """Leave out drafts, which only staff see."""
        return self.exclude(state=Cohort.State.DRAFT)

    def open(self) -> Self:
        """Keep the cohorts in which something may be due: published or running."""
        return self.filter(state__in=Cohort.OPEN_STATES)

    def ended_before(self, day: date) -> Self:
        """Keep those whose last session was before that day, whether or not anybody has finished them.

        Without a session publishing counts; a draft without one goes on.
        """
        none_held = Q(last_ends_at=None, published_at__date__lt=day)
        return self.with_span().filter(Q(last_ends_at__date__lt=day) | none_held)

    def drafts_without_sessions(self) -> Self:
        """Keep drafts that nobody has planned."""
        return self.filter(state=Cohort.State.DRAFT, sessions=None)

    def with_span(self) -> Self:
        """Add ``first_starts_at`` and ``last_ends_at`` of the sessions that are not cancelled."""
        held = ~Q(sessions__state="cancelled")
        return self.annotate(
            first_starts_at=Min("sessions__starts_at", filter=held),
            last_ends_at=Max("sessions__ends_at", filter=held),
        )


class Cohort(Moving):
    """One run of a programme (omgång). Start and end are derived from its sessions."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("contact"), not_personal("name", "slug"))

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("cohort", "Draft")
        PUBLISHED = "published", _("Published")
        RUNNING = "running", _("Running")
        FINISHED = "finished", pgettext_lazy("cohort", "Finished")
        ARCHIVED = "archived", _("Archived")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.RUNNING, State.FINISHED},
        State.RUNNING: {State.FINISHED},
        State.FINISHED: {State.RUNNING, State.ARCHIVED},
        State.ARCHIVED: set(),
    }
    REFUSED = _("This is not possible for a cohort that is “%(state)s”.")
    OPEN_STATES: ClassVar[tuple[str, ...]] = (State.PUBLISHED, State.RUNNING)

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="cohorts", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=TrainingKind.choices, editable=False)
    name = columns.Line(_("name"), max_length=120, db_collation="swedish")
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    county_board = models.ForeignKey(
        CountyBoard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name=_("county board"),
        help_text=_("Coordinates a process training. Process-leader training has none."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("contact at MÄN"),
    )
    sessions_required = models.PositiveSmallIntegerField(
        _("sessions needed for the certificate"),
        default=6,
        help_text=_("All homework must be approved as well."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    first_starts_at: datetime | None  # by with_span()
    last_ends_at: datetime | None

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(PROCESS & Q(county_board__isnull=False))
                | (Q(kind=TrainingKind.PROCESS_LEADER_TRAINING) & Q(county_board__isnull=True)),
                name="cohort_county_board_when_process_training",
                violation_error_message=_(
                    "A process training has a county board; a process-leader training has none."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(state="draft") & Q(published_at=None))
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="cohort_published_at_when_published",
                violation_error_message=_("A cohort that is not a draft has a time of publishing."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("participants:cohort_panel", args=[self.slug])

    @property
    def first_on(self) -> date | None:
        """The Swedish date of the kick-off, where ``with_span()`` has added its moment."""
        return day_of(self.first_starts_at)

    @property
    def last_on(self) -> date | None:
        """The Swedish date of the last session, likewise."""
        return day_of(self.last_ends_at)

    @property
    def is_process_training(self) -> bool:
        """True when whole municipalities take part, with a county board."""
        return self.kind == TrainingKind.PROCESS_TRAINING

    @property
    def is_open(self) -> bool:
        """True when something may still be due."""
        return self.state in self.OPEN_STATES

    @property
    def is_over(self) -> bool:
        """True when the cohort is finished, so that nothing can be added or moved."""
        return self.state in {self.State.FINISHED, self.State.ARCHIVED}


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Queries on participating municipalities."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, else those of the own county and of the own group."""
        if user.is_staff:
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(cohort__county_board__in=CountyBoard.objects.coordinated_by(user, on=on))
            | Q(pk__in=user.enrolments.current(on=on).values("participation")),
            cohort__in=Cohort.objects.published(),
        )

    def coordinated_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those in published cohorts of the county boards that the person coordinates."""
        return self.of_boards(CountyBoard.objects.coordinated_by(user, on=on))

    def followed_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those in published cohorts of the county boards that the person may see: all for staff."""
        return self.of_boards(CountyBoard.objects.visible_to(user, on=on))

    def led_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those whose process leader the person is."""
        if not user.is_authenticated:
            return self.none()
        led = user.enrolments.current(on=on).process_leaders().exclude(participation=None)
        return self.filter(pk__in=led.values("participation"))

    def of_boards(self, county_boards: Iterable[CountyBoard]) -> Self:
        """Keep those in published cohorts of the given county boards."""
        return self.filter(cohort__in=Cohort.objects.published(), cohort__county_board__in=county_boards)

    def in_cohort(self, cohort: Cohort) -> Self:
        """Keep those of one cohort, with the municipality."""
        return self.filter(cohort=cohort).select_related("municipality")

    def staying(self, *, on: date) -> Self:
        """Keep those that have not left on that day; who leaves later stays until then."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def under_way(self, *, on: date) -> Self:
        """Keep those that have not left, in cohorts that are not over, drafts too."""
        over = (Cohort.State.FINISHED, Cohort.State.ARCHIVED)
        return self.staying(on=on).exclude(cohort__state__in=over).select_related("cohort")

    def open(self, *, on: date) -> Self:
        """Keep those that have not left, in cohorts in which something may still be due."""
        return self.staying(on=on).filter(cohort__in=Cohort.objects.open())

    def over(self, *, on: date) -> Self:
        """Keep those that have left, or whose cohort is over."""
        return self.exclude(Q(ended_on=None) | Q(ended_on__gt=on), cohort__in=Cohort.objects.open())

    def with_months_ahead(self, *, on: date) -> Self:
        """Keep those of which this month or a later one is, or may be, asked."""
        this_month = on.replace(day=1)
        held = Cohort.objects.filter(sessions__ends_at__date__gte=this_month)
        ahead = self.filter(expected_check_ins__month__gte=this_month)
        return self.filter(Q(cohort__in=held.values("pk")) | Q(pk__in=ahead.values("pk")))

    def of_slug(self, slug: str) -> Self:
        """Keep those of the municipality with that slug."""
        return self.filter(municipality__slug=slug)

    def with_names(self) -> Self:
        """Join municipality, cohort, county board and contact at MÄN."""
        return self.select_related("municipality", "cohort__county_board", "cohort__contact")

    def named_like(self, text: str) -> Self:
        """Keep those whose municipality's name contains the text."""
        return self.filter(municipality__name__icontains=text)

    def newest_first(self) -> Self:
        """Order those that take part first, then the latest that have left."""
        return self.order_by(F("ended_on").desc(nulls_first=True), "-pk")

    def with_pause(self, *, on: date) -> Self:
        """Add ``is_paused``: whether a pause covers the day."""
        pauses = ParticipationPause.objects.filter(participation=OuterRef("pk"))
        return self.annotate(is_paused=Exists(pauses.overlapping(on, on)))

    def in_order(self) -> Self:
        """Order by the municipality's name."""
        return self.order_by("municipality__name", "pk")


class Participation(models.Model):
    """A municipality's part in a cohort of the process training (medverkande kommun)."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("registry_number"),)

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="participations", verbose_name=_("cohort")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="participations", verbose_name=_("municipality")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    registry_number = columns.Line(_("the municipality's registry number"), max_length=60, blank=True)

    is_paused: bool  # added by with_pause

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participating municipality")
        verbose_name_plural = _("participating municipalities")
        ordering = ("cohort", "municipality", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "municipality"],
                name="participation_once_per_cohort",
                violation_error_message=_("This municipality already takes part in this cohort."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(ended_on=None),
                name="participation_one_open_per_municipality",
                violation_error_message=_("This municipality already takes part in another cohort."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.cohort}"

    def clean(self) -> None:
        """Refuse what a check constraint cannot, because it needs the cohort: its kind and its county."""
        super().clean()
        if not self.cohort_id or not self.municipality_id:
            return
        if not self.cohort.is_process_training:
            raise ValidationError(_("Municipalities take part in process training only."))
        if self.cohort.county_board_id != self.municipality.county_board_id:
            raise ValidationError(_("The municipality must lie in the cohort's county."))

    def has_left(self, *, on: date) -> bool:
        """Say whether the municipality has left; on its last day it has."""
        return self.ended_on is not None and self.ended_on <= on

    @property
    def county_board(self) -> CountyBoard:
        """The board that coordinates it; a check of the cohort says that there is one."""
        board = self.cohort.county_board
        assert board is not None
        return board

    def pauses_from(self, day: date) -> list[ParticipationPause]:
        """Return the pauses that go on that day or begin later, in order. Reads the prefetched ``pauses``."""
        found = [each for each in self.pauses.all() if each.ends_on is None or each.ends_on >= day]
        return sorted(found, key=lambda pause: pause.starts_on)


class ParticipationPauseQuerySet(models.QuerySet["ParticipationPause"]):
    """Queries on pauses."""

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Keep those that share at least one day with the span; ``ends_on`` None means no end."""
        earlier = self.filter(starts_on__lte=ends_on) if ends_on else self
        return earlier.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))


class ParticipationPause(models.Model):
    """A time in which no check-in is expected of a municipality."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (paper("reason"),)

    participation = models.ForeignKey(
        Participation, models.PROTECT, related_name="pauses", verbose_name=_("participating municipality")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = columns.Line(_("reason"), max_length=200)

    objects = ParticipationPauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("participation_id", "starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pause_ends_after_start",
                violation_error_message=_("The last day must be on or after the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.starts_on:%Y-%m-%d}"

    def covers(self, day: date) -> bool:
        """Say whether the day lies in the pause."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
