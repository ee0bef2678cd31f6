"""The programmes' models in the admin, by subject."""

from programmes.admin import cohorts, programmes

__all__ = ["cohorts", "programmes"]
