"""Several workers and several clicks at once, on a real PostgreSQL: each export is made once."""

import pytest
from django.core.exceptions import ValidationError

from notifications.models import Message
from programmes.models import ProcessStep
from reports.actions import claim_export, finish_export, request_export
from reports.building import build_exports
from reports.models import Export
from tests import factories
from tests.faults.test_outbox_workers import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def period(**fields):
    return Export(
        kind="period",
        format="xlsx",
        county_board=factories.make_county_board(),
        starts_on=factories.ON.replace(month=1, day=1),
        ends_on=factories.ON.replace(day=1),
        **fields,
    )


def test_four_workers_make_each_export_once():
    assert ProcessStep.objects.exists()
    for _turn in range(6):
        request_export(period(), actor=factories.make_coordinator().user, at=factories.AT)
    made = together(4, lambda _number: build_exports(at=factories.AT))
    assert sum(made) == 6
    assert set(Export.objects.values_list("state", flat=True)) == {"done"}
    assert Message.objects.count() == 6


def test_of_four_clicks_one_is_taken_and_three_are_told():
    actor = factories.make_coordinator().user
    board = factories.make_county_board()

    def click(_number):
        try:
            request_export(
                Export(kind="period", format="pdf", county_board=board), actor=actor, at=factories.AT
            )
        except ValidationError:
            return "told"
        return "taken"

    assert sorted(together(4, click)) == ["taken", "told", "told", "told"]
    assert Export.objects.count() == 1


def test_of_two_who_finish_the_same_one_is_heard():
    request_export(period(), actor=factories.make_coordinator().user, at=factories.AT)
    export = claim_export(at=factories.AT)
    together(2, lambda number: finish_export(export, name=f"{number}.xlsx", content=b"x", at=factories.AT))
    assert (Export.objects.get().state, Message.objects.count()) == ("done", 1)
