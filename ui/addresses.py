"""What addresses hold besides numbers and names."""

from datetime import date

from django.urls import register_converter


class MonthConverter:
    """A month in an address: 2026-11."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Give the month by its first day; what is no month has no page."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        """Write a month, given as a date or as in the address."""
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")
