"""Deeds of the follow-up, by subject."""

from followups.actions.answers import Answers, answers_of, previous_version
from followups.actions.check_in import (
    ConflictingEditError,
    mark_check_in_done,
    new_check_in,
    open_check_in,
    save_check_in_draft,
)
from followups.actions.commitments import answer_commitment
from followups.actions.unlocking import unlock_check_in

__all__ = [
    "Answers",
    "ConflictingEditError",
    "answer_commitment",
    "answers_of",
    "mark_check_in_done",
    "new_check_in",
    "open_check_in",
    "previous_version",
    "save_check_in_draft",
    "unlock_check_in",
]
