"""Production starts only with what it needs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
        ({"PORTAL_MODE": "debug"}, "PORTAL_MODE is production, demo or test."),
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
    ("mode", "database"), [("", "left.sqlite3"), ("production", "left.sqlite3"), ("demo", "portal.sqlite3")]
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
