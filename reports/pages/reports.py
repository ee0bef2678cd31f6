"""The pages of reports, of exports to the registry, and of the export log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from followups.models import CheckIn
from municipalities.models import CountyBoard
from municipalities.pages.counties import asked_slug, boards_asked
from programmes.models import Cohort, Participation
from reports.documents.document import Document
from reports.documents.month import month_document, months_of_board
from reports.documents.period import period_document
from reports.forms import MONTH, PERIOD, PeriodForm, RegistryExportForm, ReportExportForm
from reports.models import Export
from reports.scope import Scope
from ui.files import described
from ui.tags import Tag

MOST_LISTED = 100
TAGS = {
    Export.State.QUEUED: "info",
    Export.State.RUNNING: "info",
    Export.State.DONE: "ok",
    Export.State.FAILED: "bad",
}


@dataclass(frozen=True)
class Report:
    """One county's report over some months, and the form that downloads it."""

    kind: Export.Kind
    document: Document
    board: CountyBoard
    first: date
    last: date
    form: ReportExportForm

    @property
    def export(self) -> Export:
        """Log entry of a download; the form has the format and the registry number."""
        about = {"county_board": self.board, "starts_on": self.first, "ends_on": self.last}
        return Export(kind=self.kind, **about, **self.form.cleaned_data)


@dataclass(frozen=True)
class MonthReport(Report):
    """One county's month. ``boards`` are the county boards to choose among."""

    boards: list[CountyBoard]
    earlier: date | None
    later: date | None

    @property
    def query(self) -> str:
        return f"?lan={self.board.slug}" if len(self.boards) > 1 else ""


@dataclass(frozen=True)
class PeriodReport(Report):
    """One county's months together."""

    choices: PeriodForm


def month_report(
    user: User, month: date, *, slug: str, on: date, data: QueryDict | None = None
) -> MonthReport:
    """Return the report of a county's month; by default of the first county that has such a month.

    Raises:
        Http404: nobody's board, another's, or a month without check-ins.
    """
    scope = Scope(user, on=on)
    boards = _boards_with_followup(scope)
    spans = ((each, months_of_board(each, on=on)) for each in boards_asked(boards, slug))
    board, months = next((span for span in spans if month in span[1]), (None, []))
    if board is None:
        raise Http404
    place = months.index(month)
    document = month_document(board, month, scope=scope)
    form = ReportExportForm(data, helper=MONTH, formats=("xlsx", "pdf", "zip"), board=board)
    earlier = months[place - 1] if place else None
    later = months[place + 1] if place + 1 < len(months) else None
    return MonthReport(Export.Kind.MONTH, document, board, month, month, form, boards, earlier, later)


def _boards_with_followup(scope: Scope) -> list[CountyBoard]:
    followed = set(scope.participations.values_list("cohort__county_board", flat=True))
    return [board for board in scope.boards if board.pk in followed]


def period_report(
    user: User, asked: Mapping[str, str], *, on: date, data: QueryDict | None = None
) -> PeriodReport:
    """Return a county's report from one month to another.

    Raises:
        Http404: nobody's board, or another's.
    """
    scope = Scope(user, on=on)
    boards = _boards_with_followup(scope)
    named = boards_asked(boards, asked_slug(asked))
    first, last = PeriodForm(asked, boards=boards, on=on).months_chosen
    board = scope.first_followed(named, first, last)
    initial = {"lan": board.slug, "fran": f"{first:%Y-%m}", "till": f"{last:%Y-%m}"}
    document = period_document(board, first, last, scope=scope, is_inside=scope.is_inside(board))
    form = ReportExportForm(data, helper=PERIOD, formats=("xlsx", "pdf"), board=board)
    choices = PeriodForm(boards=boards, on=on, initial=initial)
    return PeriodReport(Export.Kind.PERIOD, document, board, first, last, form, choices)


@dataclass(frozen=True)
class RegistryExport:
    """The page that exports a municipality or a check-in to the registry.

    ``cohorts`` are those of the municipality, each with the months whose check-in can be exported alone.
    """

    participation: Participation
    form: RegistryExportForm
    check_in: CheckIn | None = None
    cohorts: list[tuple[Cohort, list[date]]] = field(default_factory=list)

    @property
    def title(self) -> str:
        words = {"municipality": str(self.participation.municipality)}
        if self.check_in is None:
            return _("Export %(municipality)s to the registry") % words
        words["month"] = date_format(self.check_in.month, "F Y")
        return _("Export %(municipality)s %(month)s to the registry") % words

    @property
    def back(self) -> str:
        if self.check_in is not None:
            return self.check_in.get_absolute_url()
        return reverse("homes:municipality", args=[self.participation.municipality.slug])

    @property
    def export(self) -> Export:
        """The requested export; only a coordinator's form offers the internal notes."""
        return Export(
            kind=Export.Kind.CHECK_IN if self.check_in else Export.Kind.MUNICIPALITY,
            format=Export.Format.ZIP,
            county_board=self.participation.cohort.county_board,
            participation=self.participation,
            check_in=self.check_in,
            **self.form.cleaned_data,
        )


