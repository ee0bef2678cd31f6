"""One check-in's page: the form, two writers at once, and the months that are read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.models import CheckIn, CheckInVersion, Obstacle
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import NOW, check_in_of, edit, month, said, short, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


def test_check_in_edit_is_prefilled_and_asks_how_it_goes_anew(client, coordinator, participations):
    factories.make_enrolment(
        participations[0],
        role="process_leader",
        user=factories.make_user(first_name="Eva", last_name="Lind", phone="070-174 06 05"),
    )
    factories.make_homework(participations[0].cohort)
    october = check_in_of(participations[0], date(2026, 10, 1))
    promise = factories.make_commitment(october, text="Boka möte")
    text = client.get(edit()).content.decode()
    assert "Avstämning 1 av 3 · november 2026 · klar senast måndag 30 november" in text
    assert "Det vi har kommit överens om" in text
    assert "(oktober)" in text
    assert (
        'name="progress" value="on_track" aria-describedby="id_progress_0_hint" id="id_progress_0">' in text
    )
    assert f'name="commitment_{promise.pk}" value="open"' in text
    assert text.count("checked") == 0  # nothing is answered beforehand
    assert "Klarmarkera och gå till Kramfors" in text
    assert '<a href="tel:070-1740605">' in text
    assert "0 av 1 inlämnade" in text
    assert "Syns för: bara Länsstyrelsen Västernorrland." in text
    assert CheckIn.objects.filter(expected__month=date(2026, 11, 1)).count() == 0


def test_check_in_edit_asks_little_though_much_is_told(client, coordinator, participations):
    leader = factories.make_enrolment(participations[0], role="process_leader").user
    area = DevelopmentArea.objects.first()
    offer = SupportOffer.objects.create(name="Metodstöd")
    factories.make_check_in(
        participations[0], date(2026, 11, 1), need_area=area, need="Råd", need_offer=offer
    )
    factories.make_municipal_reply(participations[0], date(2026, 11, 1), leader)
    factories.make_homework(participations[0].cohort)
    client.get(edit())
    with CaptureQueriesContext(connection) as asked:
        assert "Kommunens egna svar" in client.get(edit()).content.decode()
    assert len(asked) <= 14


def test_check_in_edit_hides_a_protected_identity(client, coordinator, participations):
    user = factories.make_user(first_name="Eva", last_name="Hemlig", phone="070-1", protected_identity=True)
    factories.make_enrolment(participations[0], role="process_leader", user=user)
    text = client.get(edit()).content.decode()
    assert [secret in text for secret in ("Hemlig", "070-1", user.email)] == [False] * 3


def test_check_in_edit_marks_done_and_goes_to_the_next_municipality(client, coordinator, participations):
    response = client.post(edit("kramfors"), whole())
    assert response.url == f"{edit('sundsvall')}#said"
    assert said(client.get(edit("sundsvall"))) == ["Kramfors är klar för november. 2 kommuner kvar."]
    assert client.post(edit("sundsvall"), whole()).url == f"{edit('harnosand')}#said"
    client.get(edit("harnosand"))
    response = client.post(edit("harnosand"), whole())
    assert response.url == month()
    assert said(client.get(month())) == ["Härnösand är klar för november. Alla kommuner är klara."]


def test_check_in_edit_saves_a_draft_without_asking_for_more(client, coordinator, participations):
    response = client.post(edit(), whole(action="draft", progress="", happened="Halvt"))
    assert response.url == edit()
    draft = CheckIn.objects.get(expected__month=date(2026, 11, 1))
    assert (draft.state, draft.happened, draft.progress) == ("draft", "Halvt", "")
    text = client.get(edit()).content.decode()
    assert "Utkast sparat 22 november 2026 kl. 10.00 av Alva Provlund" in text
    assert "Halvt</textarea>" in text


def test_a_line_break_is_one_character_however_the_browser_sends_it(client, coordinator, participations):
    text = "\n".join(["x" * 99] * 30)
    assert len(text) == 2999
    client.post(edit(), whole(action="draft", happened=text.replace("\n", "\r\n")))
    assert CheckIn.objects.get(expected__month=date(2026, 11, 1)).happened == text


def test_check_in_edit_keeps_what_was_written_when_something_is_missing(client, coordinator, participations):
    response = client.post(
        edit(), whole(progress="", happened="", need="Metodstöd", agreed_1_text="19121212-1212")
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "Texten verkar innehålla ett personnummer. Ta bort ”19121212-1212”." in text
    response = client.post(edit(), whole(progress="", happened="", need="Metodstöd"))
    text = response.content.decode()
    assert "Avstämningen är inte klar än. Rätta 3 saker" in text
    assert "Metodstöd</textarea>" in text
    assert '<a href="#id_need_area">Välj utvecklingsområde för behovet</a>' in text
    assert CheckIn.objects.filter(expected__month=date(2026, 11, 1)).count() == 0


def test_check_in_edit_of_what_is_done_makes_a_new_version(client, coordinator, participations):
    client.post(edit(), whole())
    text = client.get(edit()).content.decode()
    assert "Klarmarkerad 22 november. Det du ändrar blir en ny version." in text
    client.post(edit(), whole(number=1, progress="stuck"))
    client.post(edit(), whole(number=1, progress="stuck"))  # a double click
    versions = CheckInVersion.objects.filter(check_in__expected__month=date(2026, 11, 1)).order_by("version")
    assert [(version.version, version.progress) for version in versions] == [(1, "on_track"), (2, "stuck")]


def test_check_in_edit_shows_the_open_need(client, coordinator, participations):
    area = DevelopmentArea.objects.first()
    need = {"need": "Metodstöd", "raised_at": NOW}
    case = SupportCase.objects.create(participation=participations[0], area=area, **need)
    text = client.get(edit()).content.decode()
    assert "Behov och stöd: 1 öppet behov – ändra" in text
    assert f'<li><a href="/stod/{case.pk}/" lang="sv">{area}</a>: Behov</li>' in text


def test_a_conflict_shows_both_texts_and_overwrites_nothing(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", action="draft"))
    other = factories.make_coordinator(user=factories.make_user(first_name="Ture", last_name="Fiktivberg"))
    client.force_login(other.user)
    response = client.post(edit(), whole(happened="Tures text", internal_note="Ringa"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Alva Provlund ändrade avstämningen 22 november kl. 10.00. Välj vilken text som ska gälla." in text
    assert text.count("Alvas text") == 1
    assert text.count("Tures text") == 2  # beside the other text, and kept in its field
    assert 'name="keep_happened"' in text
    assert 'name="keep_internal_note"' in text
    assert 'name="number" value="1"' in text
    assert CheckIn.objects.get(expected__month=date(2026, 11, 1)).happened == "Alvas text"


def test_after_a_conflict_each_answer_is_chosen(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", internal_note="Alvas ord", action="draft"))
    entered = whole(happened="Tures text", internal_note="Tures ord")
    assert client.post(edit(), entered).status_code == 409
    again = entered | {"number": 1, "conflicts": "happened,internal_note", "keep_happened": "theirs"}
    response = client.post(edit(), again)
    assert "Välj vilken text som ska gälla" in response.content.decode()
    assert response.status_code == 200
    client.post(edit(), again | {"keep_internal_note": "mine"})
    version = CheckInVersion.objects.get(check_in__expected__month=date(2026, 11, 1))
    assert (version.happened, version.internal_note) == ("Alvas text", "Tures ord")


def test_a_conflict_in_the_months_list_leads_to_both_texts(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", action="draft"))
    response = client.post(month(), short(happened="Tures text"))
    assert response.status_code == 409
    assert response.content.decode().count("Tures text") == 2


def test_the_list_does_not_swallow_a_text_when_a_colleague_was_faster(client, coordinator, participations):
    client.post(month(), short(happened="Alvas text"))
    response = client.post(month(), short(happened="Tures text"))
    text = response.content.decode()
    assert (response.status_code, text.count("Alvas text"), text.count("Tures text")) == (409, 1, 2)
    assert client.post(month(), short(happened="Alvas text")).url == f"{month()}?klar=harnosand"  # done twice
    version = CheckInVersion.objects.get(check_in__expected__month=date(2026, 11, 1))
    assert (version.happened, version.version) == ("Alvas text", 1)


@pytest.mark.parametrize("path", [month("2026-10"), edit(text="2026-10")])
def test_a_text_that_comes_after_the_month_was_locked_is_kept(client, coordinator, participations, path):
    response = client.post(path, whole(happened="Kom för sent") | short(happened="Kom för sent"))
    text = response.content.decode()
    assert "Månaden är låst. Be MÄN låsa upp den." in text
    assert ">\nKom för sent</textarea>" in text
    assert CheckIn.objects.filter(number__gt=0).count() == 0


def test_a_locked_month_is_read_with_its_versions(client, coordinator, participations):
    steps = [{"number": 1, "title": "Initiera samverkan", "status": "ongoing"}]
    CheckInVersion.objects.update(internal_note="Bara för oss", steps=steps)
    response = client.get(edit(text="2026-10"))
    text = response.content.decode()
    assert "Oktober låstes den 13 november." in text
    assert "Styrgruppen är utsedd. Mer." in text
    assert "Bara för oss" in text
    assert "<dt>1. Initiera samverkan</dt><dd>Pågår</dd>" in text
    assert "<textarea" not in text
    assert client.post(edit(text="2026-10"), whole()).status_code == 200
    assert CheckInVersion.objects.filter(check_in__expected__month=date(2026, 10, 1)).count() == 3


def test_a_conflict_names_every_kind_of_answer_in_words(client, coordinator, participations):
    tid = Obstacle.objects.get(name="Tid")
    theirs = {
        "progress": "stuck",
        "nothing_new": "on",
        "happened": "",
        "step_1": "done",
        "obstacles": [tid.pk],
        "agreed_1_text": "Ring",
        "agreed_1_due_on": "2026-12-03",
        "contact_kind": "call",
        "internal_note": "Ring igen",
    }
    client.post(edit(), whole(**theirs))
    response = client.post(edit(), whole(agreed_1_text=""))
    text = response.content.decode()
    assert response.status_code == 409
    assert set(response.context["form"].conflicting) == {
        "progress",
        "happened",
        "nothing_new",
        "agreed",
        "contact_kind",
        "internal_note",
        "steps",
        "obstacles",
    }
    words = (
        "Har fastnat",
        "1. Initiera samverkan: Klart",
        ">Ja<",
        ">Nej<",
        ">(tomt)<",
        "Ring (Kommunen, senast den 3 december)",
    )
    assert [word in text for word in words] == [True] * len(words)


def test_a_pause_that_begins_while_one_writes_closes_the_month(client, coordinator, participations):
    assert client.get(edit()).status_code == 200
    factories.make_pause(participations[0], date(2026, 11, 30))
    assert client.post(edit(), whole()).status_code == 404
    assert client.post(month(), short()).status_code == 404


def test_check_in_month_refuses_a_row_that_is_not_there(client, coordinator, participations):
    assert client.post(month(), short("gavle")).status_code == 404
    assert client.post(month(), {}).status_code == 404
