"""Pages of the followups app, by subject."""

from followups.views.check_in import check_in_edit, check_in_month, check_in_month_current
from followups.views.check_in_draft import check_in_draft
from followups.views.county import county
from followups.views.followup import followup
from followups.views.overview import overview
from followups.views.participant_home import participant_home

__all__ = [
    "check_in_draft",
    "check_in_edit",
    "check_in_month",
    "check_in_month_current",
    "county",
    "followup",
    "overview",
    "participant_home",
]
