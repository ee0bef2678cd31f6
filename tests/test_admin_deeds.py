"""Setting up a cohort in the admin goes through the actions; their refusals are shown in the form."""

import zipfile
from datetime import date, timedelta

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from audit.models import AuditEvent
from municipalities.models import Municipality
from programmes.models import (
    Cohort,
    Homework,
    Material,
    Participation,
    ParticipationPause,
    Programme,
    Session,
)
from tests import factories as make
from tests.admin_pages import add, change, errors, verbs
from tests.made_files import HEIC, content_for, office, pdf
from ui.uploads import scanning

pytestmark = pytest.mark.django_db

PROCESS, LEADER = "processutbildning", "processledarutbildning"


@pytest.fixture(autouse=True)
def _rows_one_by_one():
    """Take rows one by one as the admin's forms and our actions do: each under its own lock."""
    with zeal_ignore():
        yield


@pytest.fixture
def staff(client):
    """Somebody at MÄN without superuser rights, logged in."""
    user = make.make_staff()
    client.force_login(user)
    return user


def cohort_answers(**changed):
    return {
        "programme": Programme.objects.get(slug=PROCESS).pk,
        "name": "Västernorrland 2027",
        "slug": "vasternorrland-2027",
        "county_board": make.make_county_board().pk,
        "sessions_required": 6,
    } | changed


def test_adding_a_cohort_makes_a_draft_with_the_programmes_kind(client, staff):
    answer = add(client, Cohort, **cohort_answers())
    cohort = Cohort.objects.get()
    assert answer.status_code == 302
    assert (cohort.state, cohort.kind, cohort.county_board.slug) == (
        "draft",
        "process_training",
        "vasternorrland",
    )
    assert verbs(cohort) == ["cohort.created"]


def test_adding_a_cohort_is_refused_in_the_form_with_everything_still_there(client, staff):
    programme = Programme.objects.get(slug=LEADER).pk
    answer = add(client, Cohort, **cohort_answers(programme=programme))
    assert errors(answer) == {
        "county_board": ["En processutbildning har en länsstyrelse, en processledarutbildning har ingen."]
    }
    assert 'value="Västernorrland 2027"' in answer.content.decode()
    assert not Cohort.objects.exists()
    assert not AuditEvent.objects.exists()


def test_changing_a_cohort_corrects_it_and_its_programme_stays(client, staff):
    cohort = make.make_cohort()
    change(
        client, cohort, **cohort_answers(name="Nytt namn", programme=Programme.objects.get(slug=LEADER).pk)
    )
    changed = Cohort.objects.get()
    assert (changed.name, changed.kind, changed.slug) == ("Nytt namn", "process_training", cohort.slug)
    assert verbs(cohort) == ["cohort.corrected"]


def pauses(**rows):
    return {"pauses-TOTAL_FORMS": 0, "pauses-INITIAL_FORMS": 0} | rows


def test_a_correction_leaves_what_an_action_changed_at_the_same_moment(rf, staff):
    request, admin = rf.post("/"), site.get_model_admin(Cohort)
    request.user = staff
    stale = make.make_cohort(state="draft")
    Cohort.objects.update(state="published", published_at=make.AT)
    answers = {"name": "Nytt namn", "sessions_required": 6, "contact": ""}
    form = admin.get_form(request, stale, change=True)(answers, instance=stale)
    assert form.is_valid()
    admin.save_model(request, form.save(commit=False), form, change=True)
    assert Cohort.objects.values_list("name", "state", "published_at").get() == (
        "Nytt namn",
        "published",
        make.AT,
    )
    assert AuditEvent.objects.get(verb="cohort.corrected").data == {"fields": ["name"]}


def test_adding_a_municipality_records_it_and_keeps_its_pauses(client, staff):
    cohort = make.make_cohort()
    below = {
        "pauses-TOTAL_FORMS": 1,
        "pauses-0-starts_on": f"{timezone.localdate() + timedelta(days=40)}",
        "pauses-0-reason": "Val",
    }
    add(client, Participation, cohort=cohort.pk, municipality=make.make_municipality().pk, **pauses(**below))
    participation = Participation.objects.get()
    assert sorted(verbs(participation)) == ["participation.added", "participation.paused"]
    assert ParticipationPause.objects.get().participation == participation


def test_a_municipality_of_another_county_is_refused(client, staff):
    cohort, elsewhere = make.make_cohort(), Municipality.objects.get(slug="bollnas")
    answer = add(client, Participation, cohort=cohort.pk, municipality=elsewhere.pk, **pauses())
    assert errors(answer) == {"__all__": ["Kommunen måste ligga i omgångens län."]}


def test_a_municipality_takes_part_once(client, staff):
    participation = make.make_participation()
    values = {"cohort": participation.cohort_id, "municipality": participation.municipality_id}
    answer = add(client, Participation, **values, **pauses())
    assert errors(answer).keys() == {"municipality"}


