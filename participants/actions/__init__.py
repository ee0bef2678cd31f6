"""Deeds of the participants' app, by subject."""

from participants.actions.attending import record_attendance
from participants.actions.enrolling import (
    LeavingReason,
    activate_enrolments,
    change_role,
    enrol,
    reinstate,
    withdraw,
)
from participants.actions.mandate import add_mandate_entry, end_mandate_entry
from participants.actions.publishing import archive_cohort, finish_cohort, publish_cohort, start_cohort
from participants.actions.reviewing import give_feedback
from participants.actions.scheduling import cancel_session, move_session
from participants.actions.submitting import ConflictingSubmissionError, hand_in, save_draft

__all__ = [
    "ConflictingSubmissionError",
    "LeavingReason",
    "activate_enrolments",
    "add_mandate_entry",
    "archive_cohort",
    "cancel_session",
    "change_role",
    "end_mandate_entry",
    "enrol",
    "finish_cohort",
    "give_feedback",
    "hand_in",
    "move_session",
    "publish_cohort",
    "record_attendance",
    "reinstate",
    "save_draft",
    "start_cohort",
    "withdraw",
]
