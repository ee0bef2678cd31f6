"""One municipality's month as the follow-up reads it: late, missed or left to do."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, F, Q, Value, When

from calendars.months import month_of
from municipalities.models import CountyBoard
from programmes.models import Cohort, ExpectedCheckIn, Participation
from programmes.models.expected import ExpectedCheckInQuerySet

TO_DO, DRAFT, LATE = "to_do", "draft", "late"
BOARD = "participation__cohort__county_board"


class MonthQuerySet(ExpectedCheckInQuerySet):
    """The only definitions of late, missed and undone. None looks beyond the current month."""

    def of_boards(self, boards: Iterable[CountyBoard]) -> Self:
        """Keep those of published cohorts of the county boards."""
        return self.filter(
            participation__cohort__in=Cohort.objects.published(),
            participation__cohort__county_board__in=boards,
        )

    def listed(self) -> Self:
        """Keep those that a list of the month shows: expected, or done all the same."""
        return self.filter(Q(is_expected=True) | ~_never_done())

    def done(self) -> Self:
        """Keep those that were ever done."""
        return self.filter(~_never_done())

    def never_done(self) -> Self:
        """Keep those that were never marked as done."""
        return self.filter(_never_done())

    def late(self, *, on: date) -> Self:
        """Keep the missed ones of municipalities that still take part."""
        return self.filter(_late(on))

    def missed(self, *, on: date) -> Self:
        """Keep those expected and due before the day that were never done, whoever has left since."""
        return self.filter(_missed(on))

    def undone(self, *, on: date) -> Self:
        """Keep those in which a coordinator has something to do: expected, begun, not locked, not done."""
        return self.filter(_undone(on))

    def boards_left(self, *, on: date) -> set[int]:
        """Return the keys of the county boards with something to do."""
        return set(self.undone(on=on).order_by().values_list(BOARD, flat=True).distinct())

    def boards_complete(self) -> set[int]:
        """Return the keys of the county boards of which all that is listed is done."""
        done = Count("pk", filter=~_never_done())
        counted = self.listed().order_by().values_list(BOARD).annotate(listed=Count("pk"), done=done)
        return {board for board, count, done in counted if count == done}

    def with_standing(self, *, on: date) -> Self:
        """Annotate each with its standing in lists, and with late, missed and undone."""
        return self.annotate(standing=_standing(on), is_late=_said(_late(on)), is_undone=_said(_undone(on)))


class Month(ExpectedCheckIn):
    """An expected check-in together with its outcome."""

    objects = MonthQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        proxy = True


def _never_done() -> Q:
    return Q(check_in=None) | Q(check_in__told="")


def _missed(on: date) -> Q:
    return Q(month__lte=month_of(on), is_expected=True, due_on__lt=on) & _never_done()


def _late(on: date) -> Q:
    return _missed(on) & (Q(participation__ended_on=None) | Q(participation__ended_on__gt=on))


def _undone(on: date) -> Q:
    return Q(month__lte=month_of(on), is_expected=True, locks_on__gt=on) & _never_done()


def _standing(on: date) -> Case:
    """Return the progress once it was done; a change that is not marked done yet leaves it standing."""
    return Case(
        When(~_never_done(), then=F("check_in__told")),
        When(_missed(on), then=Value(LATE)),
        When(check_in=None, then=Value(TO_DO)),
        default=Value(DRAFT),
        output_field=CharField(),
    )


def _said(question: Q) -> ExpressionWrapper:
    return ExpressionWrapper(question, output_field=BooleanField())


class OfMonth:
    """The base of rows about one municipality's month, which ``expected`` names."""

    expected: ExpectedCheckIn  # a key of the model

    @property
    def participation(self) -> Participation:
        return self.expected.participation

    @property
    def participation_id(self) -> int:
        return self.expected.participation_id

    @property
    def month(self) -> date:
        return self.expected.month
