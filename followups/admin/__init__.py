"""The follow-up's models in the admin, by subject."""

from followups.admin.check_ins import CheckInAdmin, CheckInVersionAdmin, UnlockRequestAdmin
from followups.admin.exports import ExportAdmin
from followups.admin.municipalities import CommitmentAdmin, DismissedSignalAdmin, MunicipalReplyAdmin
from followups.admin.support import DevelopmentAreaAdmin, ObstacleAdmin, SupportCaseAdmin, SupportOfferAdmin

__all__ = [
    "CheckInAdmin",
    "CheckInVersionAdmin",
    "CommitmentAdmin",
    "DevelopmentAreaAdmin",
    "DismissedSignalAdmin",
    "ExportAdmin",
    "MunicipalReplyAdmin",
    "ObstacleAdmin",
    "SupportCaseAdmin",
    "SupportOfferAdmin",
    "UnlockRequestAdmin",
]
