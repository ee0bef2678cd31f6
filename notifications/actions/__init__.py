"""The outbox's deeds: put a mail in, let what is due out, and what staff can do about one."""

from notifications.actions.delivery import Counts, deliver_due
from notifications.actions.moves import cancel, retry
from notifications.actions.queueing import queue

__all__ = ["Counts", "cancel", "deliver_due", "queue", "retry"]
