"""Pages about a county board: their common base, and its coordinators."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from municipalities.models import Coordinator, CountyBoard
from municipalities.pages.counties import boards_asked
from ui.tags import Tag


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
