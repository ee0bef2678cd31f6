"""The mandate log: written, ended, lapsing, and who reads it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEvent
from participants.actions.mandate import add_mandate_entry, end_mandate_entry, reopen_mandate_entry
from participants.models import Enrolment, MandateEntry, StoredFile
from participants.models.mandate import lapsing
from tests.factories import (
    AT,
    ON,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_participation,
    make_staff,
    make_user,
)
from tests.made_files import pdf

pytestmark = pytest.mark.django_db


def add(participation, kind="decision", decided_on=date(2026, 2, 3), file=None, **facts):
    actor = facts.pop("actor", None) or make_user()
    return add_mandate_entry(
        participation, kind=kind, decided_on=decided_on, file=file, actor=actor, at=AT, **facts
    )


def minutes():
    return SimpleUploadedFile("protokoll.pdf", pdf("protokoll"))


def test_entry_is_written_down_with_its_file():
    coordinator = make_user()
    entry = add(make_participation(), decided_by="Kommunstyrelsen", file=minutes(), actor=coordinator)
    assert (entry.recorded_by, entry.recorded_at) == (coordinator, AT)
    assert (entry.file.name, entry.file.uploaded_by) == ("protokoll.pdf", coordinator)
    event = AuditEvent.objects.get()
    assert (event.verb, event.data) == ("mandate_entry.added", {"kind": "decision", "has_file": True})


def test_writing_down_the_same_twice_is_one_row():
    participation = make_participation()
    first = add(participation, decided_by="Nämnden", file=minutes())
    assert add(participation, decided_by="Nämnden", file=minutes()) == first
    assert add(participation, decided_by="Nämnden") != first
    assert (MandateEntry.objects.count(), StoredFile.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "share_of_time"}, "Skriv andelen av heltid i procent, från 1 till 100."),
        ({"ends_on": date(2026, 2, 2)}, "Sista dagen kan inte vara före första dagen."),
        ({"note": "811228-9874"}, "Texten verkar innehålla ett personnummer. Ta bort ”811228-9874”."),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, None),
    ],
)
def test_entry_is_refused_and_no_file_is_left(facts, sentence):
    with pytest.raises(ValidationError) as refusal:
        add(make_participation(), **{"file": minutes()} | facts)
    assert sentence is None or refusal.value.messages == [sentence]
    assert (MandateEntry.objects.count(), StoredFile.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_ending_an_entry_brings_its_last_day_forward():
    entry = add(make_participation())
    for day in (date(2026, 12, 31), date(2026, 12, 31), date(2026, 11, 30)):
        assert end_mandate_entry(entry, ends_on=day, actor=make_user(), at=AT).ends_on == day
    with pytest.raises(ValidationError, match="slutar redan den 30 november 2026"):
        end_mandate_entry(entry, ends_on=date(2027, 1, 1), actor=make_user(), at=AT)
    with pytest.raises(ValidationError):
        end_mandate_entry(entry, ends_on=date(2026, 2, 2), actor=make_user(), at=AT)
    assert AuditEvent.objects.filter(verb="mandate_entry.ended").count() == 2


def test_the_last_day_is_taken_back_by_who_set_it_and_by_staff():
    entry, actor = add(make_participation()), make_user()
    with pytest.raises(ValidationError, match="Ingen har ändrat radens sista dag"):
        reopen_mandate_entry(entry, actor=actor, at=AT)
    for day in (date(2026, 12, 31), date(2026, 11, 30)):
        end_mandate_entry(entry, ends_on=day, actor=actor, at=AT)
    with pytest.raises(ValidationError, match="Bara den som satte sista dagen"):
        reopen_mandate_entry(entry, actor=make_user(), at=AT)
    assert reopen_mandate_entry(entry, actor=actor, at=AT).ends_on == date(2026, 12, 31)
    with pytest.raises(ValidationError, match="Ingen har ändrat"):
        reopen_mandate_entry(entry, actor=actor, at=AT)
    other = add(entry.participation, kind="agreement")
    end_mandate_entry(other, ends_on=date(2026, 12, 31), actor=actor, at=AT)
    assert reopen_mandate_entry(other, actor=make_staff(), at=AT).ends_on is None
    assert AuditEvent.objects.filter(verb="mandate_entry.reopened").count() == 2


@pytest.mark.parametrize(
    ("ends_on", "lapses"),
    [(None, False), (date(2027, 1, 22), False), (date(2027, 1, 21), True), (date(2026, 3, 1), True)],
)
def test_entry_lapses_within_sixty_days(ends_on, lapses):
    entry = add(make_participation(), ends_on=ends_on)
    assert lapsing(MandateEntry.objects.all(), on=ON) == ([entry] if lapses else [])


def test_a_newer_entry_of_its_kind_replaces_one_that_lapses():
    participation = make_participation()
    add(participation, ends_on=date(2026, 12, 1))
    agreement = add(participation, "agreement", ends_on=date(2026, 12, 1))
    add(participation, decided_on=date(2026, 3, 1))
    taken_back = date(2026, 4, 1)
    add(participation, "agreement", decided_on=taken_back, ends_on=taken_back)
    assert lapsing(MandateEntry.objects.all(), on=ON) == [agreement]


def test_who_reads_the_log_and_its_files():
    participation = make_participation()
    entry = add(participation, file=minutes())
    leader = make_enrolment(participation, role=Enrolment.Role.PROCESS_LEADER).user
    readers = [make_staff(), make_coordinator().user, leader]
    others = [
        make_enrolment(participation).user,
        make_coordinator(county_board=make_county_board("uppsala")).user,
    ]
    for user, found in [(user, [entry]) for user in readers] + [(user, []) for user in others]:
        assert list(MandateEntry.objects.visible_to(user, on=ON)) == found
        files = [entry.file for entry in found]
        assert list(StoredFile.objects.visible_to(user, on=ON)) == files
    for user, found in zip(readers, ([entry], [entry], []), strict=True):
        assert list(MandateEntry.objects.writable_by(user, on=ON)) == found
