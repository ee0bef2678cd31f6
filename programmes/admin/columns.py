"""Columns that several lists of the admin share: whose row it is, and of which month."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

MONTH = "%Y-%m"


class MunicipalityColumn:
    """For what hangs on a municipality's part in a cohort."""

    @admin.display(description=_("municipality"), ordering="participation__municipality__name")
    def municipality(self, row: Any) -> str:
        """Name the municipality."""
        return str(row.participation.municipality)


class MonthColumn:
    """For what there is once a month."""

    @admin.display(description=_("month"), ordering="month")
    def month_shown(self, row: Any) -> str:
        """Show the month without a day."""
        return row.month.strftime(MONTH)
