"""Pages of the followups app, by subject."""

from followups.views.check_in import check_in_edit
from followups.views.check_in_draft import check_in_draft
from followups.views.check_in_month import check_in_month, check_in_month_current
from followups.views.commitments import commitment_edit
from followups.views.county import county
from followups.views.followup import followup
from followups.views.municipality import municipality
from followups.views.overview import overview
from followups.views.participant_home import participant_home

__all__ = [
    "check_in_draft",
    "check_in_edit",
    "check_in_month",
    "check_in_month_current",
    "commitment_edit",
    "county",
    "followup",
    "municipality",
    "overview",
    "participant_home",
]
