"""Every page of ours in a real browser: axe finds nothing, nothing is too wide, the keyboard reaches all."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from accounts.models import User
from demo.build import build
from tests.browser.pages import SEEN_ELSEWHERE, visits
from tests.browser.session import log_in

pytestmark = pytest.mark.django_db(transaction=True)

# A page is opened on a phone and on a computer, and there looked at in these widths and schemes.
LOOKS = {390: [(390, "light"), (390, "dark")], 1280: [(1280, "light")]}
NARROWEST = 320  # what a page of 1280 px is at 400 %; there it has to fit
PAPER = (658, 986)  # A4 within its margins, upright and lying
HEIGHT = 800
PARTS = 3  # for two workers
MOST_STOPS = 150
OURS = {*settings.OUR_APPS, "config"}
# What the focused element looks like to somebody who cannot use a mouse.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shown = element.closest('.choice') || element;
  const styles = [getComputedStyle(element), getComputedStyle(shown)];
  const outline = Math.max(...styles.map(s => s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth)));
  const box = (element.getClientRects()[0] || shown.getBoundingClientRect());
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint(x, y);
  const labelled = hit && hit.closest('label')?.control === element;
  const seen = !!hit && (shown.contains(hit) || hit.contains(element) || labelled);
  return {
    name: [element.tagName, element.id, element.className, element.textContent.trim().slice(0, 30)].join(' '),
    outline, seen, inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""
# The widest thing on the page that is shown, and how far it reaches beyond the right edge.
TOO_WIDE = """() => {
  const shown = [...document.querySelectorAll('main *')].filter(one => one.checkVisibility());
  const beyond = one => one.getBoundingClientRect().right - innerWidth;
  const widest = shown.reduce((most, one) => beyond(one) > beyond(most) ? one : most);
  const name = [widest.tagName, widest.className, widest.textContent.trim().slice(0, 30)].join(' ');
  return [Math.ceil(beyond(widest)), name];
}"""
LINK = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzM4ZTg0ZjYtMjA5OC00YzE2LWE5ZTItZjQ1ZDU2Nzg5MGFi"
    "%40thread.v2/0?context=%7b%22Tid%22%3a%2211111111-2222-3333-4444-555555555555%22%7d"
)


@pytest.fixture
def demo():
    """The demo scenario around today with an address in each text, and who opens what in it."""
    today = timezone.localdate()
    build(today=today)
    for app in settings.OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            _add_link(model)
    return visits(today)


def _add_link(model):
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.TextField):
            written = model._base_manager.exclude(**{field.name: ""})
            written.update(**{field.name: Concat(field.name, Value(f"\n{LINK}"))})


def each_page(new_page, demo, part, **options):
    """Open a share of all pages, each as who sees it; the pages of a person stand in one window."""
    every = [(visit.email, path) for visit in demo for path in visit.paths]
    windows = {}
    for email, path in sorted(every[part::PARTS]):
        if email not in windows:
            windows[email] = new_page(**options)
            if email:
                log_in(windows[email], User.objects.get(email=email))
        page = windows[email]
        answer = page.goto(path)
        assert answer.status == (404 if "finns-inte" in path else 200), (email, path)
        yield f"{email} {path}", page


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", LOOKS)
def test_pages_can_be_read_and_reached_by_keyboard(new_page, demo, axe, console_errors, width, part):
    findings = {}
    for name, page in each_page(new_page, demo, part, viewport={"width": width, "height": HEIGHT}):
        found = _tab_through(page)
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        for look in LOOKS[width]:
            found += [f"{look}: {finding}" for finding in _findings(page, axe, *look)]
        found += _cut_on_paper(page) if width > max(PAPER) else _too_wide(page, NARROWEST)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        if found:
            findings[name] = found
    console_errors[:] = [
        error for error in console_errors if "404" not in error
    ]  # the page that is not there
    assert findings == {}


def _findings(page, axe, width, scheme):
    """Ask axe about an open page in another width or scheme, and whether it fits."""
    page.emulate_media(color_scheme=scheme)
    return _too_wide(page, width) + axe(page)


def _too_wide(page, width):
    page.set_viewport_size({"width": width, "height": HEIGHT})
    extra = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{extra} px too wide at {width} px"] if extra > 0 else []


def _cut_on_paper(page):
    """Name the paper that is too narrow for the page, and a page whose sheets would not say what they are."""
    found = [] if page.locator("html").get_attribute("data-paper") else ["its sheets have no name"]
    page.emulate_media(media="print", color_scheme="light")
    for width in PAPER:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        extra, widest = page.evaluate(TOO_WIDE)
        found += [f"{extra} px cut on paper of {width} px: {widest}"] if extra > 0 else []
    page.emulate_media(media="screen")
    return found


def _tab_through(page):
    wrong, stops = [], 0
    page.evaluate("document.activeElement.blur()")
    while stops < MOST_STOPS:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        stops += 1
        if focus["outline"] < 2 or not focus["inside"] or not focus["seen"]:
            wrong.append(focus)
    if stops in {0, MOST_STOPS}:
        wrong.append(f"{stops} stops")
    return wrong


def test_every_page_of_ours_is_looked_at(demo):
    seen = set(SEEN_ELSEWHERE)
    for visit in demo:
        for path in visit.paths:
            try:
                seen.add(resolve(path.split("?")[0]).url_name)
            except Resolver404:
                assert "finns-inte" in path or path.startswith("/en/")
    assert _page_names(get_resolver()) - seen == set()


def _page_names(resolver):
    names = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            names |= _page_names(entry)
        elif isinstance(entry, URLPattern):
            module = entry.callback.__module__.split(".")[0]
            is_file = entry.name in {
                "stored_file", "stored_picture", "material_file", "health_live", "health_ready"
            }  # fmt: skip
            if module in OURS and not is_file and not (entry.name or "").startswith(("account_", "mfa_")):
                names.add(entry.name)
    return names
