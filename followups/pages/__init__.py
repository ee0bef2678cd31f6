"""What the coordinator's pages show, read in few queries and ready to print."""

from followups.pages.check_in import CheckInPage, check_in_page
from followups.pages.commitments import OpenCommitment, open_commitments
from followups.pages.county import CountyHome, county_home, county_sections
from followups.pages.county_board import coordinators_page, county_handover_page, county_settings_page
from followups.pages.followup import FollowupPage, followup_page
from followups.pages.followup_charts import ChartsPage, followup_charts_page
from followups.pages.month import MonthPage, StaffMonth, drafts_page, month_page, staff_month
from followups.pages.municipality_own import own_commitments, own_municipalities, own_summaries
from followups.pages.rates import RatesPage, rates_page
from followups.pages.replies import ReplyPage, conflict_sides, reply_page
from followups.pages.signals import quiet_section, signal_page
from followups.pages.unlocking import Unlocking, unlocking

__all__ = [
    "ChartsPage",
    "CheckInPage",
    "CountyHome",
    "FollowupPage",
    "MonthPage",
    "OpenCommitment",
    "RatesPage",
    "ReplyPage",
    "StaffMonth",
    "Unlocking",
    "check_in_page",
    "conflict_sides",
    "coordinators_page",
    "county_handover_page",
    "county_home",
    "county_sections",
    "county_settings_page",
    "drafts_page",
    "followup_charts_page",
    "followup_page",
    "month_page",
    "open_commitments",
    "own_commitments",
    "own_municipalities",
    "own_summaries",
    "quiet_section",
    "rates_page",
    "reply_page",
    "signal_page",
    "staff_month",
    "unlocking",
]
