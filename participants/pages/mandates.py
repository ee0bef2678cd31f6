"""The mandate log in words: what is decided, what lapses, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import AuditEvent
from municipalities.models import Municipality
from participants.models import MandateEntry
from participants.models.mandate import lapsing, newest_of_each_kind
from programmes.models import Participation

Kind = MandateEntry.Kind
ENDS = {
    Kind.DECISION: gettext_lazy("The decision ends on %(day)s."),
    Kind.AGREEMENT: gettext_lazy("The agreement ends on %(day)s."),
    Kind.SHARE_OF_TIME: gettext_lazy("The process leader's share of time is decided until %(day)s."),
}
ENDED = {
    Kind.DECISION: gettext_lazy("The decision ended on %(day)s."),
    Kind.AGREEMENT: gettext_lazy("The agreement ended on %(day)s."),
    Kind.SHARE_OF_TIME: gettext_lazy("The process leader's share of time was decided until %(day)s."),
}
MISSING = {
    Kind.DECISION: gettext_lazy("No decision is written down."),
    Kind.AGREEMENT: gettext_lazy("No agreement is written down."),
    Kind.SHARE_OF_TIME: gettext_lazy("The process leader's share of time is not written down."),
}


@dataclass(frozen=True)
class MandateRow:
    """One entry in words. ``url`` is its page, for those who may end it or take its end back."""

    entry: MandateEntry
    on: date
    url: str = ""

    @property
    def deed(self) -> str:
        """The words of the link to its page."""
        return _("Set the last day") if self.entry.ends_on is None else _("Take the last day back")

    @property
    def municipality(self) -> Municipality:
        return self.entry.participation.municipality

    @property
    def title(self) -> str:
        """The kind, with a share of time: "Beslut", "Processledarens arbetstid: 50 %"."""
        kind = self.entry.get_kind_display()
        return f"{kind}: {self.entry.share_of_time} %" if self.entry.share_of_time else kind

    @property
    def span(self) -> str:
        """The dates between which it is valid."""
        words = {"first": date_format(self.entry.decided_on, "j F Y")}
        if self.entry.ends_on is None:
            return _("%(first)s, until further notice") % words
        if self.entry.never_held:
            return _("%(first)s, taken back") % words
        return _("%(first)s to %(last)s") % (words | {"last": date_format(self.entry.ends_on, "j F Y")})

    @property
    def sentence(self) -> str:
        """A sentence about its end, such as "Avtalet går ut den 1 januari 2027."."""
        if self.entry.ends_on is None:
            return ""
        words = ENDED if self.entry.ends_on < self.on else ENDS
        return words[Kind(self.entry.kind)] % {"day": date_format(self.entry.ends_on, "j F Y")}


@dataclass(frozen=True)
class MandateLog:
    """A municipality's mandate log."""

    slug: str
    entries: Sequence[MandateEntry]
    on: date
    can_write: bool

    @cached_property
    def rows(self) -> list[MandateRow]:
        """All entries, the latest first."""
        return [MandateRow(entry, self.on, self._url_of(entry)) for entry in self.entries]

    def _url_of(self, entry: MandateEntry) -> str:
        if not self.can_write or (entry.ends_on is not None and str(entry.pk) not in self._ended):
            return ""
        name = "mandate_end" if entry.ends_on is None else "mandate_reopen"
        return reverse(f"participants:{name}", args=[self.slug, entry.pk])

    @cached_property
    def _ended(self) -> set[str]:
        """The entries whose last day was set after they were written; one query, if any has a last day."""
        ids = [str(entry.pk) for entry in self.entries if entry.ends_on is not None]
        ended = AuditEvent.objects.filter(verb="mandate_entry.ended", object_id__in=ids)
        return set(ended.values_list("object_id", flat=True))

    @property
    def holding(self) -> list[MandateRow]:
        """The valid entry of each kind, for readers who need no history."""
        newest = newest_of_each_kind(self.entries)
        return [row for row in self.rows if row.entry in newest]

    @property
    def warnings(self) -> list[str]:
        """A sentence for each entry that lapses."""
        return [MandateRow(entry, self.on).sentence for entry in lapsing(self.entries, on=self.on)]

    @property
    def missing(self) -> list[str]:
        """A sentence for each kind without an entry."""
        found = {entry.kind for entry in self.entries if not entry.never_held}
        return [str(MISSING[kind]) for kind in Kind if kind not in found]


def lapsing_mandates(participations: Iterable[Participation], *, on: date) -> list[MandateRow]:
    """Return what lapses in these participations (rows or a queryset), the first one first; one query.

    An entry lapses that ends soon or has ended, without a newer one of its kind.
    """
    entries = MandateEntry.objects.of_participations(participations)
    return [MandateRow(entry, on) for entry in lapsing(entries, on=on)]


def mandate_log(participation: Participation, *, on: date, can_write: bool) -> MandateLog:
    """Return the log of one participating municipality; one query."""
    entries = MandateEntry.objects.filter(participation=participation).newest_first()
    return MandateLog(participation.municipality.slug, list(entries), on, can_write)
