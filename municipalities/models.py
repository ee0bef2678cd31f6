"""County boards, municipalities, and the coordinators that link people to a county board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.keep import Keep, author, contact, not_personal
from calendars.months import due_on
from ui import columns

JULY = 7


def default_months_off() -> list[int]:
    """Return the default: July is off."""
    return [JULY]


class CheckInRule(NamedTuple):
    """The months off and the due day of a county board."""

    months_off: list[int]
    due_day: int | None

    def asks_in(self, month: date) -> bool:
        """Say whether check-ins are expected for that month."""
        return month.month not in self.months_off

    def due_on(self, month: date) -> date:
        """Return the day on which that month's check-ins are due."""
        return due_on(month, due_day=self.due_day)

    def in_month(self, month: date) -> tuple[bool, date]:
        """Return whether that month is asked for, and its due day."""
        return self.asks_in(month), self.due_on(month)


class CountyBoardQuerySet(models.QuerySet["CountyBoard"]):
    """Queries on county boards."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, the own boards for a coordinator, none for others."""
        if user.is_staff:
            return self
        return self.coordinated_by(user, on=on)

    def counted_for(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those whose numbers the person may see: all for those at MÄN, the own for a coordinator."""
        return self if user.is_authenticated and user.works_at_man else self.coordinated_by(user, on=on)

    def coordinated_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the boards that the person coordinates on that day, also as a stand-in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Coordinator.objects.filter(user=user).current(on=on).values("county_board"))

    def managed_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the boards whose coordinators the person appoints: all for staff, none for a stand-in."""
        if user.is_staff:
            return self
        if not user.is_authenticated:
            return self.none()
        roles = Coordinator.objects.filter(user=user).regular().current(on=on)
        return self.filter(pk__in=roles.values("county_board"))

    def with_coordinators(self, *, on: date) -> Self:
        """Keep the boards that have a coordinator on that day."""
        return self.filter(pk__in=Coordinator.objects.current(on=on).values("county_board"))


@dataclass(frozen=True)
class Contact:
    """A name, a telephone and an address to turn to; any of them may be missing."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.phone, self.email))

    def points_to(self, user: User) -> bool:
        """Say whether one of them is that person's."""
        theirs = {user.email.casefold(), user.get_full_name().casefold(), user.phone} - {""}
        return bool(theirs & {self.email.casefold(), self.name.casefold(), self.phone})


class CountyBoard(models.Model):
    """A county administrative board (länsstyrelse) and its county."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        contact("contact_name", "contact_phone", "contact_email"),
        not_personal("code", "county_name", "name", "short_name", "slug", "iso", "months_off"),
    )

    code = models.CharField(_("county code"), max_length=2, unique=True)
    county_name = columns.Line(_("county"), max_length=60, db_collation="swedish")
    name = columns.Line(_("name"), max_length=100, db_collation="swedish")
    short_name = columns.Line(
        _("short name"),
        max_length=60,
        db_collation="swedish",
        help_text=_("As the board writes its own name in running text."),
    )
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    iso = models.CharField(_("ISO 3166-2 code"), max_length=5, unique=True)
    contact_name = columns.Line(_("contact"), max_length=120, blank=True)
    contact_phone = columns.Phone(_("contact's telephone"), max_length=40, blank=True)
    contact_email = columns.Email(_("contact address"), blank=True)
    months_off = models.JSONField(
        _("months without check-ins"),
        default=default_months_off,
        blank=True,
        help_text=_("Numbers of the months, for example [7] for July."),
    )
    due_day = models.PositiveSmallIntegerField(
        _("day when check-ins are due"),
        null=True,
        blank=True,
        help_text=_("A day of the month, or the working day before. Empty for the last working day."),
    )
    remind_before = models.PositiveSmallIntegerField(
        _("reminder before the day"), default=5, help_text=_("Working days before check-ins are due.")
    )
    remind_after = models.PositiveSmallIntegerField(
        _("reminder after the day"), default=2, help_text=_("Working days after check-ins were due.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = CountyBoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("county board")
        verbose_name_plural = _("county boards")
        ordering = ("short_name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_day=None) | Q(due_day__gte=1, due_day__lte=28),
                name="county_board_due_day_is_in_every_month",
                violation_error_message=_("Choose a day from 1 to 28, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(remind_before__gte=1, remind_before__lte=10),
                name="county_board_reminds_before",
                violation_error_message=_("Choose from 1 to 10 working days before the day."),
            ),
            models.CheckConstraint(
                condition=Q(remind_after__gte=1, remind_after__lte=6),
                name="county_board_reminds_after",
                violation_error_message=_("Choose from 1 to 6 working days after the day."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @cached_property
    def contact(self) -> Contact:
        """The contact as others may see it: empty when that is a coordinator with protected identity."""
        given = Contact(self.contact_name, self.contact_phone, self.contact_email)
        if not given:
            return given
        hidden = User.objects.filter(coordinator_roles__county_board=self, protected_identity=True)
        if any(given.points_to(user) for user in hidden):
            return Contact()
        return given

    @property
    def rule(self) -> CheckInRule:
        """The rule of the present settings; an ``AskedMonth`` keeps the rule of its time."""
        return CheckInRule(self.months_off, self.due_day)


class AskedMonthQuerySet(models.QuerySet["AskedMonth"]):
    """Queries on the months that county boards ask for."""

    def of_boards(self, boards: Iterable[CountyBoard | int]) -> Self:
        """Keep those of the county boards, by month."""
        return self.filter(county_board__in=boards).order_by("month")

    def since(self, month: date) -> Self:
        """Keep those of that month and later ones."""
        return self.filter(month__gte=month)

    def by_board(self, boards: Iterable[CountyBoard], month: date) -> dict[int, AskedMonth]:
        """Return each board's row for the month, by the board's key; one by its rule where none is stored."""
        stored = self.of_boards(boards).filter(month=month).select_related("county_board")
        found = {each.county_board_id: each for each in stored}
        return {board.pk: found.get(board.pk) or AskedMonth.by_rule(board, month) for board in boards}


class AskedMonth(models.Model):
    """A month of a county board: whether it asks for check-ins, and by which day.

    A month does not change for the whole county once its due day has passed, so that a changed setting makes
    nobody late, and no late check-in in time. Until then it follows the county board's settings.
    """

    county_board = models.ForeignKey(
        CountyBoard, models.PROTECT, related_name="asked_months", verbose_name=_("county board")
    )
    month = models.DateField(_("month"), help_text=_("The first day of the month."))
    is_asked = models.BooleanField(_("asked for"), default=True)
    due_on = models.DateField(_("due on"))

    objects = AskedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("asked month")
        verbose_name_plural = _("asked months")
        ordering = ("county_board", "-month", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county_board", "month"],
                name="asked_month_once_per_county_board",
                violation_error_message=_("This month is already written down for the county board."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="asked_month_is_first_day",
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("month")),
                name="asked_month_is_due_after_it_begins",
                violation_error_message=_("A month is due on one of its days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_board} {self.month:%Y-%m}"

    @classmethod
    def by_rule(cls, board: CountyBoard, month: date) -> Self:
        """Return a month by the county board's present settings, not stored."""
        is_asked, due = board.rule.in_month(month)
        return cls(county_board=board, month=month, is_asked=is_asked, due_on=due)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Queries on municipalities."""

    def active(self) -> Self:
        """Keep those that exist today, A–Ö."""
        return self.filter(is_active=True).order_by("name", "pk")

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, those of the own county for a coordinator, none for others."""
        return self.filter(county_board__in=CountyBoard.objects.visible_to(user, on=on))


class Municipality(models.Model):
    """A Swedish municipality (kommun). The code is text, because leading zeros matter."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("code", "name", "full_name", "slug"),)

    code = models.CharField(_("municipality code"), max_length=4, unique=True)
    name = columns.Line(_("name"), max_length=60, db_collation="swedish")
    full_name = columns.Line(_("full name"), max_length=80, db_collation="swedish")
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    county_board = models.ForeignKey(
        CountyBoard, models.PROTECT, related_name="municipalities", verbose_name=_("county board")
    )
    population = models.PositiveIntegerField(_("population"))
    population_on = models.DateField(_("population on"))
    is_active = models.BooleanField(_("active"), default=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{4}$"),
                name="municipality_code_is_four_digits",
                violation_error_message=_("Write the municipality code as four digits, for example 2281."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CoordinatorQuerySet(models.QuerySet["Coordinator"]):
    """Queries on coordinators' roles."""

    def current(self, *, on: date) -> Self:
        """Keep the roles that hold on that day, the last day included, of people with an open account."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)

    def of_board(self, county_board: CountyBoard) -> Self:
        """Keep the roles of one county board, with their people."""
        return self.filter(county_board=county_board).select_related("user")

    def by_board(self, county_boards: Iterable[CountyBoard]) -> dict[int, list[Coordinator]]:
        """Return those of these county boards, with their people, by the board's id."""
        found: dict[int, list[Coordinator]] = {}
        for role in self.filter(county_board__in=set(county_boards)).select_related("user"):
            found.setdefault(role.county_board_id, []).append(role)
        return found

    def regular(self) -> Self:
        """Leave out stand-ins."""
        return self.filter(is_stand_in=False)

    def to_turn_to(self, *, on: date) -> Self:
        """Keep those a municipality may call besides the board's contact; nobody with protected identity."""
        others = self.current(on=on).exclude(user__email=F("county_board__contact_email"))
        return others.exclude(user__protected_identity=True).select_related("user")

    def not_ended(self, *, on: date) -> Self:
        """Keep the roles that hold on that day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Keep the roles that share at least one day with the span; ``ends_on`` None means no end."""
        earlier = self.filter(starts_on__lte=ends_on) if ends_on else self
        return earlier.not_ended(on=starts_on)

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, the own county's for a coordinator."""
        return self.filter(county_board__in=CountyBoard.objects.visible_to(user, on=on))

    def lasting(self, *, since: date) -> Self:
        """Keep those that had not ended before that day."""
        return self.exclude(ends_on__lt=since)

    def managed_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the roles that the person may end, of the boards whose coordinators the person appoints."""
        return self.filter(county_board__in=CountyBoard.objects.managed_by(user, on=on))


class Coordinator(models.Model):
    """A person's role as coordinator of a county board; without ``ends_on`` it holds until further notice."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("user"),)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="coordinator_roles", verbose_name=_("person")
    )
    county_board = models.ForeignKey(
        CountyBoard, models.PROTECT, related_name="coordinators", verbose_name=_("county board")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_stand_in = models.BooleanField(_("stand-in"), default=False)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ("county_board", "user", "starts_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="coordinator_ends_after_start",
                violation_error_message=_("The last day must be on or after the first day."),
            ),
            models.UniqueConstraint(
                fields=["user", "county_board"],
                condition=Q(ends_on=None),
                name="coordinator_once_per_county_board",
                violation_error_message=_("This person already coordinates this county board."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.county_board}"

    def is_current(self, *, on: date) -> bool:
        """Say whether the role holds on that day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
