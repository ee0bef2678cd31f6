"""Forms of the follow-up, by subject."""

from followups.forms.check_in import CheckInForm, ShortCheckInForm, add_refusal
from followups.forms.commitments import CommitmentForm
from followups.forms.followup import FollowupFilterForm
from followups.forms.unlocking import UnlockForm

__all__ = [
    "CheckInForm",
    "CommitmentForm",
    "FollowupFilterForm",
    "ShortCheckInForm",
    "UnlockForm",
    "add_refusal",
]
