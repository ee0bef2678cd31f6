"""What the coordinator's pages show, read in few queries and ready to print."""

from followups.pages.check_in import CheckInPage, check_in_page
from followups.pages.commitments import OpenCommitment, open_commitments
from followups.pages.county import county_sections
from followups.pages.followup import FollowupPage, followup_page
from followups.pages.month import MonthPage, StaffMonth, month_page, staff_month

__all__ = [
    "CheckInPage",
    "FollowupPage",
    "MonthPage",
    "OpenCommitment",
    "StaffMonth",
    "check_in_page",
    "county_sections",
    "followup_page",
    "month_page",
    "open_commitments",
    "staff_month",
]
