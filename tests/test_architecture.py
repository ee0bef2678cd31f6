"""House rules that a machine can check, besides ruff, mypy and the import contracts."""

import ast
import re
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import PROTECT, ForeignKey, OneToOneField
from django.urls import URLPattern, URLResolver, get_resolver

from tests import rooms

ROOT = Path(settings.BASE_DIR)
APPS = tuple(settings.OUR_APPS)
OURS = (*APPS, "config", "tests")
MOST_LINES = 400
MOST_VIEW_LINES = 15
MOST_FOLLOWUPS_LINES = 7000
WITHOUT_FLOORS = {"demo", "ui", "calendars"}
# Pages that a lower room could hold, and what they join: nothing can be imported from the homes.
JOINED_AT_HOME = {
    "homes.pages.county": "the month, support, enquiries and the follow-up's table",
    "homes.pages.municipality": "check-ins beside the group, its homework, mandate and support",
    "homes.pages.municipality_own": "the public part of the check-ins beside support and the people to call",
    "homes.pages.overview": "what waits in every room",
}
BASE_TEMPLATE_LINES = 80
QUESTION_WORD = re.compile(r"(What|Whether|Whoever|Whose|Whom|Who|How|That|Those|Where|When|Which)\b")
# Views whose name, address and template are Django's, allauth's or the whole portal's own.
PORTAL_VIEWS = "config.views"


def ours(pattern: str) -> list[Path]:
    return sorted(
        path
        for folder in (*OURS, "templates")
        for path in (ROOT / folder).rglob(pattern)
        if "migrations" not in path.parts and "vendor" not in path.parts
    )


@pytest.mark.parametrize("path", ours("*.py") + ours("*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_docstrings_begin_with_what_is_promised() -> None:
    """Ruff asks functions for an imperative (D401); a property, class or module begins with a noun."""
    found = [
        docstring
        for path in ours("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and QUESTION_WORD.match(docstring := ast.get_docstring(node) or "")
    ]
    assert found == []


def test_base_template_is_small() -> None:
    assert len((ROOT / "templates/base.html").read_text().splitlines()) <= BASE_TEMPLATE_LINES


@cache
def views_of(path: Path) -> dict[str, ast.FunctionDef]:
    """Return the functions of a module whose first argument is the request."""
    tree = ast.parse(path.read_text())
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request"
    }


def view_files() -> list[Path]:
    return [path for path in ours("*.py") if path.parent.name == "views" or path.name == "views.py"]


def body_lines(node: ast.FunctionDef) -> int:
    first = node.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = node.body[1:] if has_docstring else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_views_are_short() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}": body_lines(node)
        for path in view_files()
        for name, node in views_of(path).items()
        if body_lines(node) > MOST_VIEW_LINES
    }
    assert long == {}


def test_views_ask_no_orm_questions_of_their_own() -> None:
    asked = re.compile(r"\.(filter|exclude|annotate|aggregate|extra|raw)\(")
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in view_files()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if asked.search(line)
    }
    assert found == set()


def patterns(resolver: URLResolver, namespace: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                found += patterns(entry, entry.namespace or namespace)
        else:
            found.append((namespace, entry))
    return found


def test_one_name_per_page() -> None:
    """A page's view, its URL name and its template bear one name; plain form pages share a template."""
    wrong = []
    for namespace, pattern in patterns(get_resolver()):
        module, name = pattern.callback.__module__, pattern.callback.__name__
        if module.split(".")[0] not in APPS or namespace not in APPS:
            continue
        if pattern.name != name or not module.startswith(f"{namespace}.views"):
            wrong.append((namespace, pattern.name, f"{module}.{name}"))
    assert wrong == []


@pytest.mark.parametrize("path", ours("*.html") + sorted((ROOT / "templates").rglob("*.txt")), ids=str)
def test_templates_hold_no_inline_script_style_or_unsafe_text(path: Path) -> None:
    text = path.read_text()
    assert not re.search(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\sstyle=|\son\w+=", text
    )
    # From a thousand on, a number is written with a space: a key goes through stringformat.
    assert not re.search(r"\{\{ [\w.]*\.(pk|id) \}\}", text.replace("input.id }}", ""))
    # Django writes help texts itself, some of them as HTML lists.
    assert "|safe" not in text.replace("help_text|safe", "")


def test_every_constraint_has_a_name_of_its_own_and_a_sentence() -> None:
    names = []
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            for constraint in model._meta.constraints:
                names.append(constraint.name)
                assert constraint.violation_error_message != constraint.default_violation_error_message
    assert len(names) == len(set(names)) > 20


def test_every_foreign_key_protects() -> None:
    loose = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.local_fields
        if isinstance(field, (ForeignKey, OneToOneField)) and field.remote_field.on_delete is not PROTECT
    ]
    assert loose == []


