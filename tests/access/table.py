"""The table of pages as rows, and where in the scene each address leads."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from tests.access.admin_pages import DEEDS, MODELS, OTHERS, OUTSIDERS
from tests.access.pages import PAGES
from tests.access.roles import ROLES

BARE = "{}/{}/<path:object_id>/"


# Pages that learn from the query string what they are about.
QUERIES = {"followups:commitment_new": {"kommun": "harnosand"}}


@dataclass(frozen=True)
class Row:
    """One address about one thing, asked one way: what each role gets."""

    name: str
    about: str
    method: str
    cells: dict[str, str]

    def __str__(self):
        return f"{self.method} {self.name} {self.about}"

    @property
    def is_admin(self):
        return self.name.startswith("admin:")

    def roles_with(self, *cells):
        """Return the roles that get one of these."""
        return [role for role, cell in self.cells.items() if cell in cells]


def lines(text):
    """Return the lines of a table, split into words."""
    return [line.split() for line in text.strip().splitlines()]


def own_rows():
    """Yield the rows of our pages and allauth's."""
    for name, about, method, *cells in lines(PAGES):
        assert len(cells) == len(ROLES), f"{method} {name}: a role is missing"
        yield Row(name, about, method, dict(zip(ROLES, cells, strict=True)))


def admin_rows():
    """Yield the rows of the admin's pages; an address of a model is about one of its rows."""
    for label, method, *pairs in lines(MODELS):
        app, model = label.split(".")
        for deed, pair in zip(DEEDS, pairs, strict=True):
            name = BARE.format(app, model) if deed == "bare" else f"{app}_{model}_{deed}"
            yield Row(f"admin:{name}", label, method, _inside(pair))
    for name, method, pair in lines(OTHERS):
        yield Row(name, "-", method, _inside(pair))


def _inside(pair):
    staff, superuser = pair.split("/")
    cells = OUTSIDERS | {"staff": staff, "superuser": superuser}
    return {role: cells[role] for role in ROLES}


def all_rows():
    """Return the whole table."""
    return [*own_rows(), *admin_rows()]


def address(scene, row):
    """Return the address of the row in the scene."""
    if not row.is_admin:
        return reverse(row.name, kwargs=scene.places[row.about], query=QUERIES.get(row.name))
    if row.about == "-":
        return _other_admin_address(scene, row.name)
    deed = row.name.rpartition("_")[2]
    stem = f"admin:{row.about.replace('.', '_')}_"
    if deed in ("changelist", "add"):
        return reverse(stem + deed)
    bare = deed not in DEEDS
    url = reverse(stem + ("change" if bare else deed), args=[one_of(scene, row.about)])
    return url.removesuffix("change/") if bare else url


def one_of(scene, label):
    """Return the primary key of a row of this model; of people the member, whom staff may correct."""
    if label == "accounts.user":
        return scene.people["member"].pk
    return apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True)[0]


def _other_admin_address(scene, name):
    filled = {
        "admin:view_on_site": {"content_type_id": 0, "object_id": 0},
        "admin:app_list": {"app_label": "programmes"},
        "admin:accounts_user_change_email": {"pk": scene.people["member"].pk},
        "admin:accounts_user_change_rights": {"pk": scene.people["member"].pk},
        "admin:programmes_enquiry_note": {"pk": scene.enquiry.pk, "deed": "answered"},
    }
    if name == "admin:(?P<url>.*)$":
        return "/admin/finns/inte/"
    return reverse(name, kwargs=filled.get(name))


def registered():
    """Return the models in the admin."""
    return {model._meta.label_lower for model in admin.site._registry}
