"""Exports to the registry and the long ones that the worker makes: asked for, made, fetched, removed."""

import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from audit.models import AuditEvent
from followups.models import Commitment
from notifications import kinds
from notifications.models import Message
from participants.models import MandateEntry
from reports.actions import KEPT_FOR, expire_exports
from reports.building import build_exports
from reports.models import Export
from reports.scope import Scope
from tests import factories
from tests.check_ins import check_in_of, make_done

AT = factories.AT
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday", "own_files")]
HARNOSAND = "/kommuner/harnosand/exportera/"
OCTOBER = "/avstamningar/2026-10/harnosand/exportera/"


@pytest.fixture
def harnosand(participations):
    """Härnösand with a number, a mandate with its file, two versions of October, a draft and a promise."""
    group = participations[0]
    group.registry_number = "801-12-2026"
    group.save()
    october = check_in_of(group, date(2026, 10, 1))
    factories.make_check_in_version(october, happened="Nya ord", internal_note="Internt ord")
    factories.make_check_in(
        group, date(2026, 11, 1), happened="Utkast", internal_note="Internt utkast", number=1
    )
    MandateEntry.objects.create(
        participation=group, kind="decision", decided_on=date(2026, 5, 4), decided_by="Kommunstyrelsen",
        file=factories.make_stored_file("../../beslut.pdf", b"%PDF-1.4 beslut"), recorded_at=AT,
    )  # fmt: skip
    Commitment.objects.create(
        participation=group, check_in=october, position=0, owner="municipality", text="Utse ersättare",
        created_at=AT, changed_at=AT, changed_by=factories.make_user(),
    )  # fmt: skip
    make_done(participations[1], date(2026, 11, 1), happened="Om Kramfors")
    for month, words in ((10, "Eget ord"), (11, "Osett ord")):
        factories.make_municipal_reply(group, date(2026, month, 1), factories.make_user(), happened=words)
    return group


