"""Deeds of the follow-up, by subject."""

from followups.actions.answers import Answers, answers_of, previous_version
from followups.actions.check_in import (
    ConflictingEditError,
    mark_check_in_done,
    new_check_in,
    open_check_in,
    save_check_in_draft,
    unfinished,
)
from followups.actions.commitments import answer_commitment, support_asked_about
from followups.actions.drafts import mark_draft_done
from followups.actions.replies import ConflictingReplyError, save_reply
from followups.actions.support_cases import (
    answer_support,
    deliver_support,
    evaluate_support,
    offer_support,
    open_support,
    raise_need,
    start_support,
)
from followups.actions.support_offers import (
    add_support_offer,
    change_support_offer,
    restore_support_offer,
    retire_support_offer,
)
from followups.actions.unlocking import decline_unlock, request_unlock, unlock_check_in
from followups.actions.signals import current_signal, dismiss_signal

__all__ = [
    "Answers",
    "ConflictingEditError",
    "ConflictingReplyError",
    "add_support_offer",
    "answer_commitment",
    "answer_support",
    "answers_of",
    "current_signal",
    "dismiss_signal",
    "change_support_offer",
    "decline_unlock",
    "deliver_support",
    "evaluate_support",
    "mark_check_in_done",
    "mark_draft_done",
    "new_check_in",
    "offer_support",
    "open_check_in",
    "open_support",
    "previous_version",
    "raise_need",
    "request_unlock",
    "restore_support_offer",
    "retire_support_offer",
    "save_check_in_draft",
    "save_reply",
    "start_support",
    "support_asked_about",
    "unfinished",
    "unlock_check_in",
]
