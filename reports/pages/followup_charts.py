"""The follow-up as charts: the same municipalities and filters, in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from statistics import median
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from calendars.months import months_between, previous_month
from followups.matrix import Line
from followups.models import CheckInVersion
from followups.months import read_latest
from followups.statuses import Status, of_progress
from municipalities.models import CountyBoard
from participants.models import Attendance, Enrolment, Submission
from programmes.models import Homework, Participation
from reports.charts import Bar, BarChart, Chart, progress_chart, steps_chart
from reports.documents.charts import chart_document, without_few
from reports.documents.document import Document
from reports.pages.followup import FollowupPage, followup_of
from reports.pages.rates import on_time_chart, rates_by_month, reported
from reports.summaries import attendance_title, change_words, homework_title, needs_sentences, obstacles_title
from support.models import SupportCase
from ui.dates import months_words

QUARTER = 3
State = SupportCase.State


@dataclass(frozen=True)
class ChartsPage:
    """The filters, as on the matrix, and the charts of what they leave."""

    followup: FollowupPage
    user: User
    on: date

    @cached_property
    def lines(self) -> list[Line]:
        """Municipalities that the filters leave."""
        return [each.line for group in self.followup.groups for each in group.lines]

    @cached_property
    def participations(self) -> list[Participation]:
        return [line.row.participation for line in self.lines]

    @property
    def months(self) -> list[date]:
        return self.followup.months

    def month_url(self, month: date) -> str:
        """Return where the month's check-ins are read, if that page shows those that the bar counts."""
        chosen = {
            name: value for name, value in self.followup.chosen.items() if name not in ("manader", "ordning")
        }
        if set(chosen) - {"lan"}:
            return ""
        query = f"?{urlencode(chosen)}" if chosen else ""
        return reverse("followups:check_in_month", args=[month]) + query

    @property
    def is_one_cohort(self) -> bool:
        return len({each.cohort_id for each in self.participations}) == 1

    @property
    def charts(self) -> list[Chart]:
        """The charts as the reader may see them: small groups are for their own county board.

        Who sees numbers only is led nowhere from them.
        """
        charts = [without_few(chart) for chart in self._whole] if self.user.works_at_man else self._whole
        return list(map(_without_links, charts)) if self.user.is_reader else charts

    @cached_property
    def _whole(self) -> list[Chart]:
        charts: list[Callable[[ChartsPage], Chart]] = [_progress_chart, _steps_chart, _obstacles_chart]
        charts += [_needs_chart, _attendance_chart, _homework_chart]
        charts += [_on_time_chart] if self.user.works_at_man else []
        return [chart(self) for chart in charts]

    @property
    def document(self) -> Document:
        """The matrix and the tables of the charts as a document."""
        title, scope = _("The follow-up in numbers"), self.followup.scope
        charts = chart_document(self._whole, title=title, scope=scope)
        rows = [] if self.user.is_reader else [self.followup.document_part]
        return replace(charts, parts=[*rows, *charts.parts])

    @property
    def board(self) -> CountyBoard | None:
        """The county board of a download; one about several counties belongs to none."""
        return self.followup.boards[0] if len(self.followup.boards) == 1 else None


def followup_charts_page(user: User, data: Mapping[str, str], *, on: date) -> ChartsPage:
    """Return the charts of the chosen municipalities; the filters are the matrix's.

    Raises:
        Http404: nobody's board, or another's.
    """
    boards = CountyBoard.objects.counted_for(user, on=on)
    return ChartsPage(followup_of(boards, data, on=on, address="reports:followup_charts"), user, on)


def _without_links(chart: Chart) -> Chart:
    if not isinstance(chart, BarChart):
        return chart
    return replace(chart, bars=[replace(bar, url="") for bar in chart.bars])


def _progress_chart(page: ChartsPage) -> BarChart:
    def counted(month: date) -> Counter[Status]:
        told = (line.row.progress_in(month) for line in page.lines)
        return Counter(of_progress(progress) for progress in told if progress)

    counts = {month: counted(month) for month in page.months}
    return progress_chart(counts, url_of=page.month_url)


def _steps_chart(page: ChartsPage) -> BarChart:
    """Return the chart of steps; each bar links to its municipalities in the matrix."""
    told = [row.latest for row in read_latest([line.row for line in page.lines])]
    titles, count = page.followup.steps, len(page.lines)
    chart = steps_chart("processen", filter(None, told), titles, count=count)
    bars = [
        replace(
            bar,
            note=_("%(done)s of %(all)s done") % {"done": bar.values[0], "all": count},
            url=f"{reverse('reports:followup')}?{urlencode(page.followup.chosen | {'steg': number})}",
        )
        for number, bar in zip(titles, chart.bars, strict=True)
    ]
    return replace(
        chart,
        text=_("The latest check-in of each municipality that is done."),
        bars=bars,
        note_head=_("Together"),
        is_note_below=True,
    )


