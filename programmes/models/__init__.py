"""Models of the programmes, by subject."""

from programmes.models.cohort import Cohort, Participation, ParticipationPause
from programmes.models.enquiry import Enquiry
from programmes.models.expected import ExpectedCheckIn
from programmes.models.homework import Homework
from programmes.models.programme import ProcessStep, Programme, TrainingKind
from programmes.models.session import Lecturer, Material, Session

__all__ = [
    "Cohort",
    "Enquiry",
    "ExpectedCheckIn",
    "Homework",
    "Lecturer",
    "Material",
    "Participation",
    "ParticipationPause",
    "ProcessStep",
    "Programme",
    "Session",
    "TrainingKind",
]
