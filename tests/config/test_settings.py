"""Production starts only with what it needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from manage import default_mode

PROJECT = Path(__file__).resolve().parents[2]
NEEDED = {
    "SECRET_KEY": "long-and-random" * 5,
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, ""),
        ({"SECRET_KEY": ""}, "SECRET_KEY is long and random."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS names exact hosts"),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS names exact hosts"),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL starts with https://."),
        ({"SITE_URL": ""}, "SITE_URL starts with https://."),
        ({"PORTAL_MODE": "debug"}, "PORTAL_MODE is production, demo, development or test."),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(tmp_path, given, sentence):
    environment = os.environ | {"PORTAL_MODE": "production", "PORTAL_VAR": str(tmp_path)} | NEEDED | given
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (started.returncode == 0) is (not sentence)
    assert sentence in started.stderr


@pytest.mark.parametrize(
    ("mode", "database"),
    [
        ("", "left.sqlite3"),
        ("production", "left.sqlite3"),
        ("demo", "portal.sqlite3"),
        ("development", "portal.sqlite3"),
    ],
)
def test_demo_keeps_off_what_the_env_file_names(tmp_path, mode, database):
    (tmp_path / "config").mkdir()
    shutil.copy(PROJECT / "config" / "settings.py", tmp_path / "config")
    lines = [f"{name}={value}" for name, value in NEEDED.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, "DATABASE_URL=sqlite:////tmp/left.sqlite3", ""]))
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DATABASES['default']['NAME'])"],
        cwd=tmp_path,
        env=kept | ({"PORTAL_MODE": mode} if mode else {}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(started.stdout.strip()).name == database


@pytest.mark.parametrize(
    ("files", "environment", "mode"),
    [
        ([".git"], {}, "development"),
        ([], {}, "production"),
        ([".git", ".env"], {}, "production"),
        ([".git"], {"SECRET_KEY": "x"}, "production"),
        ([".git"], {"DATABASE_URL": "postgres://portal@/portal"}, "production"),
    ],
)
def test_command_line_means_development_in_a_checkout_without_settings(tmp_path, files, environment, mode):
    for name in files:
        (tmp_path / name).touch()
    assert default_mode(tmp_path, environment) == mode


@pytest.fixture
def checkout(tmp_path):
    """Give a folder with the portal's code in it, where nothing was set up."""
    for each in PROJECT.iterdir():
        if not each.name.startswith(".") and each.name not in {"manage.py", "var"}:
            (tmp_path / each.name).symlink_to(each)
    shutil.copy(PROJECT / "manage.py", tmp_path)
    return tmp_path


def run_bare(checkout):
    """Run Django's command line with nothing in the environment; give what it says about itself."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    return subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "--no-imports",
            "-c",
            "from django.conf import settings; print(settings.PORTAL_MODE, settings.DEBUG, settings.DEMO)",
        ],
        cwd=checkout,
        env=kept | {"PORTAL_VAR": str(checkout / "var")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bare_command_in_a_checkout_is_a_demo_with_debug(checkout):
    (checkout / ".git").mkdir()
    assert run_bare(checkout).stdout == "development True True\n"


def test_bare_command_elsewhere_refuses_to_start(checkout):
    started = run_bare(checkout)
    assert started.returncode == 1
    assert "Set the SECRET_KEY environment variable" in started.stderr


def test_example_names_every_setting():
    source = (PROJECT / "config" / "settings.py").read_text()
    example = (PROJECT / ".env.example").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\("([A-Z_]+)"', source))
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read
