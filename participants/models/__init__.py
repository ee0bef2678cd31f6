"""Models of the participants, by subject."""

from participants.models.attendance import Attendance
from participants.models.enrolment import Enrolment
from participants.models.mandate import MandateEntry
from participants.models.submission import Feedback, StoredFile, Submission, SubmissionVersion

__all__ = [
    "Attendance",
    "Enrolment",
    "Feedback",
    "MandateEntry",
    "StoredFile",
    "Submission",
    "SubmissionVersion",
]
