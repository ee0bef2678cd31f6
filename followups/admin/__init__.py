"""The follow-up's models in the admin, by subject."""

from followups.admin.check_ins import CheckInAdmin, CheckInVersionAdmin, ObstacleAdmin, UnlockRequestAdmin
from followups.admin.municipalities import CommitmentAdmin, MunicipalReplyAdmin, QuietDismissalAdmin

__all__ = [
    "CheckInAdmin",
    "CheckInVersionAdmin",
    "CommitmentAdmin",
    "MunicipalReplyAdmin",
    "ObstacleAdmin",
    "QuietDismissalAdmin",
    "UnlockRequestAdmin",
]
