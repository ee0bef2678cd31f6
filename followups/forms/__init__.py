"""Forms of the follow-up, by subject."""

from followups.forms.check_in import CheckInForm, ShortCheckInForm, UnlockForm, add_refusal

__all__ = ["CheckInForm", "ShortCheckInForm", "UnlockForm", "add_refusal"]
