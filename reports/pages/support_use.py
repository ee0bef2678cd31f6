"""Statistics for MÄN on which support is used, and whether it helps."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.charts import Bar, BarChart
from support.models import SupportCase, SupportOffer

State = SupportCase.State


@dataclass(frozen=True)
class SupportUsePage:
    """All cases in the country, by what was offered."""

    offers: list[SupportOffer]
    cases: list[SupportCase]

    @cached_property
    def chart(self) -> BarChart:
        """Chart of the needs by how far they came; each bar includes those below it.

        A closed need counts as far as it had come: without an offer it counts as a need alone.
        """
        counts = {
            _("Need"): len(self.cases),
            _("Offered"): sum(case.offered_at is not None for case in self.cases),
            _("Accepted"): sum(case.was_accepted for case in self.cases),
            pgettext("support", "Done"): sum(case.state == State.DONE for case in self.cases),
        }
        return BarChart(
            key="stod",
            title=" → ".join(f"{name} {count}" for name, count in counts.items()),
            text=" ".join(filter(None, (self._wait, self._help))),
            head=_("State"),
            series=[_("Needs and support")],
            bars=[Bar(name, [count]) for name, count in counts.items()],
        )

    @property
    def _wait(self) -> str:
        """Sentence on how long a need waits for an offer."""
        days = [(case.offered_at - case.raised_at).days for case in self.cases if case.offered_at]
        if not days:
            return ""
        middle = round(median(days))
        if not middle:
            return _("Half of the needs were offered support on the same day.")
        text = ngettext(
            "Half of the needs were offered support within %(days)s day.",
            "Half of the needs were offered support within %(days)s days.",
            middle,
        )
        return text % {"days": middle}

    @property
    def _help(self) -> str:
        """Sentence on how often support helped: the municipalities' answers, and the county boards' view."""
        own = Counter(case.outcome for case in self.cases if case.outcome)
        view = Counter(case.board_outcome for case in self.cases if case.board_outcome)
        told = (
            _("Did it help? The municipalities: %(yes)s yes, %(partly)s partly, %(no)s no."),
            _("The county boards: %(yes)s yes, %(partly)s partly, %(no)s no."),
        )
        words = [
            text % {each.value: counts[each] for each in SupportCase.Outcome}
            for text, counts in zip(told, (own, view), strict=True)
            if counts
        ]
        return " ".join(words) or _("Nobody has said yet whether the support helped.")


def support_use_page() -> SupportUsePage:
    """Return the statistics of every case in the country, the most offered support first; for MÄN."""
    offers, times = SupportOffer.objects.with_use().select_related("county_board"), attrgetter("offered")
    cases = SupportCase.objects.only(
        "state", "raised_at", "offered_at", "answered_at", "outcome", "board_outcome"
    )
    return SupportUsePage(sorted(filter(times, offers), key=times, reverse=True), list(cases))
