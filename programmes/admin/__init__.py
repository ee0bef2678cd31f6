"""The programmes' models in the admin, by subject."""

from programmes.admin.cohorts import CohortAdmin, ParticipationAdmin
from programmes.admin.enquiries import EnquiryAdmin
from programmes.admin.programmes import ProcessStepAdmin, ProgrammeAdmin
from programmes.admin.sessions import HomeworkAdmin, LecturerAdmin, MaterialAdmin, SessionAdmin

__all__ = [
    "CohortAdmin",
    "EnquiryAdmin",
    "HomeworkAdmin",
    "LecturerAdmin",
    "MaterialAdmin",
    "ParticipationAdmin",
    "ProcessStepAdmin",
    "ProgrammeAdmin",
    "SessionAdmin",
]
