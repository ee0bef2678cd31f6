"""A later save never undoes an earlier one: two pages of each form that several may open, saved in turn.

The first page saves one field, the second, which is older, another: both are kept. When both change the same
field the second gets 409, the stored value and its own, and may save once more.
"""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from audit.forms import RowForm, TrailForm
from followups.models import Obstacle
from participants.models import Attendance
from programmes.models import Material, ParticipationPause, Session
from support.models import DevelopmentArea, SupportCase
from tests import factories as make
from tests.access.crawl import Page
from tests.access.roles import ask, rolled_back
from tests.access.table import one_of
from tests.made_files import pdf
from tests.reading import as_read

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
LATER = "sedan du öppnade sidan"

# By model: what the first page changes, what the second changes elsewhere, what the second writes instead,
# and the word of the first that the second then reads.
ADMIN = {
    "accounts.user": ({"title": "Samordnare"}, {"phone": "060-12"}, {"title": "Chef"}, "Samordnare"),
    "followups.obstacle": ({"name": "Tid, råd"}, {"position": "77"}, {"name": "Väder"}, "Tid, råd"),
    "municipalities.coordinator": (
        {"ends_on": "2027-05-01"}, {}, {"ends_on": "2027-04-01"}, "1 maj 2027",
    ),
    "municipalities.countyboard": (
        {"contact_phone": "0611-1"}, {"contact_name": "Åsa Ek"}, {"contact_phone": "0611-2"}, "0611-1",
    ),
    "municipalities.municipality": ({"is_active": ""}, {}, {}, ""),
    "participants.enrolment": (
        {"department": "Skola"}, {"role": "steering_group"}, {"department": "IT"}, "Skola",
    ),
    "programmes.cohort": ({"name": "Norra"}, {"sessions_required": "5"}, {"name": "Södra"}, "Norra"),
    "programmes.homework": ({"minutes": "45"}, {"title": "Karta"}, {"minutes": "50"}, "45"),
    "programmes.lecturer": ({"topic": "Normer"}, {"organisation": "MÄN"}, {"topic": "Våld"}, "Normer"),
    "programmes.material": ({"title": "Ett"}, {}, {"title": "Två"}, "Ett"),
    "programmes.participation": ({"registry_number": "KS 1"}, {}, {"registry_number": "KS 2"}, "KS 1"),
    "programmes.processstep": ({"title": "Analys"}, {"description": "Ny"}, {"title": "Lära"}, "Analys"),
    "programmes.programme": ({"name": "Ettan"}, {"description": "Ny"}, {"name": "Tvåan"}, "Ettan"),
    "programmes.session": (
        {"preparation": "Läs kapitel 1.\nTa med kartan."}, {"agenda": "Kl. 9 samling"},
        {"preparation": "Läs inget."}, "Ta med kartan.",
    ),
    "support.developmentarea": ({"name": "Skola"}, {"position": "77"}, {"name": "Fritid"}, "Skola"),
    "support.supportoffer": ({"name": "Mallar"}, {"description": "Mer"}, {"name": "Råd"}, "Mallar"),
}  # fmt: skip
# Page, thing, role, then as above. Both pages may be one person's, which makes no difference.
PORTAL = [
    (
        "programmes:county_settings", "-", "coordinator",
        {"contact_phone": "0611-1"}, {"due_day": "12"}, {"contact_phone": "0611-2"}, "0611-1",
    ),
    (
        "programmes:county_settings", "-", "coordinator",
        {"months_off": ["7", "12"]}, {"contact_name": "Åsa"}, {"months_off": ["1"]}, "juli, december",
    ),
    (
        "account", "-", "member",
        {"title": "Samordnare"}, {"phone": "060-12"}, {"title": "Chef"}, "Samordnare",
    ),
    (
        "support:support_offer_edit", "offer", "coordinator",
        {"name": "Mallar"}, {"description": "Mer"}, {"name": "Råd"}, "Mallar",
    ),
    (
        "municipalities:coordinator_end", "coming_role", "coordinator",
        {"ends_on": "2027-05-01"}, {}, {"ends_on": "2027-04-01"}, "1 maj 2027",
    ),
    (
        "participants:mandate_end", "mandate", "coordinator",
        {"ends_on": "2027-05-01"}, {}, {"ends_on": "2027-04-01"}, "1 maj 2027",
    ),
]  # fmt: skip


def sent(scene, role, url, page, answers):
    """Send the form of a page that was opened before."""
    form = next(
        values
        for action, values in Page(page).forms
        if (not action or action.startswith(url)) and len(values) > 1
    )
    data = {name: value for name, value in (form | answers).items() if value != ""}
    return ask(scene, role, "POST", url, data)


def opened(scene, role, url):
    response = ask(scene, role, "GET", url)
    assert response.status_code == 200
    return response.body.decode()


def shown(page, url):
    """Return what the form of a page says now, without what its page carries."""
    form = next(values for action, values in Page(page).forms if not action and len(values) > 1)
    return {name: value for name, value in form.items() if "initial-" not in name and "csrf" not in name}


