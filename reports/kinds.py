"""The kinds of mail about exports, each with a check that it is still wanted when it is sent."""

from datetime import datetime

from django.utils import timezone

from notifications.kinds import MailKind
from notifications.models import Message
from reports.models import Export

EXPORT_DONE, EXPORT_FAILED = "export_done", "export_failed"


def export_is_there(message: Message, *, at: datetime) -> bool:
    """Return whether the file is still kept and the recipient may download it."""
    on = timezone.localtime(at).date()
    own = Export.objects.downloadable_by(message.reader, on=on)
    return own.filter(pk=message.facts["export"]).exclude(file="").exists()


def export_failed(message: Message, *, at: datetime) -> bool:
    """Return whether the export is still failed and the recipient may try it again."""
    own = Export.objects.asked_for_by(message.reader, on=timezone.localtime(at).date())
    return own.filter(pk=message.facts["export"], state=Export.State.FAILED).exists()


KINDS = (
    MailKind(name=EXPORT_DONE, still_due=export_is_there, urgent=True),
    MailKind(name=EXPORT_FAILED, still_due=export_failed, urgent=True),
)
