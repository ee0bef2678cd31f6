"""Pages that belong to no app: for everybody, in two languages, with the same headers on every answer."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from config.middleware import MAX_BODY_BYTES
from config.urls import handler500  # noqa: F401 -- read by the override below
from config.urls import urlpatterns as real_urls
from tests.factories import make_coordinator, make_enrolment, make_staff, make_user

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/hjalp/", "/tillganglighet/", "/personuppgifter/", "/en/hjalp/", "/en/tillganglighet/"]


@login_not_required
def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [path("broken/", broken), *real_urls]


@pytest.fixture
def lenient():
    """Browse as a server answers, errors included."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_a_heading_a_title_and_a_way_past_the_menu(client, address):
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert '<a class="skip" href="#content">' in html
    assert '<main id="content"' in html
    assert "– Portalen</title>" in html
    assert "style=" not in html
    assert "<script>" not in html


def test_pages_speak_the_language_of_their_address(client):
    assertContains(client.get("/hjalp/"), '<html lang="sv"')
    assertContains(
        client.get("/hjalp/"), '<a href="/en/hjalp/" lang="en" hreflang="en">English</a>', html=True
    )
    assertContains(client.get("/en/hjalp/"), '<html lang="en"')
    assertContains(
        client.get("/en/hjalp/"), '<a href="/hjalp/" lang="sv" hreflang="sv">Svenska</a>', html=True
    )


def test_language_of_the_browser_does_not_change_the_address(client):
    assertContains(client.get("/hjalp/", headers={"accept-language": "en"}), '<html lang="sv"')


@pytest.mark.parametrize(
    ("make", "home"),
    [(make_staff, "/oversikt/"), (lambda: make_coordinator().user, "/mitt-lan/"),
     (lambda: make_enrolment().user, "/min-sida/"), (make_user, "/mitt-konto/")],
)  # fmt: skip
def test_home_leads_each_role_to_its_own_page(client, make, home):
    client.force_login(make())
    assertRedirects(client.get("/"), home, fetch_redirect_response=False)


def test_logged_in_person_logs_out_by_post_from_every_page(client):
    client.force_login(make_user())
    assertContains(client.get("/hjalp/"), '<form method="post" action="/logga-ut/">')
    assertNotContains(Client().get("/hjalp/"), "/logga-ut/")


def test_banner_stands_on_every_page_of_a_demo_only(client, settings):
    assertNotContains(client.get("/hjalp/"), "Exempeldata")
    settings.DEMO = True
    assertContains(client.get("/hjalp/"), "Exempeldata – personer, texter och datum är påhittade.")
    assertContains(client.get("/hjalp/"), '<a href="/demo/mejl/">Läs mejlen</a>', html=True)


def headers_of(answer):
    wanted = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    return [answer.headers.get(name) for name in wanted]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/hjalp/", 200), ("/finns-inte/", 404), ("/mitt-konto/", 302), ("/broken/", 500), ("/health/live", 200),
     ("/admin/login/", 302), ("/hjalp", 301)],
)  # fmt: skip
def test_every_answer_carries_the_same_strict_headers(lenient, address, status):
    answer = lenient.get(address)
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers_of(answer) == ["DENY", "nosniff", "same-origin", "same-origin"]


def test_404_helps_on(client):
    answer = client.get("/finns-inte/")
    assertContains(answer, "Sidan finns inte", status_code=404)
    assertContains(answer, "Det du skrev finns kvar på den här enheten", status_code=404)
    assertContains(answer, '<a class="btn" href="/">Gå till startsidan</a>', status_code=404, html=True)


