"""A county board's settings, and the month from which a change would hold."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import month_of, next_month
from municipalities.models import AskedMonth, CountyBoard
from municipalities.pages.coordinators import CountyBoardPage, board_and_own
from ui.dates import month_name

SHOWN_DUE_DAYS = 3


@dataclass(frozen=True)
class CountySettingsPage(CountyBoardPage):
    """The present settings and their effect."""

    def _asked(self, month: date) -> tuple[bool, date]:
        """Return whether the month is asked for and its last day, as it is written down."""
        asked = AskedMonth.objects.by_board([self.board], month)[self.board.pk]
        return asked.is_asked, asked.due_on

    def _first_month(self, stored: CountyBoard) -> date:
        """Return the month from which settings hold that were stored today."""
        month = month_of(self.on)
        due_days = self._asked(month)[1], stored.rule.due_on(month)
        return month if self.on <= min(due_days) else next_month(month)

    @property
    def counts_from(self) -> str:
        """The month from which the settings hold, if that is later; else empty."""
        month = month_of(self.on)
        stands_still = self._asked(month) != self.board.rule.in_month(month)
        return month_name(next_month(month)) if stands_still else ""

    @property
    def change(self) -> str:
        """A sentence on the month from which a change made now would hold."""
        month = month_of(self.on)
        words = {"month": month_name(month), "next": month_name(next_month(month))}
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
        month = month_name(self._first_month(stored))
        return _("The settings are saved. The months and the day count from %(month)s.") % {"month": month}

    @property
    def due_days(self) -> list[str]:
        """The next due days: "november: senast måndag 30 november"."""
        found: list[str] = []
        month = month_of(self.on)
        while len(found) < SHOWN_DUE_DAYS:
            is_asked, due = self._asked(month)
            if is_asked and due >= self.on:
                words = {"month": month_name(month).capitalize(), "day": date_format(due, "l j F")}
                found.append(_("%(month)s: by %(day)s") % words)
            month = next_month(month)
        return found


def county_settings_page(user: User, slug: str, *, on: date) -> CountySettingsPage:
    """Return the settings of a county board; a stand-in may change them too."""
    return CountySettingsPage(*board_and_own(user, slug, on=on), on)