def opened(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pdf_text(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def all_text(files):
    return "".join(
        pdf_text(content) if name.endswith(".pdf") else content.decode() for name, content in files.items()
    )


# --- One check-in, made at once ---------------------------------------------------------------------------


def test_check_in_leaves_as_pdf_and_data_with_every_version(client, coordinator, harnosand):
    assert client.get(OCTOBER).context["form"].initial["registry_number"] == ""
    files = opened(client.post(OCTOBER, {"registry_number": "801-13-2026"}).content)
    assert list(files) == ["avstamning-harnosand-2026-10.pdf", "avstamning-harnosand-2026-10.json"]
    data = json.loads(files["avstamning-harnosand-2026-10.json"])
    assert [each["version"] for each in data["check_ins"]] == [2, 1]
    assert data["check_ins"][0]["done_at"] == "2026-11-22T10:00:00+01:00"
    text = all_text(files)
    assert "Nya ord" in text
    assert "801-13-2026" in text
    assert [word for word in ("Internt", "Utkast", "Kramfors") if word in text] == []


def test_number_is_the_county_boards_own_and_remembered_for_the_municipality(
    client, coordinator, harnosand, participations
):
    """The municipality's number, of its decision, is never prefilled; it is labelled with whose it is."""
    kramfors = HARNOSAND.replace("harnosand", "kramfors")

    def prefilled():
        return [client.get(url).context["form"].initial["registry_number"] for url in (HARNOSAND, kramfors)]

    assert prefilled() == ["", ""]
    files = opened(client.post(OCTOBER, {"registry_number": "800-1-2026"}).content)
    assert "Länsstyrelsens diarienummer\n800-1-2026" in all_text(files)
    assert prefilled() == ["800-1-2026", ""]
    client.post(HARNOSAND, {"registry_number": "800-2-2026"})
    client.post(OCTOBER, {"registry_number": ""})
    assert prefilled() == ["800-2-2026", ""]
    build_exports(at=AT)
    export = Export.objects.get(kind=Export.Kind.MUNICIPALITY)
    content = b"".join(client.post(f"/exporter/{export.pk}/fil/").streaming_content)
    text = pdf_text(opened(content)["kommun-harnosand.pdf"])
    assert "Länsstyrelsens diarienummer\n800-2-2026" in text
    assert "Kommunens diarienummer\n801-12-2026" in text
    assert "kommunens diarienummer 801-12-2026" in client.get("/kommuner/harnosand/").content.decode()
    assert "länsstyrelsens diarienummer 800-2-2026" in client.get("/exporter/").content.decode()


def test_another_countys_number_is_not_prefilled(client, coordinator, harnosand):
    other = factories.make_county_board("gavleborg")
    Export.objects.create(
        kind="municipality", format="zip", county_board=other, participation=harnosand,
        registry_number="810-1", state="done", requested_by=coordinator, requested_at=AT, finished_at=AT,
    )  # fmt: skip
    assert client.get(HARNOSAND).context["form"].initial["registry_number"] == ""


def test_internal_note_goes_along_only_when_the_county_says_so(client, coordinator, harnosand):
    files = opened(client.post(OCTOBER, {"with_internal_note": "on"}).content)
    assert all_text(files).count("Internt ord") == 2
    assert "Internt utkast" not in all_text(files)
    assert Export.objects.get().with_internal_note


def test_staff_never_get_the_internal_note(client, staff, harnosand):
    assert "with_internal_note" not in client.get(OCTOBER).context["form"].fields
    files = opened(client.post(OCTOBER, {"with_internal_note": "on"}).content)
    assert "Nya ord" in all_text(files)
    assert "Internt" not in all_text(files)


def test_a_draft_alone_is_nothing_to_export(client, coordinator, harnosand):
    page = client.post("/avstamningar/2026-11/harnosand/exportera/", {})
    assert page.context["form"].non_field_errors() == [
        "Avstämningen är inte klarmarkerad, så det finns inget att exportera."
    ]
    assert Export.objects.count() == 0


def test_other_countys_are_not_there(client, harnosand):
    other = factories.make_coordinator(county_board=factories.make_county_board("gavleborg"))
    client.force_login(other.user)
    assert [client.get(url).status_code for url in (OCTOBER, HARNOSAND)] == [404, 404]
    assert [client.post(url).status_code for url in (OCTOBER, HARNOSAND)] == [404, 404]


# --- A municipality, made by the worker -------------------------------------------------------------------


def test_municipality_is_made_by_the_worker_told_by_mail_and_fetched(client, coordinator, harnosand):
    answer = client.post(HARNOSAND, {"registry_number": "801-12-2026"}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        "Filen görs nu. Du får ett mejl när den är klar."
    ]
    assert (answer.context["page"].is_waiting, answer.context["page"].exports[0].tag.word) == (True, "Väntar")
    assert build_exports(at=AT) == 1
    mail = Message.objects.get()
    assert (mail.subject, mail.recipient) == ("Din export är klar", coordinator)
    assert "/exporter/" in mail.text
    assert "Härnösand" not in mail.text
    export = Export.objects.get()
    row = client.get("/exporter/").context["page"].exports[0]
    assert (row.title, row.can_download, row.tag.word) == ("En kommuns avstämningar: Härnösand", True, "Klar")
    content = b"".join(client.post(f"/exporter/{export.pk}/fil/").streaming_content)
    files = opened(content)
    assert [name.rpartition(".")[2] for name in files] == ["pdf", "json", "pdf"]
    assert list(files) == [
        "kommun-harnosand.pdf",
        "kommun-harnosand.json",
        f"bilagor/{harnosand.cohort.slug}/01-beslut.pdf",
    ]
    text = all_text({name: files[name] for name in list(files)[:2]})
    for shown in (
        "Nya ord",
        "Kommunstyrelsen",
        "Utse ersättare",
        "801-12-2026",
        "september 2026",
        "Eget ord",
    ):
        assert shown in text
    data = next(json.loads(content) for name, content in files.items() if name.endswith(".json"))
    [part] = data["participations"]
    assert [(each["month"], each["happened"]) for each in part["replies"]] == [("2026-10", "Eget ord")]
    assert [word for word in ("Internt", "Utkast", "Kramfors") if word in text] == []
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
        "export.requested", "export.made", "export.downloaded",
    ]  # fmt: skip
    assert build_exports(at=AT) == 0


def test_page_of_the_municipality_leads_to_each_check_in(client, coordinator, harnosand):
    page = client.get(HARNOSAND)
    months = [date(2026, 10, 1), date(2026, 9, 1)]
    assert page.context["page"].cohorts == [(harnosand.cohort, months)]
    assert f"{OCTOBER}?omgang={harnosand.cohort.slug}" in page.content.decode()


@pytest.fixture
def earlier(harnosand):
    """The part that Härnösand took in the cohort before: a mandate with a file, and October as well."""
    cohort = factories.make_cohort(
        county_board=harnosand.cohort.county_board, name="Den förra omgången",
        published_at=AT - timedelta(days=700), state="finished",
    )  # fmt: skip
    group = factories.make_participation(cohort, "harnosand", ended_on=date(2026, 10, 15))
    make_done(group, date(2026, 10, 1), happened="Ord i förra omgången", internal_note="Internt då")
    MandateEntry.objects.create(
        participation=group, kind="decision", decided_on=date(2024, 5, 4), decided_by="Den förra nämnden",
        file=factories.make_stored_file("då.pdf", b"%PDF-1.4 then"), recorded_at=AT,
    )  # fmt: skip
    factories.make_municipal_reply(group, date(2026, 10, 1), factories.make_user(), happened="Svar då")
    factories.make_municipal_reply(group, date(2026, 9, 1), factories.make_user(), happened="Osett svar")
    return group


def municipality_files(client):
    client.post(HARNOSAND, {})
    build_exports(at=AT)
    with Export.objects.get().file.open("rb") as stored:
        return opened(stored.read())


def test_every_cohort_goes_along_the_newest_first(client, coordinator, harnosand, earlier):
    files = municipality_files(client)
    cohorts = [harnosand.cohort, earlier.cohort]
    assert list(files)[2:] == [
        f"bilagor/{cohorts[0].slug}/01-beslut.pdf", f"bilagor/{cohorts[1].slug}/02-då.pdf",
    ]  # fmt: skip
    data = json.loads(files["kommun-harnosand.json"])
    assert (data["schema_version"], data["municipality"]["name"]) == (3, "Härnösands kommun")
    names = [each["participation"]["cohort"] for each in data["participations"]]
    assert names == [each.name for each in cohorts]
    before = data["participations"][1]
    assert [each["happened"] for each in before["check_ins"]] == ["Ord i förra omgången"]
    assert [each["happened"] for each in before["replies"]] == ["Svar då"]
    assert [each["decided_by"] for each in before["mandate"]] == ["Den förra nämnden"]
    text = pdf_text(files["kommun-harnosand.pdf"])
    assert text.index(cohorts[0].name) < text.index("Nya ord") < text.index("Den förra omgången")
    assert text.index("Den förra omgången") < text.index("Ord i förra omgången")
    assert "Internt" not in all_text({name: files[name] for name in list(files)[:2]})


def test_check_in_of_the_cohort_before_leaves_alone_too(client, coordinator, harnosand, earlier):
    assert f"{OCTOBER}?omgang={earlier.cohort.slug}" in client.get(HARNOSAND).content.decode()
    files = opened(client.post(f"{OCTOBER}?omgang={earlier.cohort.slug}", {}).content)
    text = all_text(files)
    assert ("Ord i förra omgången" in text, "Nya ord" in text) == (True, False)
    assert text.count("Den förra omgången") == 3
    assert client.get(f"{OCTOBER}?omgang=finns-inte").status_code == 404


def test_more_cohorts_ask_no_more_questions(
    client, coordinator, harnosand, earlier, django_assert_num_queries
):
    scope = Scope(coordinator, on=factories.ON)
    with django_assert_num_queries(5):
        scope.holdings([harnosand])
    with django_assert_num_queries(5):
        scope.holdings([harnosand, earlier])


def test_run_due_makes_them_without_a_worker(client, coordinator, harnosand, capsys):
    client.post(HARNOSAND, {})
    call_command("run_due", "--at", "2026-11-22T10:05")
    assert "1 exports made" in capsys.readouterr().out
    assert Export.objects.get().state == "done"


def test_whoever_left_the_county_meanwhile_gets_nothing(client, coordinator, harnosand):
    client.post(HARNOSAND, {})
    coordinator.coordinator_roles.update(ends_on=date(2026, 11, 21))
    assert build_exports(at=AT) == 0
    assert Export.objects.get().state == "failed"
    assert not kinds.get("export_failed").still_due(Message.objects.get(), at=AT)
    assert client.get("/exporter/").status_code == 404


def test_nobody_else_fetches_the_file(client, coordinator, harnosand):
    client.post(HARNOSAND, {})
    build_exports(at=AT)
    export = Export.objects.get()
    client.force_login(factories.make_coordinator().user)
    row = client.get("/exporter/").context["page"].exports[0]
    assert (row.can_download, client.post(f"/exporter/{export.pk}/fil/").status_code) == (False, 404)
    assert client.get(f"/exporter/{export.pk}/fil/").status_code == 405


def test_old_files_are_removed_and_the_log_stays(client, coordinator, harnosand):
    client.post(HARNOSAND, {})
    build_exports(at=AT)
    export = Export.objects.get()
    storage, name = export.file.storage, export.file.name
    assert expire_exports(at=AT + KEPT_FOR) == 0
    assert storage.exists(name)
    assert expire_exports(at=AT + KEPT_FOR + timedelta(seconds=1)) == 1
    assert expire_exports(at=AT + KEPT_FOR + timedelta(seconds=1)) == 0
    assert not storage.exists(name)
    kept = Export.objects.get()
    assert (kept.sha256, bool(kept.file)) == (export.sha256, False)
    assert client.post(f"/exporter/{export.pk}/fil/").status_code == 404
    assert not kinds.get("export_done").still_due(Message.objects.get(), at=AT)
