"""Pages of the followups app, by subject."""

from followups.views.participant_home import participant_home

__all__ = ["participant_home"]
