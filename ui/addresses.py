"""Converters for what addresses hold besides numbers and names."""

from datetime import date

from django.urls import register_converter


class MonthConverter:
    """A month in an address: 2026-11."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the month's first day; a ``ValueError`` makes Django answer 404."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        """Return the month as text, from a date or from the text itself."""
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")