def in_turn(scene, role, url, first, elsewhere, instead, word):
    older = opened(scene, role, url)
    assert sent(scene, role, url, older, first).status_code == 302
    if elsewhere:
        assert sent(scene, role, url, older, elsewhere).status_code == 302
    now = shown(opened(scene, role, url), url)
    for name, value in (first | elsewhere).items():
        assert now.get(name, [""]) == (value if isinstance(value, list) else [value])
    if not instead:
        return
    refused = sent(scene, role, url, older, instead)
    text = as_read(refused.body.decode())
    assert refused.status_code == 409
    assert LATER in text
    assert word in text.split(LATER)[0][-300:]
    ((name, mine),) = instead.items()
    assert shown(refused.body.decode(), url)[name] == (mine if isinstance(mine, list) else [mine])
    assert shown(opened(scene, role, url), url) == now
    assert sent(scene, role, url, refused.body.decode(), {}).status_code == 302
    after = shown(opened(scene, role, url), url)
    assert after == now | {name: mine if isinstance(mine, list) else [mine]}


def test_every_form_of_the_admin_is_walked(rf):
    request = rf.get("/")
    request.user = make.make_user(is_staff=True, is_superuser=True)
    open_ones = {
        model._meta.label_lower
        for model, page in admin.site._registry.items()
        if page.has_change_permission(request) and issubclass(page.form, TrailForm)
    }
    assert set(ADMIN) == open_ones


@pytest.mark.parametrize(("label", "case"), ADMIN.items())
def test_two_pages_of_the_admin_keep_what_each_has_changed(scene, label, case):
    with rolled_back():
        url = reverse(f"admin:{label.replace('.', '_')}_change", args=[one_of(scene, label)])
        in_turn(scene, "superuser", url, *case)


@pytest.mark.parametrize("case", PORTAL, ids=lambda case: case[0])
def test_two_pages_of_the_portal_keep_what_each_has_changed(scene, case):
    name, about, role, *rest = case
    with rolled_back():
        in_turn(scene, role, reverse(name, kwargs=scene.places[about]), *rest)


def place(scene, name, about):
    return reverse(name, kwargs=scene.places[about])


def test_two_who_take_attendance_at_once_keep_both(scene):
    url = place(scene, "participants:attendance_edit", "session")
    one, other = Attendance.objects.filter(session=scene.session).order_by("pk")[:2]
    mine, yours = (f"status_{row.enrolment_id}" for row in (one, other))

    def statuses():
        return [Attendance.objects.get(pk=row.pk).status for row in (one, other)]

    with rolled_back():
        older = opened(scene, "staff", url)
        assert sent(scene, "staff", url, older, {mine: "absent"}).status_code == 302
        assert sent(scene, "staff", url, older, {yours: "partly"}).status_code == 302
        assert statuses() == ["absent", "partly"]

        refused = sent(scene, "staff", url, older, {mine: "excused"})

        assert (refused.status_code, statuses()) == (409, ["absent", "partly"])
        assert LATER in as_read(refused.body.decode())
        assert sent(scene, "staff", url, refused.body.decode(), {}).status_code == 302
        assert statuses() == ["excused", "partly"]
        assert len(opened(scene, "staff", url).encode()) < 60_000


def test_a_new_time_of_a_session_is_never_half_of_each(scene):
    url = place(scene, "participants:session_move", "coming")
    day = f"{scene.coming.starts_on + timedelta(days=7):%Y-%m-%d}"
    with rolled_back():
        older = opened(scene, "staff", url)
        assert sent(scene, "staff", url, older, {"starts_on": day}).status_code == 302

        refused = sent(scene, "staff", url, older, {"ends": "20:00"})

        assert refused.status_code == 409
        assert f"{timezone.localtime(Session.objects.get(pk=scene.coming.pk).ends_at):%H:%M}" != "20:00"
        assert sent(scene, "staff", url, refused.body.decode(), {}).status_code == 302
        now = Session.objects.get(pk=scene.coming.pk)
        assert f"{timezone.localtime(now.ends_at):%Y-%m-%d %H:%M}" == f"{day} 20:00"


def test_a_commitment_that_a_colleague_has_moved_is_looked_at_first(scene):
    url = place(scene, "followups:commitment_edit", "check_in_commitment")
    day = f"{scene.today + timedelta(days=20):%Y-%m-%d}"
    with rolled_back():
        older = opened(scene, "coordinator", url)
        moved = {"due_on": day, "word": "Semester"}
        assert sent(scene, "coordinator", url, older, moved).status_code == 302
        assert sent(scene, "coordinator", url, older, moved).status_code == 302  # pressed twice

        refused = sent(scene, "coordinator", url, older, {"state": "done", "word": "Klart"})

        text = as_read(refused.body.decode())
        assert (refused.status_code, text.count(LATER)) == (409, 4)  # at two fields, and in the summary
        assert "Semester" in text
        assert sent(scene, "coordinator", url, refused.body.decode(), {}).status_code == 302
        assert shown(opened(scene, "coordinator", url), url)["word"] == ["Klart"]


