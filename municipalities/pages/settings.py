"""A county board's settings, and the month from which a change would hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import month_of, next_month
from municipalities.models import CountyBoard
from municipalities.pages.coordinators import CountyBoardPage, board_and_own
from ui.dates import month_name

SHOWN_DUE_DAYS = 3


@dataclass(frozen=True)
class CountySettingsPage(CountyBoardPage):
    """The present settings and their effect."""

    @property
    def counts_from(self) -> str:
        """The month from which the settings hold, if that is later; else empty."""
        month = month_of(self.on)
        return month_name(next_month(month)) if self.board.rule_in(month) != self.board.rule else ""

    @property
    def change(self) -> str:
        """A sentence on the month from which a change made now would hold."""
        month = month_of(self.on)
        words = {"month": month_name(month), "next": month_name(next_month(month))}
        if self.board.due_on(month) < self.on:
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
        if stored.rule == self.board.rule or stored.rule_from is None or stored.rule_from < month_of(self.on):
            return _("The settings are saved.")
        month = month_name(stored.rule_from)
        return _("The settings are saved. The months and the day count from %(month)s.") % {"month": month}

    @property
    def due_days(self) -> list[str]:
        """The next due days: "november: senast måndag 30 november"."""
        found: list[str] = []
        month = month_of(self.on)
        while len(found) < SHOWN_DUE_DAYS:
            due = self.board.due_on(month)
            if self.board.asks_in(month) and due >= self.on:
                words = {"month": month_name(month).capitalize(), "day": date_format(due, "l j F")}
                found.append(_("%(month)s: by %(day)s") % words)
            month = next_month(month)
        return found


def county_settings_page(user: User, slug: str, *, on: date) -> CountySettingsPage:
    """Return the settings of a county board; a stand-in may change them too."""
    return CountySettingsPage(*board_and_own(user, slug, on=on), on)