def _obstacles_chart(page: ChartsPage) -> BarChart:
    now, before = _quarters(page.months[-1])
    versions = CheckInVersion.objects.filter(
        check_in__expected__participation__in=page.participations, check_in__expected__month__gte=before[0]
    ).newest()
    named: dict[date, set[tuple[int, str]]] = {now[0]: set(), before[0]: set()}
    fields = "check_in__expected__participation", "check_in__expected__month", "obstacles", "obstacle_other"
    for participation, month, names, other in versions.order_by().values_list(*fields):
        quarter = named[now[0] if month >= now[0] else before[0]]
        quarter.update((participation, name) for name in names)
        if other:
            quarter.add((participation, _("Other")))
    counts = Counter(name for _pk, name in named[now[0]])
    earlier = Counter(name for _pk, name in named[before[0]])
    return BarChart(
        key="hinder",
        title=obstacles_title(counts),
        text=_("%(months)s, compared with %(before)s.")
        % {"months": capfirst(months_words(now)), "before": months_words(before)},
        head=pgettext("table", "Obstacle"),
        series=[_("Municipalities")],
        bars=[
            Bar(name, [count], change_words(count, earlier[name]), lang="sv")
            for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold()))
        ],
        note_head=_("Change"),
    )


def _quarters(month: date) -> tuple[list[date], list[date]]:
    """Return the three months up to that month, and the three before."""
    first = month.replace(month=month.month - (month.month - 1) % QUARTER)
    last = previous_month(first)
    earlier = last.replace(month=last.month - QUARTER + 1)
    return list(months_between(first, month)), list(months_between(earlier, last))


def _needs_chart(page: ChartsPage) -> BarChart:
    """Return the chart of needs by state. A closed need counts as far as it had come."""
    cases = SupportCase.objects.filter(
        participation__in=page.participations, raised_at__date__gte=page.months[0]
    ).exclude(origin=SupportCase.Origin.COUNTY_BOARD)
    rows = list(cases.order_by().only("state", "raised_at", "offered_at", "answered_at"))
    offered = [(case.raised_at, case.offered_at) for case in rows if case.offered_at is not None]
    days = [
        (timezone.localtime(given).date() - timezone.localtime(raised).date()).days
        for raised, given in offered
    ]
    title, text = needs_sentences(len(rows), len(offered), days=median(days) if days else None)
    counts = {
        pgettext("chart", "Needs"): len(rows),
        pgettext("chart", "Offered"): len(offered),
        pgettext("chart", "Accepted"): sum(case.was_accepted for case in rows),
        pgettext("chart", "Done"): sum(case.state == State.DONE for case in rows),
    }
    return BarChart(
        key="behov",
        title=title,
        text=text,
        head=pgettext("table", "How far"),
        series=[pgettext("table", "Number")],
        bars=[Bar(name, [count]) for name, count in counts.items()],
    )


def _attendance_chart(page: ChartsPage) -> BarChart:
    """Return the chart of attendance: bars per session, a table per municipality, or county if many."""
    noted = Attendance.objects.filter(
        enrolment__participation__in=page.participations, session__starts_at__date__gte=page.months[0]
    )
    fields = "session__number", "enrolment__participation"
    counted = Count("pk", filter=Q(status__in=Attendance.COUNTED))
    rows = noted.order_by().annotate(there=counted, everybody=Count("pk"))
    head, places = _places(page)
    people: dict[str, Counter[int]] = defaultdict(Counter)
    by_session: dict[int, Counter[bool]] = defaultdict(Counter)
    by_place: dict[str, Counter[bool]] = defaultdict(Counter)
    for number, key, there, everybody in rows.values_list(*fields, "there", "everybody"):
        people[places[key]][number] += everybody
        for found in (by_session[number], by_place[places[key]]):
            found.update({True: there, False: everybody - there})
    bars = [
        Bar(
            _("Session %(number)s") % {"number": number},
            [found[True], found[False]],
            url=_session_url(page, number),
            people=found.total(),
        )
        for number, found in sorted(by_session.items())
    ]
    title = _("No attendance is noted in these months")
    if bars:
        title = attendance_title(bars[-1].label, there=bars[-1].values[0], count=bars[-1].people)
    return BarChart(
        key="narvaro",
        title=title,
        head=pgettext("table", "Session"),
        series=[pgettext("chart", "Took part"), pgettext("chart", "Did not take part")],
        bars=bars,
        extra=[
            Bar(name, [by_place[name][True], by_place[name][False]], people=max(people[name].values()))
            for name in dict.fromkeys(places.values())
            if name in by_place
        ],
        extra_head=head,
    )


