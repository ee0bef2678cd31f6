"""Deeds of the follow-up, by subject."""

from followups.actions.answers import Answers, Catalogue, answers_of, catalogue_of, previous_version
from followups.actions.check_in import (
    mark_check_in_done,
    new_check_in,
    open_check_in,
    save_check_in_draft,
    unfinished,
)
from followups.actions.commitments import answer_commitment, is_asked_about
from followups.actions.conflicts import ConflictingEditError, ConflictingReplyError
from followups.actions.drafts import mark_draft_done
from followups.actions.replies import save_reply
from followups.actions.signals import current_signal, dismiss_signal
from followups.actions.support_cases import (
    answer_support,
    deliver_support,
    evaluate_support,
    offer_support,
    open_support,
    raise_need,
    start_support,
    withdraw_support,
)
from followups.actions.support_mails import queue_need_reminders
from followups.actions.support_offers import (
    add_support_offer,
    change_support_offer,
    restore_support_offer,
    retire_support_offer,
)
from followups.actions.unlocking import decline_unlock, request_unlock, unlock_check_in

__all__ = [
    "Answers",
    "Catalogue",
    "ConflictingEditError",
    "ConflictingReplyError",
    "add_support_offer",
    "answer_commitment",
    "answer_support",
    "answers_of",
    "catalogue_of",
    "change_support_offer",
    "current_signal",
    "decline_unlock",
    "deliver_support",
    "dismiss_signal",
    "evaluate_support",
    "is_asked_about",
    "mark_check_in_done",
    "mark_draft_done",
    "new_check_in",
    "offer_support",
    "open_check_in",
    "open_support",
    "previous_version",
    "queue_need_reminders",
    "raise_need",
    "request_unlock",
    "restore_support_offer",
    "retire_support_offer",
    "save_check_in_draft",
    "save_reply",
    "start_support",
    "unfinished",
    "unlock_check_in",
    "withdraw_support",
]
