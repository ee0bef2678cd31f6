"""All rows of ours as plain values, so that two worlds can be compared."""

import re
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import JSONField
from django.utils import timezone

MOMENT = timedelta(minutes=10)
RANDOM = {"message_id", "password"}


def models():
    """Our models, those between them, and what allauth and Django keep of a person's rights."""
    configs = [apps.get_app_config(name) for name in settings.OUR_APPS]
    found = [model for config in configs for model in config.get_models(include_auto_created=True)]
    return [*found, EmailAddress, Group]


def known_rows():
    """Return the primary keys of all rows, by model."""
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in models()}


def snapshot(known):
    """Return every row, without the key of an unknown row and without the time of what just happened."""
    return {
        model._meta.label: sorted(repr(_plain(model, row, known)) for row in model._default_manager.all())
        for model in models()
    }


def _plain(model, row, known):
    is_new = row.pk not in known[model]
    return {
        field.attname: _value(field, getattr(row, field.attname), known, is_new=is_new)
        for field in model._meta.concrete_fields
        if field.name not in RANDOM
    }


def _value(field, value, known, *, is_new):
    related = field.model if field.primary_key else field.related_model
    if value is not None and related in known and value not in known[related]:
        return "new"
    if isinstance(value, datetime) and abs(value - timezone.now()) < MOMENT:
        return "now"
    if is_new and (isinstance(value, str) or isinstance(field, JSONField)):
        return re.sub(r"\d+", "#", str(value))
    return value


def everything_else(scene):
    """Return a value for every field of our models, as an attacker who knows them would send it."""
    answers = {}
    for model in models():
        fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
        for field in fields:
            value = _foreign(scene, field)
            answers |= {field.name: value, field.attname: value}
            if field.get_internal_type() == "DateTimeField":
                answers |= {f"{field.name}_0": "2030-01-01", f"{field.name}_1": "10:00"}
    return answers


def _foreign(scene, field):
    related = field.related_model and field.related_model._meta.label
    rows = {
        "accounts.User": scene.people["superuser"],
        "municipalities.CountyBoard": scene.other_board,
        "municipalities.Municipality": scene.elsewhere.municipality,
        "programmes.Cohort": scene.other_cohort,
        "programmes.Participation": scene.elsewhere,
        "participants.Enrolment": scene.stranger,
        "programmes.Homework": scene.other_joint,
        "programmes.Session": scene.other_session,
    }
    if related:
        return rows[related].pk if related in rows else 2
    if field.choices:
        return field.choices[-1][0]
    kind = field.get_internal_type()
    known = {"BooleanField": "on", "DateField": "2030-01-01", "DateTimeField": "2030-01-01 10:00"}
    return known.get(kind, 77 if "Integer" in kind else "kanarie")
