"""Writing in the mandate log, pausing, and the hand-over, as the pages do it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from participants.models import Enrolment, MandateEntry, StoredFile
from participants.pages.mandates import lapsing_mandates
from programmes.models import ParticipationPause
from support.models import DevelopmentArea, SupportCase
from tests import factories
from tests.check_ins import make_done, said
from tests.made_files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
HOME = "/kommuner/harnosand/"


def make_entry(participation, **facts):
    facts = {"kind": "agreement", "decided_on": date(2026, 2, 3), "recorded_at": factories.AT} | facts
    return MandateEntry.objects.create(participation=participation, **facts)


def test_mandate_create_writes_a_row_with_its_file(client, coordinator, participations):
    answers = {"kind": "decision", "decided_on": "2026-02-03", "decided_by": "Kommunstyrelsen"}
    answers["file"] = SimpleUploadedFile("protokoll.pdf", pdf("protokoll"))
    response = client.post(f"{HOME}mandat/", answers)
    assert (response.status_code, response["Location"]) == (302, f"{HOME}#mandate")
    entry = MandateEntry.objects.get()
    assert (entry.participation, entry.decided_by, entry.recorded_by) == (
        participations[0],
        "Kommunstyrelsen",
        coordinator,
    )
    file = client.get(entry.file.get_absolute_url())
    # Written anew, without its author's name.
    assert "protokoll" in PdfReader(BytesIO(b"".join(file.streaming_content))).pages[0].extract_text()


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"kind": "share_of_time"}, "share_of_time", "Skriv andelen av heltid i procent, från 1 till 100."),
        ({"share_of_time": "50"}, "share_of_time", "Lämna tomt, eller välj processledarens arbetstid."),
        ({"note": "811228-9874"}, "note", "Texten verkar innehålla ett personnummer. Ta bort ”811228-9874”."),
        (
            {"file": SimpleUploadedFile("a.exe", b"MZ")},
            "file",
            "Filen är i formatet .exe. Spara den som pdf eller Word och försök igen.",
        ),
    ],
)
def test_mandate_create_is_refused(client, coordinator, participations, answers, field, sentence):
    response = client.post(f"{HOME}mandat/", {"kind": "decision", "decided_on": "2026-02-03"} | answers)
    assert response.context["form"].errors[field] == [sentence]
    assert not MandateEntry.objects.exists()


def test_refused_mandate_form_keeps_its_file(client, coordinator, participations):
    answers = {"kind": "decision", "decided_on": "2026-02-03", "decided_by": "Kommunstyrelsen"}
    file = SimpleUploadedFile("protokoll.pdf", pdf("protokoll"))
    refused = client.post(f"{HOME}mandat/", answers | {"share_of_time": "50", "file": file})
    page = refused.content.decode()
    kept = StoredFile.objects.get()
    assert f'<input type="hidden" name="kept" value="{kept.pk}"' in page
    assert "protokoll.pdf är sparad. Du behöver inte välja den igen." in page
    again = client.post(f"{HOME}mandat/", answers | {"share_of_time": "51", "kept": kept.pk})
    assert "protokoll.pdf är sparad." in again.content.decode()
    for _time in range(2):
        assert client.post(f"{HOME}mandat/", answers | {"kept": kept.pk}).status_code == 302
    assert MandateEntry.objects.filter(file=kept).count() == StoredFile.objects.count() == 1


def test_mandate_form_takes_no_kept_file_of_another(client, coordinator, participations):
    foreign, held = factories.make_stored_file(), factories.make_stored_file(user=coordinator)
    make_entry(participations[0], file=held)
    for file in (foreign, held):
        client.post(f"{HOME}mandat/", {"kind": "decision", "decided_on": "2026-02-03", "kept": file.pk})
    assert {entry.file for entry in MandateEntry.objects.filter(kind="decision")} == {None}


def test_mandate_end_sets_the_last_day(client, coordinator, participations):
    entry = make_entry(participations[0])
    refused = client.post(f"{HOME}mandat/{entry.pk}/", {"ends_on": "2026-02-02"})
    assert "Sista dagen kan inte vara före första dagen." in refused.content.decode()
    assert client.post(f"{HOME}mandat/{entry.pk}/", {"ends_on": "2026-12-31"}).status_code == 302
    entry.refresh_from_db()
    assert entry.ends_on == date(2026, 12, 31)
    assert client.get(f"/kommuner/kramfors/mandat/{entry.pk}/").status_code == 404
    assert f"{HOME}mandat/{entry.pk}/oppna/" in client.get(HOME).content.decode()
    page = client.get(f"{HOME}mandat/{entry.pk}/oppna/").content.decode()
    assert "Slutar nu den 31 december 2026." in page
    assert client.post(f"{HOME}mandat/{entry.pk}/oppna/").status_code == 302
    entry.refresh_from_db()
    assert entry.ends_on is None


def test_page_warns_of_what_lapses_and_says_what_is_missing(client, coordinator, participations):
    make_entry(participations[0], ends_on=date(2026, 12, 31))
    make_entry(participations[1], kind="decision", ends_on=date(2026, 11, 21))
    html = client.get(HOME).content.decode()
    assert "Avtalet går ut den 31 december 2026." in html
    assert "Inget beslut är antecknat." in html
    found = lapsing_mandates(participations, on=factories.ON)
    assert [(str(each.municipality), each.sentence) for each in found] == [
        ("Kramfors", "Beslutet gick ut den 21 november 2026."),
        ("Härnösand", "Avtalet går ut den 31 december 2026."),
    ]


def test_pause_is_told_before_it_is_done(client, coordinator, participations):
    answers = {"starts_on": "2026-11-23", "ends_on": "2026-12-31", "reason": "Ny organisation"}
    told = client.post(f"{HOME}paus/", answers)
    assert told.context["consequence"] == "Ingen avstämning ska göras för november 2026 och december 2026."
    assert not ParticipationPause.objects.exists()
    answers["told"] = told.context["form"]["told"].value()
    changed = client.post(f"{HOME}paus/", answers | {"ends_on": "2026-11-24"})
    assert changed.context["consequence"] == (
        "Alla avstämningar ska göras som vanligt. Ingen ska vara klar under pausen."
    )
    assert not ParticipationPause.objects.exists()
    assert client.post(f"{HOME}paus/", answers).status_code == 302
    response = client.get(HOME)
    assert said(response) == [
        "Kommunen är pausad. Ingen avstämning ska göras för november 2026 och december 2026."
    ]
    assert "Paus från den 23 november 2026 till den 31 december 2026:" in response.content.decode()


def test_pause_that_overlaps_is_refused(client, coordinator, participations):
    ParticipationPause.objects.create(
        participation=participations[0], starts_on=date(2026, 11, 1), reason="Ny organisation"
    )
    answers = {"starts_on": "2026-12-01", "ends_on": "", "reason": "Mer", "told": "2026-12-01/"}
    response = client.post(f"{HOME}paus/", answers)
    assert response.context["form"].errors["starts_on"] == [
        "Kommunen är pausad från den 1 november 2026 tills vidare."
    ]


def test_resuming_says_first_what_is_expected_again(client, coordinator, participations):
    pause = factories.make_pause(participations[0], date(2026, 11, 1), date(2026, 12, 31))
    [listed] = client.get(f"{HOME}paus/").context["page"].pauses
    assert listed.consequence == "Då ska avstämningarna för november 2026 och december 2026 göras."
    assert client.post(f"{HOME}paus/", {"resume": "987654"}).status_code == 404
    assert client.post(f"{HOME}paus/", {"resume": pause.pk}).status_code == 302
    pause.refresh_from_db()
    assert pause.ends_on == date(2026, 11, 21)
    assert client.post(f"{HOME}paus/", {"resume": pause.pk}).status_code == 404


def test_handover_tells_the_public_part_alone(client, participations):
    leader = factories.make_enrolment(participations[0], role=Enrolment.Role.PROCESS_LEADER).user
    member = factories.make_enrolment(participations[0]).user
    make_done(participations[0], date(2026, 11, 1), happened="Chefen sa nej", internal_note="Ring chefen")
    area = DevelopmentArea.objects.first()
    SupportCase.objects.create(participation=participations[0], area=area, need="Råd", raised_at=factories.AT)
    make_entry(participations[0], decided_by="Nämnden")
    factories.make_commitment(participations[0], text="Mötas")
    factories.make_coordinator(user=factories.make_user(first_name="Alva", last_name="Provlund"))
    client.force_login(leader)
    html = client.get(f"{HOME}overlamning/").content.decode()
    for text in (
        "Mötas",
        str(area),
        "Nämnden",
        "Alva Provlund",
        leader.get_full_name(),
        "Inget beslut är antecknat.",
    ):
        assert text in html
    for text in ("Chefen sa nej", "Ring chefen"):
        assert text not in html
    assert client.get("/kommuner/kramfors/overlamning/").status_code == 404
    client.force_login(member)
    assert client.get(f"{HOME}overlamning/").status_code == 404


def test_handover_names_nobody_twice(client, cohort, participations):
    client.force_login(factories.make_enrolment(participations[0], role=Enrolment.Role.PROCESS_LEADER).user)
    coordinator = factories.make_coordinator()
    cohort.county_board.contact_email = coordinator.user.email
    cohort.county_board.save()
    assert client.get(f"{HOME}overlamning/").content.decode().count(f"mailto:{coordinator.user.email}") == 1


def test_handover_is_there_for_a_leader_whose_municipality_has_left(client, cohort):
    participation = factories.make_participation(cohort, ended_on=date(2026, 6, 1))
    leader = factories.make_enrolment(
        participation, role=Enrolment.Role.PROCESS_LEADER, state=Enrolment.State.COMPLETED
    )
    client.force_login(leader.user)
    assert client.get(f"{HOME}overlamning/").status_code == 200
