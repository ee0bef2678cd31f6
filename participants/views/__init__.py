"""Pages of the participants app, by subject."""

from participants.views.attendance import attendance_edit
from participants.views.cohort import (
    cohort_panel,
    cohort_publish,
    cohort_step,
    session_cancel,
    session_move,
)
from participants.views.feedback import feedback_edit, feedback_queue
from participants.views.files import material_file, stored_file
from participants.views.homework import homework_detail, homework_list
from participants.views.session import session_detail, session_list

__all__ = [
    "attendance_edit",
    "cohort_panel",
    "cohort_publish",
    "cohort_step",
    "feedback_edit",
    "feedback_queue",
    "homework_detail",
    "homework_list",
    "material_file",
    "session_cancel",
    "session_detail",
    "session_list",
    "session_move",
    "stored_file",
]
