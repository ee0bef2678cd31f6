"""Two who write at once: whoever saves last is shown both texts, and nothing is overwritten."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from followups.models import CheckIn, MunicipalReply
from ui.words import Lazy


class ConflictError(ValidationError):
    """Somebody else saved meanwhile. Carries the stored row and the names of the answers that differ."""

    sentence: ClassVar[Lazy]
    stored: CheckIn | MunicipalReply

    def __init__(self, stored: CheckIn | MunicipalReply, fields: list[str]) -> None:
        self.stored, self.fields = stored, fields
        saved_at = timezone.localtime(stored.saved_at)
        words = {
            "name": stored.saved_by.shown_name,
            "date": date_format(saved_at, "MONTH_DAY_FORMAT"),
            "time": time_format(saved_at),
        }
        super().__init__(self.sentence, code="conflict", params=words)


class ConflictingEditError(ConflictError):
    """Another coordinator saved the check-in."""

    stored: CheckIn
    sentence = _("%(name)s changed the check-in on %(date)s at %(time)s. Choose which text counts.")


class ConflictingReplyError(ConflictError):
    """Another process leader answered."""

    stored: MunicipalReply
    sentence = _("%(name)s changed the answers on %(date)s at %(time)s. Nothing of yours is sent yet.")
