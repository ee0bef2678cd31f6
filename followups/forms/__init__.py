"""Forms of the follow-up, by subject."""

from followups.forms.check_in import CheckInForm, ShortCheckInForm, UnlockForm, add_refusal
from followups.forms.followup import FollowupFilterForm

__all__ = ["CheckInForm", "FollowupFilterForm", "ShortCheckInForm", "UnlockForm", "add_refusal"]
