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
from followups.actions.support_cases import (
    answer_support,
    deliver_support,
    evaluate_support,
    offer_support,
    open_support,
    raise_need,
    start_support,
)
from followups.actions.unlocking import unlock_check_in

__all__ = [
    "Answers",
    "ConflictingEditError",
    "answer_commitment",
    "answer_support",
    "answers_of",
    "deliver_support",
    "evaluate_support",
    "mark_check_in_done",
    "new_check_in",
    "offer_support",
    "open_check_in",
    "open_support",
    "previous_version",
    "raise_need",
    "save_check_in_draft",
    "start_support",
    "unlock_check_in",
]
