"""Models of the participants, by subject."""

from participants.models.attendance import Attendance
from participants.models.enrolment import Enrolment
from participants.models.mandate import MandateEntry
from participants.models.review import Review
from participants.models.stored_file import StoredFile
from participants.models.submission import Feedback, Submission, SubmissionVersion

__all__ = [
    "Attendance",
    "Enrolment",
    "Feedback",
    "MandateEntry",
    "Review",
    "StoredFile",
    "Submission",
    "SubmissionVersion",
]
