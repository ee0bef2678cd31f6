"""``make pictures`` takes the README's pictures. No test run collects this file by itself."""

from pathlib import Path

import pytest

from demo import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]

IMAGES = Path(__file__).parents[2] / "docs" / "images"
HEIGHT = 1180
PICTURES = {
    "month": (people.ALVA.email, "/avstamningar/2026-11/", 1100),
    "participant": (people.VASTERNORRLAND[0].email, "/min-sida/", 390),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture(window, settings, name):
    settings.DEMO = True  # with the banner
    email, path, width = PICTURES[name]
    page = window(email, path, viewport={"width": width, "height": HEIGHT})
    page.screenshot(path=IMAGES / f"{name}.png")