def test_an_outcome_of_support_is_not_written_over(scene):
    url = place(scene, "support:support_case", "given_case")
    with rolled_back():
        older = opened(scene, "coordinator", url)
        assert sent(scene, "coordinator", url, older, {"outcome": "yes", "text": "Mycket"}).status_code == 302

        refused = sent(scene, "coordinator", url, older, {"outcome": "no", "text": "Inte alls"})

        assert refused.status_code == 409
        assert "Mycket" in as_read(refused.body.decode())
        assert SupportCase.objects.get(pk=scene.given_case.pk).board_outcome == "yes"


def test_a_second_pause_on_the_same_days_is_refused_by_its_action(scene):
    url = place(scene, "programmes:participation_pause", "municipality")
    days = [f"{scene.today + timedelta(days=60 + more):%Y-%m-%d}" for more in (0, 20, 40)]
    with rolled_back():
        for starts_on, status in ((days[0], 302), (days[1], 200)):
            told = {"told": f"{starts_on}/{days[2]}"}
            answers = {"starts_on": starts_on, "ends_on": days[2], "reason": "Val"}
            assert ask(scene, "coordinator", "POST", url, answers | told).status_code == status


def test_a_pause_is_not_written_beside_one_that_its_writer_has_not_seen(scene):
    url = place(scene, "programmes:participation_pause", "municipality")
    days = [f"{scene.today + timedelta(days=60 + more):%Y-%m-%d}" for more in (0, 20, 40, 60)]
    first, second = (
        {"starts_on": starts, "ends_on": ends, "reason": reason, "told": f"{starts}/{ends}"}
        for starts, ends, reason in ((*days[:2], "Val"), (*days[2:], "Flytt"))
    )

    def begun():
        found = ParticipationPause.objects.filter(reason__in=["Val", "Flytt"]).order_by("starts_on")
        return [f"{pause.starts_on}" for pause in found]

    with rolled_back():
        older = opened(scene, "coordinator", url)
        assert sent(scene, "coordinator", url, older, first).status_code == 302
        assert sent(scene, "coordinator", url, older, first).status_code == 302  # pressed twice

        refused = sent(scene, "coordinator", url, older, second)

        text = as_read(refused.body.decode())
        assert (refused.status_code, begun()) == (409, [days[0]])
        assert LATER in text
        assert "ändrats till ”Val”" in text
        assert shown(refused.body.decode(), url)["reason"] == ["Flytt"]
        assert sent(scene, "coordinator", url, refused.body.decode(), {}).status_code == 302
        assert begun() == [days[0], days[2]]


@pytest.mark.parametrize("model", [Obstacle, DevelopmentArea])
def test_two_open_lists_keep_what_each_has_changed(scene, model):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    save = {"_save": "Spara"}
    with rolled_back(), zeal_ignore():  # a list of forms reads each of its rows
        older = opened(scene, "superuser", url)
        row = model.objects.get(pk=shown(older, url)["form-0-id"][0])
        assert sent(scene, "superuser", url, older, save | {"form-0-position": "71"}).status_code == 302
        assert sent(scene, "superuser", url, older, save | {"form-0-is_active": ""}).status_code == 302
        row.refresh_from_db()
        assert (row.position, row.is_active) == (71, False)

        refused = sent(scene, "superuser", url, older, save | {"form-0-position": "72"})

        row.refresh_from_db()
        assert (refused.status_code, row.position) == (409, 71)
        assert LATER in as_read(refused.body.decode())


def test_a_new_file_does_not_take_the_place_of_a_colleagues(scene):
    url = reverse("admin:programmes_material_change", args=[scene.material.pk])
    with rolled_back():
        older = opened(scene, "superuser", url)
        for name, status in (("ett.pdf", 302), ("tva.pdf", 409)):
            file = SimpleUploadedFile(name, pdf(name))
            response = sent(scene, "superuser", url, older, {"file": file, "url": ""})
            assert response.status_code == status

        text = as_read(response.body.decode())
        assert "Det här har ändrats till ”ett.pdf” sedan du öppnade sidan. Välj din fil igen" in text
        assert Material.objects.get(pk=scene.material.pk).file_name == "ett.pdf"


def test_what_the_page_does_not_say_is_compared_with_what_is_stored(scene):
    url = reverse("admin:programmes_lecturer_change", args=[one_of(scene, "programmes.lecturer")])
    with rolled_back():
        form = shown(opened(scene, "superuser", url), url)
        assert ask(scene, "superuser", "POST", url, form | {"topic": "Normer"}).status_code == 302
        refused = ask(scene, "superuser", "POST", url, form | {"name": ""})

        assert refused.status_code == 200
        assert Page(refused.body.decode()).forms  # the page now carries what is stored, not what was sent
        carried = next(
            values for _to, values in Page(refused.body.decode()).forms if "initial-name" in values
        )
        assert carried["initial-name"] == form["name"]


def test_rows_below_a_form_compare_too(rf):
    request = rf.get("/")
    request.user = make.make_user(is_staff=True, is_superuser=True)
    for page in admin.site._registry.values():
        if issubclass(page.form, TrailForm):
            for formset, _inline in page.get_formsets_with_inlines(request):
                assert issubclass(formset.form, RowForm)
