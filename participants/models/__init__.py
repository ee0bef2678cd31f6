"""Models of the participants, by subject."""

from participants.models.attendance import Attendance
from participants.models.enrolment import Enrolment
from participants.models.submission import Feedback, StoredFile, Submission, SubmissionVersion

__all__ = ["Attendance", "Enrolment", "Feedback", "StoredFile", "Submission", "SubmissionVersion"]
