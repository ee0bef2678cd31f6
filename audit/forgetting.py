"""Carrying out what the models promise: rows whose time has passed are deleted or blanked, in batches."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, JSONField, Model, Q, QuerySet, Value

from audit.keep import Keep, Then, keeps_of

BATCH = 100  # erasing as many people holds the one writer of SQLite for some seconds
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Step:
    """One kind of row: what is promised of it, for which rows it is time, and the deed for some of them."""

    model: type[Model]
    keep: Keep
    due: Callable[[datetime], Rows]
    forget: Callable[[Rows, datetime], int]

    @property
    def name(self) -> str:
        """The name of the step in the trail."""
        return f"{self.model._meta.label_lower}.{self.keep.data}.{self.keep.then}"

    def run(self, *, at: datetime) -> int:
        """Forget all that is due, in batches that each stand for themselves; return the number of rows."""
        done, last = 0, None
        while True:
            rows = self.due(at).order_by("pk")
            batch = list(
                (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:BATCH]
            )
            if not batch:
                return done
            done += self.forget(self.due(at).filter(pk__in=batch), at)
            last = batch[-1]


def steps_of_models() -> Iterator[Step]:
    """Yield a step for each class whose days a column counts."""
    for model in apps.get_models():
        for keep in keeps_of(model):
            if keep.since and not model._meta.proxy:
                yield _step(model, keep)


def _step(model: type[Model], keep: Keep) -> Step:
    def due(at: datetime) -> Rows:
        rows: Any = model._default_manager.all()
        rows = getattr(rows, keep.among)() if keep.among else rows
        old = rows.filter(**{f"{keep.since}__lt": at - timedelta(days=keep.days or 0)})
        return old if keep.then == Then.DELETED else old.exclude(Q(**blank_values(model, keep)))

    def forget(rows: Rows, _at: datetime) -> int:
        if keep.then == Then.BLANKED:
            return rows.update(**blank_values(model, keep))
        remove: Callable[[], Any] = getattr(rows, "forget", rows.delete)
        return remove()[0]

    return Step(model, keep, due, forget)


def blank_values(model: type[Model], keep: Keep) -> dict[str, object]:
    """Return the empty value of each field."""
    return {name: {} if isinstance(model._meta.get_field(name), JSONField) else "" for name in keep.fields}


def counts_of(rows: Mapping[str, Rows]) -> dict[str, int]:
    """Return the number of rows of each name that has any, in one query."""
    first, *others = (
        found.order_by().values(sort=Value(name)).values_list("sort", Count("pk"))
        for name, found in rows.items()
    )
    return {name: count for name, count in first.union(*others, all=True) if count}
