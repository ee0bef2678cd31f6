"""Columns that several lists of the admin share: the row's municipality and month."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

MONTH = "%Y-%m"


class MunicipalityColumn:
    """For models with a ``participation``."""

    @admin.display(description=_("municipality"), ordering="participation__municipality__name")
    def municipality(self, row: Any) -> str:
        """Return the municipality's name."""
        return str(row.participation.municipality)


class MonthColumns:
    """For what hangs on a municipality's month."""

    @admin.display(description=_("municipality"), ordering="expected__participation__municipality__name")
    def municipality(self, row: Any) -> str:
        """Name the municipality."""
        return str(row.participation.municipality)

    @admin.display(description=_("month"), ordering="expected__month")
    def month_shown(self, row: Any) -> str:
        """Show the month without a day."""
        return row.month.strftime(MONTH)