def session_answers(cohort, **changed):
    return {
        "cohort": cohort.pk,
        "number": 1,
        "theme": "Kickoff",
        "starts_at_0": "2026-12-03",
        "starts_at_1": "09:00",
        "ends_at_0": "2026-12-03",
        "ends_at_1": "12:00",
        "mode": "on_site",
        "venue": "Folkets hus",
    } | changed


def test_adding_a_session_and_one_with_the_same_number(client, staff):
    cohort = make.make_cohort(state=Cohort.State.DRAFT)
    assert add(client, Session, **session_answers(cohort)).status_code == 302
    assert verbs(Session.objects.get()) == ["session.added"]
    assert errors(add(client, Session, **session_answers(cohort))).keys() == {"number"}


def test_nothing_is_added_to_a_cohort_that_is_over(client, staff):
    cohort = make.make_cohort(state=Cohort.State.FINISHED)
    answer = add(client, Session, **session_answers(cohort))
    assert errors(answer) == {"__all__": ["Omgången är avslutad. Det går inte att lägga till något i den."]}


def test_a_session_must_end_after_it_starts(client, staff):
    cohort = make.make_cohort(state=Cohort.State.DRAFT)
    answer = add(client, Session, **session_answers(cohort, ends_at_1="08:00"))
    assert errors(answer).keys() == {"ends_at"}


def test_the_times_of_a_published_session_change_elsewhere(client, staff):
    session = make.make_session()
    starts_at = session.starts_at
    answers = session_answers(session.cohort, starts_at_0="2027-01-01", ends_at_0="2027-01-01", number=9)
    change(client, session, **answers)
    session.refresh_from_db()
    assert (session.starts_at, session.number, session.theme) == (starts_at, 1, "Kickoff")
    shown = client.get(reverse("admin:programmes_session_change", args=[session.pk])).content.decode()
    assert reverse("participants:session_move", args=[session.cohort.slug, 1]) in shown
    assert reverse("participants:session_cancel", args=[session.cohort.slug, 1]) in shown


def homework_answers(cohort, **changed):
    return {
        "cohort": cohort.pk,
        "number": 1,
        "title": "Kartlägg",
        "instructions": "Beskriv.",
        "scope": "municipality",
        "due_on": "2026-12-01",
    } | changed


def test_adding_homework_copies_the_kind(client, staff):
    cohort = make.make_cohort()
    add(client, Homework, **homework_answers(cohort))
    assert Homework.objects.get().kind == "process_training"
    assert verbs(Homework.objects.get()) == ["homework.added"]


@pytest.mark.parametrize(("state", "is_said"), [("published", True), ("draft", False)])
def test_who_adds_or_moves_what_people_see_reads_that_nobody_gets_a_mail(client, staff, state, is_said):
    cohort = make.make_cohort(state=state)
    sentence = "Ingen får mejl nu. Det syns i portalen, och påminnelserna följer det."
    added = add(client, Homework, **homework_answers(cohort))
    homework = Homework.objects.get()
    moved = change(client, homework, **homework_answers(cohort, due_on="2026-12-24"))
    session = add(client, Session, **session_answers(cohort))
    for response in (added, moved, session):
        assert response.status_code == 302
    said = [str(message) for message in client.get(reverse("admin:index")).context["messages"]]
    assert said.count(sentence) == (3 if is_said else 0)


def test_joint_homework_is_refused_in_leader_training(client, staff):
    cohort = make.make_cohort(kind="process_leader_training")
    answer = add(client, Homework, **homework_answers(cohort))
    assert errors(answer) == {"scope": ["I processledarutbildningen lämnar var och en in själv."]}


def test_homework_follows_a_session_of_its_own_cohort(client, staff):
    cohort, other = make.make_cohort(), make.make_session()
    assert errors(add(client, Homework, **homework_answers(cohort, session=other.pk))).keys() == {"session"}


def test_what_is_asked_for_is_locked_once_somebody_answers(client, staff):
    homework = make.make_homework()
    make.make_submission(homework, make.make_participation(homework.cohort))
    day = timezone.localdate() + timedelta(days=30)
    answers = homework_answers(homework.cohort, scope="person", instructions="Något annat", due_on=f"{day}")
    change(client, homework, **answers)
    homework.refresh_from_db()
    assert (homework.scope, homework.instructions) == (
        "municipality",
        "Beskriv vilka i kommunen som möter våld.",
    )
    assert homework.due_on == day
    assert verbs(homework) == ["homework.moved", "homework.corrected"]


def test_homework_that_people_see_is_not_due_on_a_day_that_has_passed(client, staff):
    homework = make.make_homework()
    due_on = homework.due_on
    answer = change(client, homework, **homework_answers(homework.cohort, due_on="2020-01-01"))
    assert errors(answer) == {"due_on": ["Dagen har redan passerat. Välj i dag eller en senare dag."]}
    homework.refresh_from_db()
    assert (homework.due_on, verbs(homework)) == (due_on, [])
    Cohort.objects.update(state=Cohort.State.DRAFT, published_at=None)
    change(client, homework, **homework_answers(homework.cohort, due_on="2020-01-01"))
    homework.refresh_from_db()
    assert homework.due_on == date(2020, 1, 1)


