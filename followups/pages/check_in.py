"""One check-in's page: a form for those who write, text for those who read."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import takewhile

from django.http import Http404, QueryDict
from django.urls import reverse

from accounts.models import User
from calendars.months import month_of, next_month, previous_month
from followups.actions.answers import Catalogue, answers_of, catalogue_of, new_check_in
from followups.forms.beside import UnlockForm, UnlockRequestForm
from followups.forms.check_in import CheckInForm, ShortCheckInForm
from followups.forms.promises import Asked
from followups.models import Answers, CheckIn, CheckInVersion, Month, MunicipalReply, UnlockRequest
from followups.models.answers import SomeAnswers
from followups.months import CountyMonth, Row, read_month
from followups.pages.check_in_facts import CheckInFacts
from followups.summaries.changes import Hint, changed_sentence, gentle_hints, said_in, talking_point
from followups.summaries.check_ins import needs_words, obstacles_words, steps_words
from followups.summaries.locking import locked_advice, request_sentence, unlocked_sentence
from municipalities.models import CountyBoard
from programmes.models import ExpectedCheckIn
from support.models import SupportCase
from ui.conflicts import ConflictError

MOST_QUIET = 12


@dataclass(frozen=True)
class CheckInPage:
    """A municipality's month with everything around it on the page."""

    user: User
    county: CountyMonth
    row: Row
    expected: ExpectedCheckIn
    at: datetime
    is_coordinator: bool

    @property
    def can_write(self) -> bool:
        return self.is_coordinator and self.row.is_writable

    @property
    def may_be_sent(self) -> bool:
        """True when a POST may be a check-in; one that comes too late is refused, and its text is kept."""
        return self.is_coordinator and not self.can_unlock

    @property
    def has_change(self) -> bool:
        """True when a change to what was done is not marked as done."""
        return bool(self.check_in.told) and not self.check_in.is_done

    @property
    def draft_url(self) -> str:
        """Address for automatic saving; empty when saving would reopen a check-in that is done."""
        if self.check_in.is_done or not self.can_write:
            return ""
        return reverse("followups:check_in_draft", args=[self.row.month, self.row.slug])

    @property
    def reply(self) -> MunicipalReply | None:
        """The municipality's own answers; MÄN reads them once the check-in was marked as done."""
        return self.row.reply if self.is_coordinator or self.row.version else None

    @property
    def talking_point(self) -> str:
        return talking_point(self.reply, self.row) if self.reply else ""

    @cached_property
    def check_in(self) -> CheckIn:
        """The stored draft, or a prefilled one that is not stored."""
        return self.row.check_in or new_check_in(
            self.expected, previous=self.row.previous, actor=self.user, at=self.at
        )

    @cached_property
    def _cases(self) -> list[SupportCase]:
        cases = SupportCase.objects.filter(participation=self.row.participation)
        return list(cases.select_related("area", "offer").order_by("raised_at", "pk"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """Steps and obstacles to choose from, with the check-in's choices."""
        return catalogue_of(self.check_in)

    @cached_property
    def answers(self) -> Answers:
        return answers_of(self.check_in, catalogue=self.catalogue)

    @cached_property
    def steps(self) -> dict[int, str]:
        """Titles of the process steps by number."""
        return {number: title for number, title, _status in self.catalogue.steps}

    def row_form(self, data: QueryDict) -> ShortCheckInForm:
        """Return the form of the municipality's row in the month's list, as it was sent."""
        slug = self.row.slug
        asked = Asked(
            commitments=self.facts.commitments if any("-commitment_" in name for name in data) else [],
            needs=self.facts.open_cases if f"{slug}-need_same" in data else [],
        )
        return ShortCheckInForm(
            data,
            county_board=self.county.board,
            month=self.row.month,
            previous=self.row.previous,
            answers=self.answers,
            asked=asked,
            number=0,
            prefix=slug,
        )

    def form(
        self,
        data: QueryDict | None = None,
        *,
        conflict: ConflictError | None = None,
        entered: SomeAnswers | None = None,
    ) -> CheckInForm:
        """Return the whole form; after a conflict with both the entered answers and the saved ones.

        What was sent is read with the questions that came with it: automatic saving sends but the changed.
        """
        sent = {name.partition("_")[0] for name in data or ("commitment", "outcome")}
        asked = Asked(
            self.steps,
            self.catalogue.obstacles,
            self.facts.commitments if "commitment" in sent else [],
            self.facts.later_commitments if data is None else [],
            self.facts.delivered if "outcome" in sent else [],
            self.facts.open_cases,
        )
        return CheckInForm(
            data,
            check_in=self.check_in,
            county_board=self.county.board,
            previous=self.row.previous,
            answers=self.answers,
            asked=asked,
            conflict=conflict,
            entered=replace(self.answers, **entered) if entered else None,
        )

    @property
    def position(self) -> int:
        """Position of the check-in in the month, from one."""
        return [row.slug for row in self.county.rows].index(self.row.slug) + 1

    @cached_property
    def next_undone(self) -> Row | None:
        """Municipality to go to when this one is done: the next undone in the list, else the first."""
        rows, here = self.county.rows, self.position
        return next((row for row in rows[here:] + rows[: here - 1] if row.is_undone), None)

    @property
    def steps_words(self) -> str:
        return steps_words(self.answers.steps, count=len(self.steps))

    @property
    def obstacles_words(self) -> str:
        names = [str(obstacle) for obstacle in self.answers.obstacles]
        names += [self.answers.obstacle_other] if self.answers.obstacle_other else []
        since = None if self.check_in.pk or not self.row.previous else self.row.previous.check_in.month
        return obstacles_words(names, since=since, on=self.row.on)

    @property
    def is_of_today(self) -> bool:
        """True while the check-in is about now: beside an older one today's facts seem to be its own."""
        this_month = month_of(self.row.on)
        is_open = self.row.month == previous_month(this_month) and self.row.is_writable
        return self.row.month == this_month or is_open

    @cached_property
    def facts(self) -> CheckInFacts:
        """Facts that the portal already has."""
        return CheckInFacts(self.row, self.check_in, self._cases, self.at)

    @cached_property
    def hints(self) -> list[Hint]:
        """Gentle hints, which never block saving."""
        return gentle_hints(self.answers, quiet_before=self._quiet_before, has_support=bool(self.facts.cases))

    @property
    def _quiet_before(self) -> int:
        """Number of months in a row before this one with nothing new; queried only when it matters."""
        previous = self.row.previous
        if not self.answers.nothing_new or previous is None or not previous.nothing_new:
            return 0
        before = CheckInVersion.objects.before(self.row.month, self.row.participation)
        return len(list(takewhile(bool, before.values_list("nothing_new", flat=True)[:MOST_QUIET])))

    @property
    def changes(self) -> str:
        """Sentence on how the saved draft differs from last time; empty before it is saved."""
        return self._changed(self.answers) if self.check_in.pk else ""

    def _changed(self, told: Answers | CheckInVersion) -> str:
        previous = self.row.previous
        if previous is None:
            return ""
        since = previous.check_in.month
        return changed_sentence(said_in(previous), said_in(told), since=since, on=self.row.on)

    @property
    def needs_words(self) -> str:
        return needs_words(Counter(case.state for case in self.facts.open_cases))

    @cached_property
    def versions(self) -> list[CheckInVersion]:
        """Versions of this month, the newest first."""
        if self.row.version is None:
            return []
        mine = CheckInVersion.objects.filter(check_in=self.row.version.check_in)
        found = list(mine.select_related("done_by", "need_area", "need_offer").order_by("-version"))
        for version in found:
            version.changes = self._changed(version)
        return found

    @property
    def draft(self) -> CheckIn | None:
        """Draft that can no longer be edited; only the county board may read it."""
        return self.row.check_in if self.is_coordinator and self.row.is_draft else None

    @property
    def is_locked(self) -> bool:
        return self.row.is_expected and self.row.is_locked

    @property
    def can_unlock(self) -> bool:
        """True when staff may unlock the month for the county board."""
        return self.user.is_staff and self.is_locked

    @cached_property
    def request(self) -> UnlockRequest | None:
        """The newest request to unlock the month, if the person may know of it."""
        requests = UnlockRequest.objects.visible_to(self.user, on=self.row.on).filter(expected=self.expected)
        return requests.select_related("requested_by").order_by("-requested_at", "-pk").first()

    @property
    def waiting(self) -> UnlockRequest | None:
        """The request that MÄN is to answer."""
        return self.request if self.is_locked and self.request and self.request.is_waiting else None

    @property
    def can_ask(self) -> bool:
        return self.is_coordinator and self.is_locked and not (self.can_unlock or self.waiting)

    @property
    def advice(self) -> str:
        """Sentence that says late and locked in one."""
        return locked_advice(self.row) if self.can_ask else ""

    @property
    def request_words(self) -> str:
        """State of the newest request in words; a granted one shows by itself."""
        if self.request is None or not self.is_locked or self.request.state == UnlockRequest.State.GRANTED:
            return ""
        return request_sentence(self.request, is_own=self.request.requested_by == self.user)

    @property
    def unlocked_words(self) -> str:
        """Sentence on until when the county board may write in a month that was unlocked."""
        unlocked_at = self.row.now.unlocked_at if self.row.now else None
        if unlocked_at is None or self.row.is_locked:
            return ""
        return unlocked_sentence(unlocked_at)

    def unlock_form(self, data: QueryDict | None = None) -> UnlockForm:
        """Return the person's form: staff's reason to unlock, or the county board's reason to request it."""
        if not self.user.is_staff:
            return UnlockRequestForm(data)
        return UnlockForm(data, initial={"reason": self.waiting.reason if self.waiting else ""})


def check_in_page(
    user: User, month: date, slug: str, *, on: date, at: datetime, alone: bool = False
) -> CheckInPage:
    """Return the page of a municipality's month by its slug; ``alone`` skips the rest of the county.

    Raises:
        Http404: not a municipality that the person follows, or no check-in is expected and none was made.
    """
    boards = CountyBoard.objects.visible_to(user, on=on).filter(municipalities__slug=slug)
    months = Month.objects.of_boards(boards).filter(month=month).listed()
    if alone:
        months = months.filter(participation__municipality__slug=slug)
    rows = read_month(months, on=on)
    row = next((row for row in rows if row.slug == slug), None)
    if row is None or row.stored is None:
        raise Http404
    board = row.participation.county_board
    own = CountyBoard.objects.coordinated_by(user, on=on)
    is_coordinator = not user.is_staff or own.contains(board)
    county = CountyMonth(board, month, on, rows)
    return CheckInPage(user, county, _with_versions(row), row.stored, at, is_coordinator)


def _with_versions(row: Row) -> Row:
    """Return the same row with its newest version and the last one before it, which may be of any month."""
    until = CheckInVersion.objects.before(next_month(row.month), row.participation)
    found = {version.check_in.month: version for version in until[:2]}
    version = found.pop(row.month, None)
    return replace(row, version=version, previous=found[max(found)] if found else None)
