"""Exports hold no secret of others: the strings of ``test_canaries``, in every format."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from reports.building import build_exports
from reports.models import Export
from tests.access.roles import ask
from tests.access.scene import build_scene
from tests.test_canaries import READERS, canaries

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
BOARDS = {"coordinator": "vasternorrland", "coordinator_elsewhere": "gavleborg", "staff": "vasternorrland"}


@pytest.fixture
def scene():
    return build_scene()


def text_of(name, content):
    """Return the text of a file and of the files inside it; of an attachment only its name."""
    if name.startswith("bilagor/"):
        return name
    if name.endswith(".pdf"):
        # A canary may be broken at a hyphen where the line ends.
        found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        return found.replace("-\n", "-").replace("\n", "")
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(value) for sheet in book for row in sheet.values for value in row if value)
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(text_of(each, archive.read(each)) for each in archive.namelist())
    return content.decode()


def downloads(scene, role):
    """Yield every export that the role can get, as the text of its file."""
    month, last = scene.places["month"], scene.places["last_month"]
    slug = "bollnas" if role == "coordinator_elsewhere" else "harnosand"
    county = f"?lan={BOARDS[role]}"
    asked = [
        (reverse("reports:month_report", kwargs={"month": each}) + county, {"format": format_})
        for each in (month["month"], last["month"])
        for format_ in ("xlsx", "pdf", "zip")
    ]
    asked.append((reverse("reports:period_report") + county, {"format": "xlsx"}))
    asked.append((reverse("reports:followup_charts") + county, {"format": "xlsx"}))
    asked.append((reverse("reports:check_in_export", kwargs=last | {"slug": slug}), {}))
    for url, data in asked:
        response = ask(scene, role, "POST", url, data)
        assert response.status_code == 200
        yield url, text_of(response.headers["Content-Disposition"].split('"')[1], response.body)


def made_by_worker(scene, role):
    """Yield the exports that a worker makes."""
    slug = "bollnas" if role == "coordinator_elsewhere" else "harnosand"
    county = f"?lan={BOARDS[role]}"
    for url, data in (
        (reverse("reports:municipality_export", kwargs={"slug": slug}), {}),
        (reverse("reports:period_report") + county, {"format": "pdf"}),
    ):
        assert ask(scene, role, "POST", url, data).status_code == 302
        assert build_exports(at=timezone.now()) == 1
        export = Export.objects.latest("pk")
        with export.file.open("rb") as stored:
            yield url, text_of(export.name, stored.read())


@pytest.mark.parametrize("role", BOARDS)
def test_no_file_holds_what_its_reader_may_not_read(scene, role):
    met, seen = {}, set()
    for url, text in [*downloads(scene, role), *made_by_worker(scene, role)]:
        seen |= canaries(text)
        for name in canaries(text):
            if role not in READERS[name] or "draft" in name or "internal" in name:
                met.setdefault(name, []).append(url)
    assert met == {}
    own = "other_check_in" if role == "coordinator_elsewhere" else "check_in"
    assert {f"{own}-done-happened", f"{own}-agreed", f"{own}-done-obstacle"} <= seen