def upload(name="Arbetsblad våren.pdf", content=None):
    return SimpleUploadedFile(name, content or content_for(name))


def test_material_is_kept_under_a_random_name_with_its_own_name_beside(client, staff):
    cohort = make.make_cohort()
    add(client, Material, cohort=cohort.pk, title="Arbetsblad", file=upload(), url="")
    material = Material.objects.get()
    assert material.file_name == "Arbetsblad våren.pdf"
    assert "Arbetsblad" not in material.file.name
    change(client, material, title="Nytt arbetsblad", url="")
    material.refresh_from_db()
    assert (material.title, material.file_name) == ("Nytt arbetsblad", "Arbetsblad våren.pdf")
    assert verbs(material) == ["material.added", "material.corrected"]


def test_material_names_no_author(client, staff):
    add(client, Material, cohort=make.make_cohort().pk, title="Mall", file=upload("mall.docx"), url="")
    with Material.objects.get().file.open() as stored, zipfile.ZipFile(stored) as document:
        assert b"<dc:creator>-</dc:creator>" in document.read("docProps/core.xml")


def test_material_whose_file_is_gone_can_still_be_renamed(client, staff):
    material = make.make_material(make.make_session())
    material.file.storage.delete(material.file.name)
    assert change(client, material, title="Nytt namn", url="").status_code == 302


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, "url"),
        ({"file": "skript.html"}, "file"),
        ({"file": "a.pdf", "url": "https://example.org"}, "url"),
    ],
)
def test_material_is_one_file_or_one_link(client, staff, answers, field):
    cohort = make.make_cohort()
    if "file" in answers:
        answers = answers | {"file": upload(answers["file"])}
    answer = add(client, Material, cohort=cohort.pk, title="Arbetsblad", **{"url": ""} | answers)
    assert errors(answer).keys() == {field}
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", office(more=[("word/vbaProject.bin", b"1")]), "Filen innehåller makron"),
        ("a.pdf", b"MZ", "Innehållet är något annat än namnet säger."),
        ("a.pdf", pdf(catalog=b"/OpenAction << /S /Launch >>"), "Pdf-filen startar eller skickar något"),
        ("811228-9874.pdf", pdf(), "Texten verkar innehålla ett personnummer."),
    ],
)
def test_material_is_checked_as_every_upload(client, staff, name, content, sentence):
    cohort = make.make_cohort()
    answer = add(client, Material, cohort=cohort.pk, title="Blad", file=upload(name, content), url="")
    assert errors(answer)["file"][0].startswith(sentence)
    assert not Material.objects.exists()


def test_picture_in_material_is_drawn_anew(client, staff):
    add(client, Material, cohort=make.make_cohort().pk, title="Bild", file=upload("Karta.HEIC", HEIC), url="")
    material = Material.objects.get()
    assert (material.file_name, material.file.name[-4:]) == ("Karta.jpg", ".jpg")


def test_material_on_a_full_disk_is_a_sentence(client, staff, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.filesystem.os.makedirs", full)
    answer = add(client, Material, cohort=make.make_cohort().pk, title="Blad", file=upload(), url="")
    assert errors(answer)["file"][0].startswith("Filen gick inte att spara just nu.")


def test_material_waits_for_no_scanner(client, staff, settings, monkeypatch):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    answer = add(client, Material, cohort=make.make_cohort().pk, title="Blad", file=upload(), url="")
    assert errors(answer)["file"] == ["Filer kan inte kontrolleras just nu. Försök igen om en liten stund."]


def test_the_times_of_a_draft_are_changed_in_place(client, staff):
    session = make.make_session(make.make_cohort(state=Cohort.State.DRAFT))
    shown = client.get(reverse("admin:programmes_session_change", args=[session.pk])).content.decode()
    assert "Omgången är ett utkast, så ingen har fått veta den." in shown
    change(client, session, **session_answers(session.cohort, number=9))
    session.refresh_from_db()
    assert (session.number, session.starts_on) == (9, date(2026, 12, 3))


@pytest.mark.parametrize(
    ("kind", "offered"), [("process_training", True), ("process_leader_training", False)]
)
def test_a_cohort_leads_to_what_can_be_added(client, staff, kind, offered):
    cohort = make.make_cohort(kind=kind)
    shown = client.get(reverse("admin:programmes_cohort_change", args=[cohort.pk])).content.decode()
    assert (f"{reverse('admin:programmes_participation_add')}?cohort={cohort.pk}" in shown) is offered
    assert f"{reverse('admin:programmes_session_add')}?cohort={cohort.pk}" in shown