def _session_url(page: ChartsPage, number: int) -> str:
    if not page.is_one_cohort:
        return ""
    cohort = page.participations[0].cohort
    return reverse("participants:session_detail", args=[cohort.slug, number])


def _places(page: ChartsPage) -> tuple[str, dict[int, str]]:
    """Return what each participation is summed under, in order: its municipality, or county if many."""
    if len({each.cohort.county_board_id for each in page.participations}) > 1:
        return _("County"), {
            each.pk: board.county_name
            for board in page.followup.boards
            for each in page.participations
            if each.cohort.county_board_id == board.pk
        }
    return _("Municipality"), {line.row.participation.pk: line.name for line in page.followup.lines}


def _homework_chart(page: ChartsPage) -> BarChart:
    homework = list(
        Homework.objects.filter(
            cohort__in={each.cohort_id for each in page.participations},
            due_on__gte=page.months[0],
            due_on__lt=page.on,
        ).order_by("number", "pk")
    )
    expected = _expected_hand_ins(page, homework)
    came = _came(page)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in homework:
        in_time, late = came[each.pk]
        missing = max(expected[each.pk] - in_time - late, 0)
        for place, count in enumerate((in_time, late, missing)):
            sums[each.number][place] += count
    personal = {each.number for each in homework if not each.is_joint}
    bars = {
        number: Bar(
            _("Homework %(number)s") % {"number": number},
            counts,
            people=sum(counts) if number in personal else 0,
        )
        for number, counts in sums.items()
    }
    title = _("No homework was due in these months")
    if bars:
        bar = [*bars.values()][-1]
        title = homework_title(bar.label, in_time=bar.values[0], count=sum(bar.values))
    if page.is_one_cohort:
        for each in homework:
            label, url = f"{each.number} {each.title}", each.get_absolute_url()
            bars[each.number] = replace(bars[each.number], label=label, url=url, lang="sv")
    return BarChart(
        key="hemuppgifter",
        title=title,
        head=_("Homework"),
        series=[_("In time"), pgettext("handed in", "Late"), pgettext("handed in", "Missing")],
        bars=[*bars.values()],
    )


def _expected_hand_ins(page: ChartsPage, homework: list[Homework]) -> dict[int, int]:
    """Return how many were expected to hand in each homework: remaining municipalities, or their people."""
    people = Counter(
        Enrolment.objects.filter(participation__in=page.participations)
        .current(on=page.on)
        .order_by()
        .values_list("participation", flat=True)
    )
    expected: dict[int, int] = defaultdict(int)
    for each in homework:
        for participation in page.participations:
            had_left = participation.ended_on is not None and participation.ended_on < each.due_on
            if participation.cohort_id == each.cohort_id and not had_left:
                expected[each.pk] += 1 if each.is_joint else people[participation.pk]
    return expected


def _came(page: ChartsPage) -> dict[int, list[int]]:
    """Return how many first hand-ins came in time, and how many late."""
    first = Submission.objects.handed_in().filter(
        Q(participation__in=page.participations) | Q(enrolment__participation__in=page.participations),
        homework__cohort__in={each.cohort_id for each in page.participations},
        homework__due_on__range=(page.months[0], page.on - timedelta(days=1)),
    )
    came: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for pk, was_in_time in first.order_by().values_list("homework", "was_in_time"):
        came[pk][not was_in_time] += 1
    return came


def _on_time_chart(page: ChartsPage) -> Chart:
    """Return the chart of the choice beside the whole country; only for staff."""
    everybody = Participation.objects.of_boards(CountyBoard.objects.visible_to(page.user, on=page.on))
    found = reported(everybody, page.months, on=page.on)
    shown = {each.pk for each in page.participations}
    own = [each for each in found if each.participation in shown]
    national = rates_by_month(found, page.months)
    series = {_("The whole country"): national}
    if set(page.followup.chosen) & {"lan", "omgang", "status", "steg"}:
        series = {_("What you have chosen"): rates_by_month(own, page.months)} | series
    return on_time_chart(series)
