"""The outbox's fixtures."""

from tests.outbox import alarm, anna, staff, wishes

__all__ = ["alarm", "anna", "staff", "wishes"]
