"""Support at each stage, for the tests of its actions and of its pages."""

# Imported where they are used: this file is read before the apps are.
# ruff: noqa: PLC0415

from datetime import timedelta

import pytest


@pytest.fixture
def offer(area):
    from support.models import SupportOffer

    found = SupportOffer.objects.create(name="Processtöd på plats", description="En halv dag.")
    found.areas.add(area)
    return found


@pytest.fixture
def make_case(participations, area, offer):
    """Return what adds a case of a municipality at a stage, with what the stages before it left."""
    from support.models import SupportCase
    from tests.factories import AT, ON

    def make(state="need", place=0, days=0, **fields):
        fields = {"need": "Råd", "area": area, "raised_at": AT - timedelta(days=days)} | fields
        if state != "need":
            fields = {"offer": offer, "offered_at": AT - timedelta(days=days)} | fields
        if state not in ("need", "offered"):
            fields = {"answered_at": AT} | fields
        if state == "done":
            fields = {"delivered_on": ON} | fields
        if state == "withdrawn":
            fields = {"withdrawn_at": AT, "withdrawn_text": "Löst"} | fields
        return SupportCase.objects.create(participation=participations[place], state=state, **fields)

    return make


@pytest.fixture
def offered(case, offer, actor, leader):
    from support.actions.cases import offer_support
    from tests.factories import AT

    return offer_support(case, offer=offer, offer_text="En halvdag", actor=actor, at=AT)


@pytest.fixture
def accepted(offered, leader):
    from support.actions.cases import answer_support
    from tests.factories import AT

    return answer_support(offered, accept=True, text="Gärna", actor=leader, at=AT)
