"""The follow-up's models in the admin, by subject."""

from followups.admin.check_ins import CheckInAdmin, CheckInVersionAdmin, ObstacleAdmin, UnlockRequestAdmin
from followups.admin.municipalities import CommitmentAdmin, DismissedSignalAdmin, MunicipalReplyAdmin

__all__ = [
    "CheckInAdmin",
    "CheckInVersionAdmin",
    "CommitmentAdmin",
    "DismissedSignalAdmin",
    "MunicipalReplyAdmin",
    "ObstacleAdmin",
    "UnlockRequestAdmin",
]
