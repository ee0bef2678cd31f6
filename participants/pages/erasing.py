"""The page before somebody is erased: what goes, what stays, and why."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q
from django.utils.text import capfirst

from accounts.models import User
from audit.forgetting import Rows, counts_of
from audit.keep import Data, keeps_of
from notifications.models import Message
from participants.actions.forgetting import erasing_hindrances
from participants.models import Submission


@dataclass(frozen=True)
class ErasingPage:
    """One person, and how many rows are theirs."""

    person: User
    hindrances: list[str]
    stays: list[tuple[str, int]]
    mails: int
    drafts: int


def erasing_page(person: User, *, actor: User, on: date) -> ErasingPage:
    """Read what is the person's, by what the models say of it."""
    rows: dict[str, Rows] = _written(person) | {
        "mails": Message.objects.filter(recipient=person).exclude(text=""),
        "drafts": Submission.objects.filter(enrolment__user=person).being_written(),
    }
    counts = counts_of(rows)
    counts.pop(Message._meta.label, 0)  # emptied
    mails, drafts = counts.pop("mails", 0), counts.pop("drafts", 0)
    stays = sorted((capfirst(_name(label)), count) for label, count in counts.items())
    hindrances = [] if person.forgotten_at else erasing_hindrances(person, actor=actor, on=on)
    return ErasingPage(person, hindrances, stays, mails, drafts)


def _written(person: User) -> dict[str, Rows]:
    """Return the rows of each model that link to the person as who took part or wrote."""
    found: dict[str, Rows] = {}
    for model in apps.get_models():
        links = [name for keep in keeps_of(model) if keep.data == Data.AUTHOR for name in keep.fields]
        if links:
            mine = reduce(or_, (Q(**{name: person}) for name in links))
            found[model._meta.label] = model._default_manager.filter(mine)
    return found


def _name(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name_plural)
