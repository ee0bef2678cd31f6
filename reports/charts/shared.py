"""The two charts that the period report and the follow-up both show."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.matrix import SAYS_HOW_IT_GOES
from followups.models import CheckInStep, CheckInVersion
from followups.statuses import Status
from reports.charts.drawing import Bar, BarChart
from reports.summaries.charts import progress_sentences, steps_title

STEP_STATES = (CheckInStep.Status.DONE, CheckInStep.Status.ONGOING, CheckInStep.Status.NOT_STARTED)


def progress_chart(
    counts: Mapping[date, Counter[Status]], *, url_of: Callable[[date], str] = lambda _month: ""
) -> BarChart:
    """Chart how the municipalities were doing month by month; a month without check-ins has no bar."""
    told = {
        month: Counter({each: found[each] for each in SAYS_HOW_IT_GOES}) for month, found in counts.items()
    }
    title, text = progress_sentences(told)
    return BarChart(
        key="laget",
        title=title,
        text=text,
        head=pgettext("table", "Month"),
        series=[status.word for status in SAYS_HOW_IT_GOES],
        bars=[
            Bar(date_format(month, "F Y"), [found[each] for each in SAYS_HOW_IT_GOES], url=url_of(month))
            for month, found in told.items()
            if any(found.values())
        ],
    )


def steps_chart(
    key: str, latest: Iterable[CheckInVersion], titles: Mapping[int, str], *, count: int
) -> BarChart:
    """Chart how far the process has come in ``count`` municipalities' latest check-ins: a bar per step."""
    states: dict[int, Counter[str]] = defaultdict(Counter)
    for version in latest:
        for step in version.steps:
            states[step["number"]][step["status"]] += 1
    ongoing = {number: states[number][CheckInStep.Status.ONGOING] for number in titles}
    return BarChart(
        key=key,
        title=steps_title(ongoing, count=count),
        head=_("Process step"),
        series=[str(state.label) for state in STEP_STATES],
        bars=[
            Bar(f"{number} {title}", [states[number][state] for state in STEP_STATES], lang="sv")
            for number, title in titles.items()
        ],
    )