def municipality_export(user: User, slug: str, *, on: date, data: QueryDict | None = None) -> RegistryExport:
    """Return the export page of a municipality, with all its participations, the newest first.

    Raises:
        Http404: it takes no part in a county that the person may see.
    """
    scope = Scope(user, on=on)
    participations = scope.of_municipality(slug)
    if not participations:
        raise Http404
    told = scope.newest(participations)
    cohorts = [(each.cohort, sorted(told[each.pk], reverse=True)) for each in participations]
    form = _registry_form(participations[0], scope, data, _("Order the export"))
    return RegistryExport(participations[0], form, cohorts=cohorts)


def check_in_export(
    user: User, month: date, slug: str, *, cohort: str = "", on: date, data: QueryDict | None = None
) -> RegistryExport:
    """Return the export page of a check-in, of the newest cohort if the municipality was in two that month.

    Raises:
        Http404: there is none that the person may know of.
    """
    scope = Scope(user, on=on)
    found = CheckIn.objects.visible_to(user, on=on).filter(
        expected__month=month,
        expected__participation__municipality__slug=slug,
        expected__participation__in=scope.participations,
    )
    found = found.filter(expected__participation__cohort__slug=cohort) if cohort else found
    newest_first = found.order_by("-expected__participation__cohort__published_at", "pk")
    check_in = newest_first.select_related("expected").first()
    if check_in is None:
        raise Http404
    participation = scope.participations.with_names().get(pk=check_in.participation_id)
    check_in.expected.participation = participation
    form = _registry_form(participation, scope, data, _("Export the check-in"))
    return RegistryExport(participation, form, check_in)


def _registry_form(
    participation: Participation, scope: Scope, data: QueryDict | None, button: str
) -> RegistryExportForm:
    may_include_note = scope.is_inside(participation.cohort.county_board)
    return RegistryExportForm(
        data, button=button, participation=participation, may_include_note=may_include_note
    )


@dataclass(frozen=True)
class ListedExport:
    """One line of the log."""

    export: Export
    is_own: bool

    @property
    def title(self) -> str:
        """Subject of the export: the municipality, the month or months, or the county."""
        about = self.export.county_board.county_name if self.export.county_board else ""
        if self.export.participation is not None:
            about = str(self.export.participation.municipality)
        return f"{self.export.get_kind_display()}: {', '.join(filter(None, [about, self._months]))}"

    @property
    def _months(self) -> str:
        if self.export.check_in is not None:
            return date_format(self.export.check_in.month, "F Y")
        ends = dict.fromkeys(filter(None, (self.export.starts_on, self.export.ends_on)))
        return "–".join(date_format(month, "F Y") for month in ends)

    @property
    def tag(self) -> Tag:
        state = Export.State(self.export.state)
        progress = f", {self.export.progress} %" if state == Export.State.RUNNING else ""
        return Tag(f"{state.label}{progress}", TAGS[state])

    @property
    def is_unfinished(self) -> bool:
        return self.export.state in {Export.State.QUEUED, Export.State.RUNNING}

    @property
    def can_download(self) -> bool:
        return self.is_own and self.export.state == Export.State.DONE and bool(self.export.file)

    @property
    def can_try_again(self) -> bool:
        return self.is_own and self.export.state == Export.State.FAILED

    @property
    def described(self) -> str:
        """Format and size; empty until it is made."""
        return described(self.export.name, self.export.size) if self.export.size else ""


@dataclass(frozen=True)
class ExportList:
    """The log, the newest first."""

    exports: list[ListedExport]

    @property
    def is_waiting(self) -> bool:
        return any(each.is_own and each.is_unfinished for each in self.exports)


def export_list(user: User, *, on: date) -> ExportList:
    """Return the finished and pending exports of the counties that the person may see.

    Raises:
        Http404: the person has no county.
    """
    if not Scope(user, on=on).boards:
        raise Http404
    found = Export.objects.visible_to(user, on=on).select_related(
        "county_board", "participation__municipality", "check_in__expected", "requested_by"
    )
    rows = found.order_by("-requested_at", "-pk")[:MOST_LISTED]
    return ExportList([ListedExport(each, is_own=each.requested_by_id == user.pk) for each in rows])
