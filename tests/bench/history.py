"""Makes the country older: what its cohorts are and did, once more two and four years ago."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

TWO_YEARS_AGO, FOUR_YEARS_AGO = 1, 2
OLD_MAILS = 300_000
# What is over, where the copy would still be going on.
OVER = {
    ("Cohort", "state"): "'archived'",
    ("Enrolment", "state"): "'completed'",
    ("Participation", "ended_on"): "(now() - interval '{years} years')::date",
}


def add_history() -> None:
    """Copy each cohort with all that hangs on it; the copies are archived."""
    tables = _of_cohorts()
    with transaction.atomic(), connection.cursor() as cursor:
        newest = {model: _newest(model) for model in tables}
        for model in tables:
            for copy in (TWO_YEARS_AGO, FOUR_YEARS_AGO):
                cursor.execute(_copying(model, newest, copy))
    _settle(tables)


def add_old_mails() -> None:
    """Fill the outbox with what was sent through the years."""
    model = apps.get_model("notifications", "Message")
    newest = _newest(model)
    values = {
        "id": f"old.id + {newest} * n",
        "key": "old.key || '/' || n",
        "text": "'text'",
        "html": "'text'",
        "queued_at": "old.queued_at - n * interval '7 days'",
    }
    names = [field.column for field in model._meta.concrete_fields]
    columns = ", ".join(map(_quoted, names))
    chosen = ", ".join(values.get(name, f"old.{_quoted(name)}") for name in names)
    times = OLD_MAILS // max(model.objects.count(), 1)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table(model)} ({columns}) SELECT {chosen} "  # noqa: S608 -- names of our own tables
            f"FROM {_table(model)} old, generate_series(1, {times}) n"
        )
    _settle([model])


def _of_cohorts() -> list[type[models.Model]]:
    """List the cohort and every model of ours that leads to one, whatever they are called by then."""
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        and Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(settings.BASE_DIR)
    ]
    found = [apps.get_model("programmes", "Cohort")]
    while more := [model for model in ours if model not in found and _parents(model) & set(found)]:
        found += more
    return found


def _parents(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def _copying(model: type[models.Model], newest: dict, copy: int) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(_value(model, field, newest, copy) for field in fields)
    old = f"FROM {_table(model)} WHERE {_quoted(model._meta.pk.column)} <= {newest[model]}"
    return f"INSERT INTO {_table(model)} ({columns}) SELECT {values} {old}"


def _value(model: type[models.Model], field: models.Field, newest: dict, copy: int) -> str:
    name, over = _quoted(field.column), OVER.get((model.__name__, field.name))
    leads_to = model if field.primary_key and not field.is_relation else field.related_model
    if over:
        return over.format(years=copy * 2)
    if leads_to in newest:
        return f"{name} + {newest[leads_to] * copy}"
    if isinstance(field, models.DateField):  # a moment is one too
        kind = "timestamptz" if isinstance(field, models.DateTimeField) else "date"
        return f"({name} - interval '{copy * 2} years')::{kind}"
    if field.unique and isinstance(field, models.CharField):
        return f"{name} || '-{copy}'"
    return name


def _settle(tables: Iterable[type[models.Model]]) -> None:
    """Let new rows follow the copies, and the database know what came."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(sql)
        cursor.execute("ANALYZE")


def _newest(model: type[models.Model]) -> int:
    return model._default_manager.aggregate(newest=models.Max("pk"))["newest"] or 0


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
