"""Pages about a county board: their common base, its coordinators, and its settings."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from calendars.months import month_of, next_month
from municipalities.models import AskedMonth, Coordinator, CountyBoard
from municipalities.pages.counties import boards_asked
from ui.dates import month_name
from ui.tags import Tag

SHOWN_DUE_DAYS = 3


@dataclass(frozen=True)
class ListedRole:
    """One coordinator's role as a list shows it."""

    role: Coordinator
    on: date

    @property
    def begins_later(self) -> bool:
        return self.role.starts_on > self.on

    @property
    def stand_in_tag(self) -> Tag | None:
        return Tag(pgettext("role", "Stand-in"), "info") if self.role.is_stand_in else None

    @property
    def not_begun_tag(self) -> Tag | None:
        return Tag(pgettext("role", "Has not begun"), "") if self.begins_later else None

    @property
    def days(self) -> str:
        """The days of the role: "från 8 januari 2026, tills vidare"."""
        starts_on = date_format(self.role.starts_on)
        if self.role.ends_on is None:
            return _("from %(starts_on)s, until further notice") % {"starts_on": starts_on}
        words = {"starts_on": starts_on, "ends_on": date_format(self.role.ends_on)}
        return _("from %(starts_on)s until %(ends_on)s") % words


@dataclass(frozen=True)
class CountyBoardPage:
    """The base of pages about one county board, for its coordinators and staff."""

    board: CountyBoard
    boards: list[CountyBoard]
    on: date

    @property
    def query(self) -> str:
        """The query string that keeps a link at this county board."""
        return f"?lan={self.board.slug}"

    @property
    def others(self) -> list[CountyBoard]:
        """The person's other county boards."""
        return [board for board in self.boards if board != self.board]

    @cached_property
    def roles(self) -> list[ListedRole]:
        """The present and coming roles: regular ones first, then stand-ins, each by first day."""
        roles = Coordinator.objects.of_board(self.board).not_ended(on=self.on).filter(user__is_active=True)
        return [ListedRole(role, self.on) for role in roles.order_by("is_stand_in", "starts_on", "pk")]


@dataclass(frozen=True)
class CoordinatorsPage(CountyBoardPage):
    """The present and coming coordinators."""

    can_manage: bool


def board_and_own(user: User, slug: str, *, on: date) -> tuple[CountyBoard, list[CountyBoard]]:
    """Return the county board with that slug, or without one the person's first; and all of the person's own.

    Raises:
        Http404: not a board that the person may see, or no slug from somebody without a board.
    """
    own = list(CountyBoard.objects.coordinated_by(user, on=on))
    visible = CountyBoard.objects.visible_to(user, on=on) if slug else own
    return boards_asked(visible, slug)[0], own


def coordinators_page(user: User, slug: str, *, on: date) -> CoordinatorsPage:
    """Return the page with a county board's coordinators."""
    board, own = board_and_own(user, slug, on=on)
    can_manage = CountyBoard.objects.managed_by(user, on=on).contains(board)
    return CoordinatorsPage(board, own, on, can_manage=can_manage)


@dataclass(frozen=True)
class CountySettingsPage(CountyBoardPage):
    """The present settings and their effect."""

    def _asked(self, month: date) -> tuple[bool, date]:
        """Return whether the month is asked for and its last day, as it is written down."""
        asked = AskedMonth.objects.by_board([self.board], month)[self.board.pk]
        return asked.is_asked, asked.due_on

    @property
    def counts_from(self) -> str:
        """The month from which the settings hold, if that is later; else empty."""
        month = month_of(self.on)
        stands_still = self._asked(month) != self.board.rule.in_month(month)
        return month_name(next_month(month), on=self.on) if stands_still else ""

    @property
    def change(self) -> str:
        """A sentence on the month from which a change made now would hold."""
        month = month_of(self.on)
        words = {"month": month_name(month, on=self.on), "next": month_name(next_month(month), on=self.on)}
        if self._asked(month)[1] < self.on:
            return _("If you change the months or the day, it counts from %(next)s.") % words
        return (
            _(
                "If you change the months or the day, it counts from %(month)s. If the new day has already "
                "passed, it counts from %(next)s."
            )
            % words
        )

    def receipt(self, stored: CountyBoard) -> str:
        """Return the message after saving; it names the first month if the months or the day changed."""
        if stored.rule == self.board.rule:
            return _("The settings are saved.")
        month = month_of(self.on)
        is_past = self.on > min(self._asked(month)[1], stored.rule.due_on(month))
        words = {"month": month_name(next_month(month) if is_past else month, on=self.on)}
        return _("The settings are saved. The months and the day count from %(month)s.") % words

    @property
    def due_days(self) -> list[str]:
        """The next due days: "november: senast måndag 30 november"."""
        found: list[str] = []
        month = month_of(self.on)
        while len(found) < SHOWN_DUE_DAYS:
            is_asked, due = self._asked(month)
            if is_asked and due >= self.on:
                words = {
                    "month": month_name(month, on=self.on).capitalize(),
                    "day": date_format(due, "l j F"),
                }
                found.append(_("%(month)s: by %(day)s") % words)
            month = next_month(month)
        return found


def county_settings_page(user: User, slug: str, *, on: date) -> CountySettingsPage:
    """Return the settings of a county board; a stand-in may change them too."""
    return CountySettingsPage(*board_and_own(user, slug, on=on), on)
