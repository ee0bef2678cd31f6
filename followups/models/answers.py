"""The questions of a check-in. Each is declared here twice, as a column and as a typed answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.keep import Keep, not_personal, paper
from support.models import DevelopmentArea, SupportOffer
from ui import columns

TEXT_MAX_LENGTH = 3000


class Obstacle(models.Model):
    """Something that slows the work down; staff edit the catalogue."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("name"),)

    name = columns.Line(_("name"), max_length=80, unique=True, db_collation="swedish")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")
        ordering = ("position", "name", "pk")

    def __str__(self) -> str:
        return self.name


class Owner(models.TextChoices):
    """The party that is to do what was agreed."""

    MUNICIPALITY = "municipality", pgettext_lazy("owner", "The municipality")
    COUNTY_BOARD = "county_board", pgettext_lazy("owner", "The county board")
    MAN = "man", pgettext_lazy("owner", "MÄN")


class CheckInAnswers(models.Model):
    """The columns of the questions, which drafts and frozen versions share."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        paper("happened", "obstacle_other", "need", "need_offer_text", "internal_note"),
        not_personal("need_same"),
    )

    class Progress(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        NEEDS_SUPPORT = "needs_support", _("Needs support")
        STUCK = "stuck", _("Stuck")
        NO_CONTACT = "no_contact", _("No contact")

    class ContactKind(models.TextChoices):
        CALL = "call", _("Call")
        MEETING = "meeting", _("Online meeting")
        MAIL = "mail", _("E-mail")
        VISIT = "visit", _("Met in person")

    progress = models.CharField(_("How is it going?"), max_length=20, choices=Progress.choices, blank=True)
    happened = columns.Text(_("What has happened since last time?"), blank=True, max_length=TEXT_MAX_LENGTH)
    nothing_new = models.BooleanField(_("Nothing new since last time"), default=False)
    obstacle_other = columns.Line(_("another obstacle"), max_length=200, blank=True)
    need_area = models.ForeignKey(
        DevelopmentArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("development area"),
    )
    need = columns.Text(_("What does the municipality need?"), blank=True, max_length=1000)
    need_same = models.CharField(
        _("is it the same need?"),
        max_length=20,
        blank=True,
        help_text=_("The number of the open case in the area, or “new”."),
    )
    need_offer = models.ForeignKey(
        SupportOffer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offer support")
    )
    need_offer_text = columns.Line(_("a line about the offer"), max_length=300, blank=True)
    contact_kind = models.CharField(
        _("contact this month"), max_length=10, choices=ContactKind.choices, blank=True
    )
    internal_note = columns.Text(_("internal note"), blank=True, max_length=TEXT_MAX_LENGTH)

    class Meta:
        abstract = True


# All questions with a column.
COLUMNS = tuple(each.name for each in CheckInAnswers._meta.fields)
# Written in a draft, and carried out when the check-in is marked as done.
WRITTEN = ("agreed", "commitment_answers", "outcome_answers")
NOT_STARTED = "not_started"
SomeAnswers = Mapping[str, Any]  # some answers by name; the others keep their value


@dataclass(frozen=True)
class Answers:
    """The answers to all questions of one check-in.

    ``agreed`` has a ``{"text", "owner", "due_on"}`` for each promise; ``commitment_answers`` has an
    ``{"outcome", "word", "due_on"}`` and ``outcome_answers`` an ``{"outcome", "word"}`` by primary key.
    They are stored as JSON, so their days are texts: ``2026-12-03``. ``steps`` has a status by number.
    """

    progress: str
    happened: str
    nothing_new: bool
    obstacle_other: str
    need_area: DevelopmentArea | None
    need: str
    need_same: str
    need_offer: SupportOffer | None
    need_offer_text: str
    contact_kind: str
    internal_note: str
    agreed: list[dict[str, str]]
    commitment_answers: dict[str, dict[str, str]]
    outcome_answers: dict[str, dict[str, str]]
    steps: dict[int, str] = field(default_factory=dict)
    obstacles: Collection[Obstacle] = ()

    @classmethod
    def in_row(cls, row: CheckInAnswers, **children: Any) -> Self:
        """Return the answers in a draft's own row, with the children that the caller has read."""
        return cls(**{name: getattr(row, name) for name in (*COLUMNS, *WRITTEN)}, **children)

    def differing(self, other: Answers) -> list[str]:
        """Return the names of the answers that are not the same; line endings and order do not count."""
        mine, theirs = vars(self), vars(other)
        return [name for name in mine if _plain(name, mine[name]) != _plain(name, theirs[name])]

    def frozen(self, titles: Mapping[int, str]) -> dict[str, Any]:
        """Return what a version keeps: the names of steps and obstacles, which staff may edit later."""
        return {name: getattr(self, name) for name in COLUMNS} | {
            "steps": [
                {"number": number, "title": title, "status": self.steps.get(number, NOT_STARTED)}
                for number, title in sorted(titles.items())
            ],
            "obstacles": [obstacle.name for obstacle in self.obstacles],
        }


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if name == "obstacles":
        return {each.pk for each in value}
    if name == "steps":
        return {number: status for number, status in value.items() if status != NOT_STARTED}
    return value
