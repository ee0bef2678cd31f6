"""Frozen rows keep the name of who signed it as it was then; a withheld name is withheld all the same."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps

from accounts.actions import forget_user
from accounts.models import Signed
from participants.models import MandateEntry, SubmissionVersion
from tests import factories
from tests.check_ins import check_in_of

AT = factories.AT
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
OCTOBER = "/avstamningar/2026-10/harnosand/"


@pytest.fixture
def eva():
    return factories.make_user(first_name="Eva", last_name="Gift", email="eva.gift@example.org")


@pytest.fixture
def signed(participations, eva):
    """A version of a check-in, a hand-in, its feedback and an entry of the mandate log, all by one person."""
    harnosand = participations[0]
    submission = factories.make_submission(factories.make_homework(harnosand.cohort), harnosand)
    version = factories.make_version(submission, eva)
    mandate = {"kind": "decision", "decided_on": date(2026, 5, 4), "recorded_at": AT}
    return [
        factories.make_check_in_version(check_in_of(harnosand, date(2026, 10, 1)), eva),
        version,
        factories.make_feedback(version, given_by=eva),
        MandateEntry.objects.create(participation=harnosand, recorded_by=eva, **mandate),
    ]


def divorced(person):
    person.last_name = "Skild"
    person.save()


def signers(signed):
    return {type(row).objects.get(pk=row.pk).signer for row in signed}


def test_every_frozen_row_keeps_the_name(signed, eva):
    divorced(eva)
    assert signers(signed) == {"Eva Gift"}
    assert {type(row) for row in signed} == {each for each in apps.get_models() if issubclass(each, Signed)}
    later = factories.make_check_in_version(signed[0].check_in, eva)
    assert later.signer == "Eva Skild"


def test_rows_written_together_keep_it_as_well(signed, eva):
    copy = SubmissionVersion(submission=signed[1].submission, number=2, submitted_by=eva, submitted_at=AT)
    SubmissionVersion.objects.bulk_create([copy])
    divorced(eva)
    assert signers([copy]) == {"Eva Gift"}


def test_a_name_that_is_withheld_or_gone_is_shown_nowhere(signed, eva):
    eva.protected_identity = True
    eva.save()
    assert signers(signed) == {"Namnet visas inte"}
    later = factories.make_check_in_version(signed[0].check_in, eva)
    assert later.signer_name == ""
    forget_user(eva, actor=None, at=AT)
    assert signers(signed) == {"Tidigare medverkande"}
    assert {type(row).objects.get(pk=row.pk).signer_name for row in signed} == {""}


def test_pages_and_exports_show_the_name_as_it_was(client, coordinator, signed, eva):
    divorced(eva)
    page = client.get(OCTOBER).content.decode()
    assert ("Eva Gift" in page, "Skild" in page) == (True, False)
    content = client.post(f"{OCTOBER}exportera/", {}).content
    with ZipFile(BytesIO(content)) as archive:
        data = json.loads(archive.read("avstamning-harnosand-2026-10.json"))
    assert data["check_ins"][0]["done_by"] == "Eva Gift"


def test_feedback_and_hand_in_are_read_with_the_name_as_it_was(client, signed, eva, staff):
    divorced(eva)
    page = client.get(f"/oversikt/aterkoppling/{signed[1].submission.pk}/").content.decode()
    assert page.count("Eva Gift") >= 2
    assert "Skild" not in page
