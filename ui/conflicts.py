"""Two people who write at once: the second one is shown both texts, and nothing is overwritten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, time_format

from ui.words import Lazy


class ConflictError(ValidationError):
    """Somebody else saved since this writer opened the page.

    ``stored`` is the row as it is now, ``fields`` names the answers that differ. The sentence may say who
    saved and when: ``%(name)s``, ``%(date)s`` and ``%(time)s``.
    """

    def __init__(
        self,
        sentence: Lazy,
        stored: Any,
        fields: Sequence[str] = (),
        *,
        by: str = "",
        at: datetime | None = None,
    ) -> None:
        self.stored, self.fields, self.at = stored, fields, at
        words = {"name": by}
        if at is not None:
            local = timezone.localtime(at)
            words |= {"date": date_format(local, "MONTH_DAY_FORMAT"), "time": time_format(local)}
        super().__init__(sentence, code="conflict", params=words)