def test_nothing_speaks_of_signals_or_sends_mail_past_the_outbox() -> None:
    banned = re.compile(r"(?:post|pre)_save(?!\()|\.delay\(|apply_async|on_commit\(|send_mail\(")
    found = {
        f"{path.relative_to(ROOT)}"
        for path in ours("*.py")
        if path.parts[len(ROOT.parts)] in APPS and banned.search(path.read_text())
    }
    assert found == {"accounts/adapter.py"}  # allauth's own mails leave in the request


def test_import_contracts_name_every_app() -> None:
    """The import contracts hold the one list of our apps; apps of one layer stand on a line with a bar."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors, rooms = lint["contracts"][:2]
    layers = [name.strip() for layer in floors["layers"] for name in layer.split("|")]
    assert layers == ["config", *APPS]
    assert lint["root_packages"] == ["config", *APPS]
    assert rooms["containers"] == [app for app in APPS if app not in WITHOUT_FLOORS]


@cache
def imports() -> dict[str, set[str]]:
    """Return the imports of each of our modules, those inside functions too."""
    graph = grimp.build_graph("config", *APPS, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_the_picture_of_the_rooms_is_true() -> None:
    assert rooms.picture() in rooms.PAGE.read_text(), "make rooms"


def test_no_circle_of_files() -> None:
    TopologicalSorter(imports()).prepare()  # raises CycleError, which names the circle


def lowest_room(page: str, seen: frozenset[str] = frozenset()) -> int:
    """Return the floor of the lowest app that sees all that a page module shows; 0 is the top."""
    app = page.split(".", maxsplit=1)[0]
    floors = []
    for module in imports()[page] - seen:
        if module.startswith(f"{app}.pages."):
            floors.append(lowest_room(module, seen | {page}))
        else:
            floors.append(APPS.index(module.split(".")[0]))
    return min(floors, default=len(APPS))


PAGES = sorted(module for module in imports() if re.fullmatch(r"\w+\.pages\.\w+", module))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_stands_in_the_lowest_room_that_sees_all_it_shows(page: str) -> None:
    app, lowest = page.split(".", maxsplit=1)[0], APPS[lowest_room(page)]
    assert lowest == app or page in JOINED_AT_HOME, f"{page} could stand in {lowest}"


def test_no_room_is_an_attic() -> None:
    lines = {
        app: sum(
            len(path.read_text().splitlines()) for path in ours("*.py") if path.parts[len(ROOT.parts)] == app
        )
        for app in ("config", *APPS)
    }
    assert max(lines.values()) <= sum(lines.values()) / 4
    assert lines["followups"] <= MOST_FOLLOWUPS_LINES


def test_packages_hand_nothing_on() -> None:
    """Import from the module that has it. Django itself asks for the packages of models and admin classes."""
    lists = [
        str(path.relative_to(ROOT))
        for path in ours("__init__.py")
        if path.parent.name not in {"models", "admin"} and "import" in path.read_text()
    ]
    assert lists == []


def test_every_folder_with_code_is_an_app_in_the_list() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders == {"config", *APPS}


def test_migrations_have_names() -> None:
    unnamed = [path.name for app in APPS for path in (ROOT / app / "migrations").glob("*_auto_*.py")]
    assert unnamed == []
