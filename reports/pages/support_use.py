"""Which support is used and helps, for MÄN."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.charts.drawing import Bar, BarChart
from support.models import SupportCase, SupportOffer

State = SupportCase.State


@dataclass(frozen=True)
class SupportUsePage:
    """All cases in the country, by what was offered."""

    offers: list[SupportOffer]
    cases: list[SupportCase]

    @cached_property
    def chart(self) -> BarChart:
        """How many needs came how far; each bar holds those of the bars below."""
        names = [_("Need"), _("Offered"), _("Accepted"), pgettext("support", "Done")]
        bars = [Bar(name, [count]) for name, count in zip(names, self._counts, strict=True)]
        title = " → ".join(f"{bar.label} {bar.values[0]}" for bar in bars)
        return BarChart("stod", title, self._text, _("State"), [_("Needs and support")], bars)

    @property
    def _counts(self) -> list[int]:
        """Needs, those offered something, those accepted, those delivered.

        A need that was closed counts as far as it had come: without an offer it is a need and no more.
        """
        return [
            len(self.cases),
            sum(case.offered_at is not None for case in self.cases),
            sum(case.was_accepted for case in self.cases),
            sum(case.state == State.DONE for case in self.cases),
        ]

    @property
    def _text(self) -> str:
        """How long a need waits for an offer, and how often support helped."""
        return " ".join(filter(None, (self._wait, self._help)))

    @property
    def _wait(self) -> str:
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
        answers = [case.outcome for case in self.cases if case.outcome]
        if not answers:
            return _("Nobody has said yet whether the support helped.")
        counts = {each.value: answers.count(each.value) for each in SupportCase.Outcome}
        return _("Did it help? %(yes)s yes, %(partly)s partly, %(no)s no.") % counts


def support_use_page() -> SupportUsePage:
    """Read every case in the country, and what was offered; for staff alone."""
    offers = SupportOffer.objects.with_use().select_related("county_board")
    used = [offer for offer in offers if _times(offer)]
    cases = SupportCase.objects.only("state", "raised_at", "offered_at", "answered_at", "outcome")
    return SupportUsePage(sorted(used, key=_times, reverse=True), list(cases))


def _times(offer: SupportOffer) -> int:
    """How often it was offered; needs ``with_use()``."""
    return offer.offered
