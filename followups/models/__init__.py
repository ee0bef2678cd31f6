"""Models of the follow-up, by subject."""

from followups.models.answers import Answers, CheckInAnswers, Obstacle, Owner
from followups.models.check_in import CheckIn, CheckInNeed, CheckInStep, CheckInVersion, PublicPart
from followups.models.commitment import Commitment
from followups.models.month import Month
from followups.models.quiet import QuietDismissal, QuietKind
from followups.models.reply import MunicipalReply
from followups.models.unlocking import UnlockReason, UnlockRequest

__all__ = [
    "Answers",
    "CheckIn",
    "CheckInAnswers",
    "CheckInNeed",
    "CheckInStep",
    "CheckInVersion",
    "Commitment",
    "Month",
    "MunicipalReply",
    "Obstacle",
    "Owner",
    "PublicPart",
    "QuietDismissal",
    "QuietKind",
    "UnlockReason",
    "UnlockRequest",
]
