"""The municipality's own answers beside the county board's: something to talk about, never a score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from followups.models import CheckIn, Month, MunicipalReply
from followups.months import Row
from followups.statuses import of_progress
from ui.dates import month_name


@dataclass(frozen=True)
class Voices:
    """The municipality's answers, with a sentence where the county board sees it differently."""

    reply: MunicipalReply
    row: Row

    @property
    def talking_point(self) -> str:
        """Sentence to begin the talk with. Until the county board has chosen, last time's progress counts."""
        ours = self.row.version or self.row.check_in
        if ours is not None and ours.progress:
            return self._gap(ours.progress)
        if self.row.previous is None or self.row.previous.progress in ("", self.reply.progress):
            return ""
        words = {
            "month": month_name(self.row.previous.check_in.month, on=self.row.on),
            "then": of_progress(self.row.previous.progress).word,
            "now": self.reply.get_progress_display(),
        }
        return _("In %(month)s you wrote “%(then)s”, now they write “%(now)s”. You can start there.") % words

    def _gap(self, progress: str) -> str:
        if progress == self.reply.progress:
            return ""
        if progress == CheckIn.Progress.NO_CONTACT:
            return _("The municipality has answered here. That can be a way to get in touch.")
        return _("The municipality sees it differently. You can start the talk there.")


def voices(row: Row, user: User) -> Voices | None:
    """Return the municipality's answers for the month, if there are any that the person may read."""
    replies = MunicipalReply.objects.visible_to(user, on=row.on)
    key = row.now.pk if row.now else None
    reply = replies.filter(expected=key).select_related("saved_by").first()
    return Voices(reply, row) if reply is not None else None


def replied_in(month: date, participations: Iterable[int]) -> set[int]:
    """Return which of these participations, by id, have answered about the month."""
    months = Month.objects.of(participations).filter(month=month).exclude(reply=None)
    return set(months.order_by().values_list("participation", flat=True))
