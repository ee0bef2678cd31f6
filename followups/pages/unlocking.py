"""The part of a page that unlocks a month, or requests it."""

from dataclasses import dataclass

from django.http import QueryDict

from followups.forms.unlocking import UnlockForm, UnlockRequestForm
from followups.models import UnlockRequest
from followups.pages.check_in import CheckInPage
from followups.summaries.locking import (
    locked_advice,
    own_request_sentence,
    request_sentence,
    unlocked_sentence,
)


@dataclass(frozen=True)
class Unlocking:
    """The part of a check-in's page where the county board requests unlocking and MÄN answers."""

    page: CheckInPage
    request: UnlockRequest | None

    @property
    def is_locked(self) -> bool:
        return self.page.row.is_expected and self.page.row.is_locked

    @property
    def can_answer(self) -> bool:
        return self.page.can_unlock

    @property
    def waits(self) -> bool:
        return self.is_locked and self.request is not None and self.request.is_waiting

    @property
    def can_ask(self) -> bool:
        return self.page.is_coordinator and self.is_locked and not (self.can_answer or self.waits)

    @property
    def advice(self) -> str:
        """Sentence that says late and locked in one."""
        return locked_advice(self.page.row) if self.can_ask else ""

    @property
    def request_words(self) -> str:
        """State of the newest request in words; a granted one shows by itself."""
        if self.request is None or not (self.waits or (self.is_locked and self.request.is_declined)):
            return ""
        is_own = self.request.requested_by == self.page.user
        return own_request_sentence(self.request) if is_own else request_sentence(self.request)

    @property
    def unlocked_words(self) -> str:
        """Sentence that the county board may write, for those who only read."""
        told = self.page.row.told.get(self.page.row.month)
        if told is None or told.unlocked_at is None or self.page.row.is_locked or self.page.is_coordinator:
            return ""
        return unlocked_sentence(told.unlocked_at)

    def form(self, data: QueryDict | None = None) -> UnlockForm:
        """Return the person's form: staff's reason to unlock, or the county board's reason to request it."""
        if not self.page.user.is_staff:
            return UnlockRequestForm(data)
        reason = self.request.reason if self.waits and self.request else ""
        return UnlockForm(data, initial={"reason": reason})


def unlocking(page: CheckInPage) -> Unlocking:
    """Read the newest request about the month, if the person may know of it."""
    requests = UnlockRequest.objects.visible_to(page.user, on=page.row.on)
    about = requests.about(page.row.participation, month=page.row.month)
    return Unlocking(page, about.select_related("requested_by").first())
