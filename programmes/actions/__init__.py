"""The deeds of the programmes, by subject."""

from programmes.actions.enquiries import answer_enquiry, close_enquiry, receive_enquiry
from programmes.actions.pausing import pause_participation, resume_participation
from programmes.actions.setting_up import add_homework, add_participation, add_session, create_cohort

__all__ = [
    "add_homework",
    "add_participation",
    "add_session",
    "answer_enquiry",
    "close_enquiry",
    "create_cohort",
    "pause_participation",
    "receive_enquiry",
    "resume_participation",
]