@pytest.mark.urls(__name__)
def test_500_needs_neither_database_nor_session(lenient, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = lenient.get("/broken/")
    assertContains(answer, "Något gick fel hos oss", status_code=500)
    assertContains(answer, "utbildning@mfj.se", status_code=500)


def test_too_large_body_is_refused_before_it_is_read(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the row of the security log
        answer = client.post("/hjalp/", CONTENT_LENGTH=str(MAX_BODY_BYTES + 1))
    assertContains(answer, "Filerna är för stora", status_code=413)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.post("/hjalp/", CONTENT_LENGTH="abc").status_code != 413


def test_redirect_to_https_carries_the_policy_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/hjalp/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/hjalp/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert headers_of(answer) == ["DENY", "nosniff", "same-origin", "same-origin"]


@pytest.mark.django_db
def test_cookie_with_a_nul_is_no_cookie(client):
    answer = client.get("/mitt-konto/", headers={"cookie": r'sessionid="abcdefgh\000"; language="\000"'})
    assert answer.status_code == 302


def test_form_from_elsewhere_gets_advice(client):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    answer = strict.post("/logga-ut/")
    assertContains(answer, "Formuläret skickades inte", status_code=403)
    assertContains(answer, "Ladda om sidan", status_code=403)
    assert "sessionid" in strict.cookies


def test_suspicious_request_gets_400(lenient):
    answer = lenient.get("/hjalp/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Sidan gick inte att öppna" in answer.content.decode()
    assert "mailto:utbildning@mfj.se" in answer.content.decode()


@pytest.mark.parametrize("page", ["/hjalp/", "/tillganglighet/", "/personuppgifter/", "/health/live"])
def test_pages_that_only_show_take_no_post(client, page):
    assert client.post(page).status_code == 405


def test_accessibility_statement_says_what_the_law_asks_for(client):
    html = client.get("/tillganglighet/").content.decode()
    for part in ("MÄN ansvarar för", "delvis förenlig", "Kända brister", "Så har vi testat",
                 "22 november 2026", "mailto:utbildning@mfj.se", "oskäligt betungande"):  # fmt: skip
        assert part in html


def test_style_of_every_page_keeps_its_budget():
    static = settings.BASE_DIR / "static"
    assert (static / "css/portal.css").stat().st_size <= 15 * 1024


def test_scripts_of_each_page_keep_their_budget_together():
    folder = settings.BASE_DIR / "templates"
    base, *_rest = loaded = {
        path: scripts_of(path) for path in [folder / "base.html", *folder.rglob("*.html")]
    }
    named = {name for names in loaded.values() for name in names}
    assert named == {path.name for path in (settings.BASE_DIR / "static/js").iterdir()}
    sizes = {path.name: sum(map(size_of, names | loaded[base])) for path, names in loaded.items()}
    assert {name: size for name, size in sizes.items() if size > 8 * 1024} == {}


def scripts_of(template):
    return set(re.findall(r"'js/([\w.-]+)'", template.read_text(encoding="utf-8")))


def size_of(script):
    """Return how many bytes are sent for it."""
    return len(gzip.compress((settings.BASE_DIR / "static/js" / script).read_bytes()))


def write_mail(folder, name, subject="Din kod", body="Logga in: http://testserver/logga-in/"):
    folder.mkdir(exist_ok=True)
    sent = datetime(2026, 11, 22, 9, 15, tzinfo=UTC).strftime("%a, %d %b %Y %H:%M:%S %z")
    text = f"From: a@example.org\nTo: karin@example.org\nSubject: {subject}\nDate: {sent}\n"
    (folder / name).write_text(
        text + f"Content-Type: text/plain; charset=utf-8\n\n{body}\n", encoding="utf-8"
    )


@pytest.fixture
def demo_mail_folder(settings, tmp_path):
    """Give an empty folder for the mail of a demo."""
    settings.DEMO, settings.DEMO_MAIL = True, tmp_path / "mail"
    return settings.DEMO_MAIL


def test_demo_mail_is_listed_newest_first(client, demo_mail_folder):
    assertContains(client.get("/demo/mejl/"), "Inga mejl än.")
    write_mail(demo_mail_folder, "20261121-091500-000001-a.eml", subject="Den gamla")
    write_mail(demo_mail_folder, "20261122-091500-000001-a.eml", subject="Den nya")
    html = client.get("/demo/mejl/").content.decode()
    assert html.index("Den nya") < html.index("Den gamla")
    assert "Till karin@example.org" in html
    assert "22 november 2026 kl. 10.15" in html


def test_demo_mail_has_links_that_work_and_no_markup_of_its_own(client, demo_mail_folder):
    write_mail(demo_mail_folder, "a.eml", body="Hej <b>Karin</b>: http://testserver/mitt-lan/")
    answer = client.get("/demo/mejl/a.eml/")
    assertContains(answer, "Hej &lt;b&gt;Karin&lt;/b&gt;")
    assertContains(answer, 'href="http://testserver/mitt-lan/"')


@pytest.mark.parametrize("name", ["b.eml", "..", "..%2Fportal.sqlite3", "%2e%2e%2fa.eml"])
def test_demo_mail_never_leads_out_of_its_folder(client, demo_mail_folder, name):
    write_mail(demo_mail_folder, "a.eml")
    write_mail(demo_mail_folder.parent, "a.eml")
    assert client.get(f"/demo/mejl/{name}/").status_code == 404


def test_outside_a_demo_there_is_no_mail_to_read(client, settings, tmp_path):
    settings.DEMO_MAIL = tmp_path
    write_mail(tmp_path, "a.eml")
    assert client.get("/demo/mejl/").status_code == 404
    assert client.get("/demo/mejl/a.eml/").status_code == 404
