"""Forms of the follow-up, by subject."""

from followups.forms.check_in import CheckInForm, ShortCheckInForm, add_refusal
from followups.forms.commitments import CommitmentForm
from followups.forms.county import CoordinatorEndForm, CoordinatorForm, CountySettingsForm
from followups.forms.drafts import DraftsForm
from followups.forms.followup import FollowupFilterForm
from followups.forms.promises import Asked
from followups.forms.replies import ReplyForm
from followups.forms.signals import DismissSignalForm
from followups.forms.support import SupportOfferForm
from followups.forms.unlocking import UnlockForm, UnlockRequestForm

__all__ = [
    "Asked",
    "CheckInForm",
    "CommitmentForm",
    "CoordinatorEndForm",
    "CoordinatorForm",
    "CountySettingsForm",
    "DismissSignalForm",
    "DraftsForm",
    "FollowupFilterForm",
    "ReplyForm",
    "ShortCheckInForm",
    "SupportOfferForm",
    "UnlockForm",
    "UnlockRequestForm",
    "add_refusal",
]
