"""Two who answer one offer at the same moment: one answer counts, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import AuditEvent
from support.actions.cases import answer_support, raise_need, withdraw_support
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.factories import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*deeds):
    """Do all at the same moment; give the sentence of each refusal."""
    start = Barrier(len(deeds))

    def do(deed):
        try:
            start.wait(timeout=10)
            deed()
        except ValidationError as refusal:
            return refusal.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def test_yes_and_no_at_once_leave_one_answer():
    group = factories.make_participation()
    case = SupportCase.objects.create(
        participation=group,
        area=DevelopmentArea.objects.first(),
        need="Råd",
        raised_at=AT,
        state="offered",
        offer=SupportOffer.objects.create(name="Mallar"),
        offered_at=AT,
    )
    people = [factories.make_enrolment(group, role="process_leader").user for _one in range(4)]
    told = at_once(
        *(
            lambda accept=accept, user=user: answer_support(case, accept=accept, text="", actor=user, at=AT)
            for accept, user in zip((True, False, True, False), people, strict=True)
        )
    )
    assert told == ["", "", *["Erbjudandet är redan besvarat."] * 2]
    assert AuditEvent.objects.filter(verb="support_case.answered").count() == 1


def test_a_need_sent_twice_at_once_is_one():
    group, area = factories.make_participation(), DevelopmentArea.objects.first()
    user = factories.make_enrolment(group, role="process_leader").user
    asked = {"area": area, "need": "Råd", "origin": "municipality", "actor": user, "at": AT}
    assert at_once(*[lambda: raise_need(group, **asked)] * 4) == [""] * 4
    assert SupportCase.objects.count() == 1


def test_no_and_no_longer_needed_at_once_leave_one_end():
    group, coordinator = factories.make_participation(), factories.make_coordinator().user
    leader = factories.make_enrolment(group, role="process_leader").user
    case = SupportCase.objects.create(
        participation=group,
        area=DevelopmentArea.objects.first(),
        need="Råd",
        raised_at=AT,
        state="offered",
        offer=SupportOffer.objects.create(name="Mallar"),
        offered_at=AT,
    )
    told = at_once(
        lambda: answer_support(case, accept=False, text="", actor=leader, at=AT),
        lambda: withdraw_support(case, seen=case.state, word="Löst", actor=coordinator, at=AT),
        lambda: withdraw_support(case, seen=case.state, word="Klart", actor=leader, at=AT),
    )
    case.refresh_from_db()
    assert len(list(filter(None, told))) == (2 if case.is_declined else 1)
    assert AuditEvent.objects.filter(verb__startswith="support_case.").count() == 1
