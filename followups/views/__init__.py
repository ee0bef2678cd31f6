"""Pages of the followups app, by subject."""

from followups.views.check_in import check_in_edit
from followups.views.check_in_draft import check_in_draft
from followups.views.check_in_month import check_in_month, check_in_month_current
from followups.views.check_in_unlock import check_in_unlock
from followups.views.commitments import commitment_edit
from followups.views.coordinators import (
    coordinator_appoint,
    coordinator_end,
    coordinator_list,
    coordinator_withdraw,
)
from followups.views.county import county, county_handover, county_settings
from followups.views.drafts_done import drafts_done
from followups.views.exports import (
    check_in_export,
    export_again,
    export_file,
    export_list,
    municipality_export,
)
from followups.views.followup import followup, followup_charts, reporting_rates
from followups.views.mandate import mandate_create, mandate_end
from followups.views.municipality import municipality, municipality_handover, municipality_list
from followups.views.municipality_own import own_municipality, reply_edit
from followups.views.overview import overview
from followups.views.participant_home import participant_home
from followups.views.pausing import participation_pause
from followups.views.reports import month_report, period_report
from followups.views.signals import signal_dismiss
from followups.views.support import support_case, support_create, support_list, support_use
from followups.views.support_offer import support_offer_create, support_offer_edit, support_offer_list
from followups.views.support_own import need_create, support_answer

__all__ = [
    "check_in_draft",
    "check_in_edit",
    "check_in_export",
    "check_in_month",
    "check_in_month_current",
    "check_in_unlock",
    "commitment_edit",
    "coordinator_appoint",
    "coordinator_end",
    "coordinator_list",
    "coordinator_withdraw",
    "county",
    "county_handover",
    "county_settings",
    "drafts_done",
    "export_again",
    "export_file",
    "export_list",
    "followup",
    "followup_charts",
    "mandate_create",
    "mandate_end",
    "month_report",
    "municipality",
    "municipality_export",
    "municipality_handover",
    "municipality_list",
    "need_create",
    "overview",
    "own_municipality",
    "participant_home",
    "participation_pause",
    "period_report",
    "reply_edit",
    "reporting_rates",
    "signal_dismiss",
    "support_answer",
    "support_case",
    "support_create",
    "support_list",
    "support_offer_create",
    "support_offer_edit",
    "support_offer_list",
    "support_use",
]
