"""The programmes' models in the admin, by subject."""

from programmes.admin.cohorts import CohortAdmin, ExpectedCheckInAdmin, ParticipationAdmin
from programmes.admin.county_boards import CountyBoardAdmin
from programmes.admin.enquiries import EnquiryAdmin
from programmes.admin.programmes import ProcessStepAdmin, ProgrammeAdmin
from programmes.admin.sessions import HomeworkAdmin, LecturerAdmin, MaterialAdmin, SessionAdmin

__all__ = [
    "CohortAdmin",
    "CountyBoardAdmin",
    "EnquiryAdmin",
    "ExpectedCheckInAdmin",
    "HomeworkAdmin",
    "LecturerAdmin",
    "MaterialAdmin",
    "ParticipationAdmin",
    "ProcessStepAdmin",
    "ProgrammeAdmin",
    "SessionAdmin",
]
