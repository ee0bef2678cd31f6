"""Pages of the participants app, by subject."""

from participants.views.files import material_file, stored_file
from participants.views.homework import homework_detail, homework_list
from participants.views.session import session_detail, session_list

__all__ = [
    "homework_detail",
    "homework_list",
    "material_file",
    "session_detail",
    "session_list",
    "stored_file",
]
