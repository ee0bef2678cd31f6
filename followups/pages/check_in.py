"""One check-in's page: a form for those who write, text for those who read."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import takewhile

from django.http import Http404, QueryDict
from django.urls import reverse

from accounts.models import User
from followups.actions.answers import Catalogue, answers_of, catalogue_of
from followups.actions.check_in import new_check_in
from followups.forms.check_in import CheckInForm
from followups.forms.promises import Asked
from followups.models import Answers, CheckIn, CheckInVersion, Commitment
from followups.models.answers import SomeAnswers
from followups.months import CountyMonth, Row, read_rows, read_texts
from followups.pages.check_in_facts import CheckInFacts
from followups.pages.voices import Voices, voices
from followups.summaries.changes import Hint, Said, changed_sentence, gentle_hints, said_in
from followups.summaries.check_ins import needs_words, obstacles_words, steps_words
from municipalities.models import CountyBoard
from programmes.models import Participation
from support.models import SupportCase
from ui.conflicts import ConflictError

MOST_QUIET = 12


@dataclass(frozen=True)
class CheckInPage:
    """A municipality's month with everything around it on the page."""

    user: User
    county: CountyMonth
    row: Row
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
    def draft_url(self) -> str:
        """Address for automatic saving; empty when saving would reopen a check-in that is done."""
        if self.check_in.is_done or not self.can_write:
            return ""
        return reverse("followups:check_in_draft", args=[self.row.month, self.row.slug])

    @property
    def draft_key(self) -> str:
        """Key of the browser's copy of texts that are not saved yet."""
        return f"check-in/{self.row.month:%Y-%m}/{self.row.slug}"

    @property
    def can_unlock(self) -> bool:
        """True when staff may unlock the month for the county board."""
        return self.user.is_staff and self.row.is_expected and self.row.is_locked

    @cached_property
    def voices(self) -> Voices | None:
        """The municipality's own answers."""
        return voices(self.row, self.user)

    @cached_property
    def check_in(self) -> CheckIn:
        """The stored draft, or a prefilled one that is not stored."""
        row = self.row
        return row.check_in or new_check_in(
            row.expected_check_in,
            previous=row.previous,
            needs=[case for case in self._cases if case.state == SupportCase.State.NEED],
            actor=self.user,
            at=self.at,
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

    def form(
        self,
        data: QueryDict | None = None,
        *,
        conflict: ConflictError | None = None,
        entered: SomeAnswers | None = None,
    ) -> CheckInForm:
        """Return the whole form; after a conflict with both the entered answers and the saved ones."""
        facts = self.facts
        return self._form(data, facts.commitments, facts.delivered, conflict=conflict, entered=entered)

    def sent_form(self, data: QueryDict) -> CheckInForm:
        """Return the form with the questions that were sent; answers to the others are not read."""
        asked = {name.partition("_")[0] for name in data}
        commitments = self.facts.commitments if "commitment" in asked else []
        return self._form(data, commitments, self.facts.delivered if "outcome" in asked else [])

    def _form(
        self,
        data: QueryDict | None,
        commitments: list[Commitment],
        delivered: list[SupportCase],
        *,
        conflict: ConflictError | None = None,
        entered: SomeAnswers | None = None,
    ) -> CheckInForm:
        return CheckInForm(
            data,
            check_in=self.check_in,
            county_board=self.county.board,
            previous=self.row.previous,
            answers=self.answers,
            asked=Asked(self.steps, self.catalogue.obstacles, commitments, delivered),
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

    @cached_property
    def facts(self) -> CheckInFacts:
        """Facts that the portal already has."""
        return CheckInFacts(self.row, self.check_in, self._cases, self.at)

    @cached_property
    def hints(self) -> list[Hint]:
        """Gentle hints, which never block saving."""
        return gentle_hints(self.answers, quiet_before=self._quiet_before, has_support=bool(self.facts.cases))

    @cached_property
    def _quiet_before(self) -> int:
        """Number of months in a row before this one with nothing new; queried only when it matters."""
        previous = self.row.previous
        if not self.answers.nothing_new or previous is None or not previous.nothing_new:
            return 0
        done = CheckInVersion.objects.filter(
            check_in__expected__participation=self.row.participation,
            check_in__expected__month__lt=self.row.month,
        ).newest()
        said = done.order_by("-check_in__expected__month").values_list("nothing_new", flat=True)[:MOST_QUIET]
        return len(list(takewhile(bool, said)))

    @property
    def changes(self) -> str:
        """Sentence on how the saved draft differs from last time; empty before it is saved."""
        if self.check_in.pk is None or self.row.previous is None:
            return ""
        return self._changed(said_in(self.answers))

    def _changed(self, now: Said) -> str:
        previous = self.row.previous
        if previous is None:
            return ""
        return changed_sentence(said_in(previous), now, since=previous.check_in.month, on=self.row.on)

    @property
    def needs_words(self) -> str:
        return needs_words(len(self.facts.cases))

    @cached_property
    def versions(self) -> list[CheckInVersion]:
        """Versions of this month, the newest first."""
        versions = CheckInVersion.objects.filter(check_in__expected__participation=self.row.participation)
        mine = versions.filter(check_in__expected__month=self.row.month)
        found = list(mine.select_related("done_by", "need_area", "need_offer").order_by("-version"))
        for version in found:
            version.changes = self._changed(said_in(version))
        return found

    @property
    def draft(self) -> CheckIn | None:
        """Draft that can no longer be edited; only the county board may read it."""
        return self.row.check_in if self.is_coordinator and self.row.is_draft else None


def check_in_page(
    user: User, month: date, slug: str, *, on: date, at: datetime, alone: bool = False
) -> CheckInPage:
    """Return the page of a municipality's month by its slug; ``alone`` skips the rest of the county.

    Raises:
        Http404: not a municipality that the person follows, or no check-in is expected and none was made.
    """
    board = CountyBoard.objects.visible_to(user, on=on).filter(municipalities__slug=slug).first()
    if board is None:
        raise Http404
    participations = Participation.objects.of_boards([board])
    if alone:
        participations = participations.filter(municipality__slug=slug)
    rows = read_rows(participations, month, on=on, with_texts=False)
    county = CountyMonth(board, month, on, rows)
    found = [row for row in county.rows if row.slug == slug]
    if not found:
        raise Http404
    [row, *_earlier] = read_texts(found)
    own = CountyBoard.objects.coordinated_by(user, on=on)
    is_coordinator = not user.is_staff or own.contains(board)
    return CheckInPage(user, county, row, at, is_coordinator)
