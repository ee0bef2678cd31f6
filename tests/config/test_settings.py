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
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:5432/portal",
    "TRUSTED_PROXY_COUNT": "1",
}
EXACT_HOSTS = "ALLOWED_HOSTS names exact hosts, with commas between and without spaces, https:// or ports"
SITE_IS_A_HOST = "SITE_URL is https:// and a host, without a path."
ENCODED = "cannot be read: in its user and password write / # ? % and : percent-encoded"
START = "The portal does not start:\n- "


def start(folder, given, *, without=()):
    """Start production with one thing changed; give what it says on its error output."""
    environment = os.environ | {"PORTAL_MODE": "production", "PORTAL_VAR": str(folder)} | NEEDED | given
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=PROJECT,
        env={name: value for name, value in environment.items() if name not in without},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (started.returncode == 0) is (not started.stderr)
    return started.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Set SECRET_KEY: production does not start without."),
        ("SECRET_KEY", "replace-by-what-openssl-rand-base64-48-prints", "SECRET_KEY is your own: put"),
        ("SECRET_KEY", "short", "SECRET_KEY is long and random."),
        ("SECRET_KEY", "x" * 60, "SECRET_KEY is long and random."),
        ("SECRET_KEY", "demo-key-for-invented-data-only-never-for-real-people", "SECRET_KEY is your own"),
        ("ALLOWED_HOSTS", "", "Set ALLOWED_HOSTS: production does not start without."),
        ("ALLOWED_HOSTS", "*", EXACT_HOSTS),
        ("ALLOWED_HOSTS", ".example.org", EXACT_HOSTS),
        ("ALLOWED_HOSTS", "https://portal.example.org", EXACT_HOSTS),
        ("ALLOWED_HOSTS", "portal.example.org, www.example.org", EXACT_HOSTS),
        ("ALLOWED_HOSTS", "portal.example.org:443", EXACT_HOSTS),
        ("ALLOWED_HOSTS", "exämpel.se", EXACT_HOSTS),
        ("SITE_URL", "", "Set SITE_URL: production does not start without."),
        ("SITE_URL", "http://portal.example.org", "SITE_URL starts with https://."),
        ("SITE_URL", "https://portal.example.org/start", SITE_IS_A_HOST),
        ("SITE_URL", "https://annan.example.org", "SITE_URL's host is one of ALLOWED_HOSTS"),
        ("PORTAL_MODE", "debug", "PORTAL_MODE is production, demo, development or test."),
        ("SECOND_FACTOR_REQUIRED", "ja", "SECOND_FACTOR_REQUIRED is true or false, not “ja”."),
        ("SECOND_FACTOR_REQUIRED", "", "SECOND_FACTOR_REQUIRED is true or false, not “”."),
        ("SECURE_SSL_REDIRECT", "sann", "SECURE_SSL_REDIRECT is true or false, not “sann”."),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT is a whole number from 0 to 10, not “-1”."),
        ("TRUSTED_PROXY_COUNT", "0", "TRUSTED_PROXY_COUNT is 0, so https in front is not believed"),
        ("DATABASE_URL", "", "Set DATABASE_URL: production does not start without."),
        ("DATABASE_URL", " ", "Set DATABASE_URL: production does not start without."),
        ("DATABASE_URL", "sqlite:////tmp/portal.sqlite3", "DATABASE_URL begins with postgres:// or"),
        ("DATABASE_URL", "postgres://portal:p/ss@127.0.0.1/portal", f"DATABASE_URL {ENCODED}"),
        ("DATABASE_URL", "postgres://portal:1/2@127.0.0.1/portal", f"DATABASE_URL {ENCODED}"),
        ("DATABASE_URL", "postgres://portal:p#ss@127.0.0.1/portal", f"DATABASE_URL {ENCODED}"),
        ("DATABASE_URL", "postgres://portal:p%ss@127.0.0.1/portal", f"DATABASE_URL {ENCODED}"),
        ("REDIS_URL", "127.0.0.1:6379", "REDIS_URL begins with redis:// or rediss://."),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL begins with smtp:// or smtp+tls:// or"),
        ("EMAIL_URL", "smtps://mail.example.org", "EMAIL_URL begins with smtp:// or smtp+tls:// or"),
        ("EMAIL_URL", "smtp+tls://portal:p?ss@mail.example.org:587", f"EMAIL_URL {ENCODED}"),
        ("CONTACT_EMAIL", "", "CONTACT_EMAIL is one address"),
        ("DEFAULT_FROM_EMAIL", "inte-en-adress", "DEFAULT_FROM_EMAIL is an e-mail address"),
        ("DEFAULT_FROM_EMAIL", "MÄN, portal <a@mfj.se>", "DEFAULT_FROM_EMAIL is one address; quote a"),
        ("CLAMD_URL", "127.0.0.1:3310", "CLAMD_URL is tcp://host:port, with a number as port, or unix://"),
        ("CLAMD_URL", "tcp://", "CLAMD_URL is tcp://host:port"),
        ("CLAMD_URL", "tcp://host:port", "CLAMD_URL is tcp://host:port"),
        ("CLAMD_URL", "tcp://127.0.0.1:99999", "CLAMD_URL is tcp://host:port"),
        ("CLAMD_URL", "tcp://[::1:3310", "CLAMD_URL is tcp://host:port"),
        ("CLAMD_URL", "unix://", "CLAMD_URL is tcp://host:port"),
        ("PRIVATE_FILES", "/dev/null/files", "PRIVATE_FILES is a folder that can be made"),
        ("PORTAL_VAR", "/dev/null/var", "PORTAL_VAR is a folder that can be made"),
    ],
)  # fmt: skip
def test_production_refuses_each_wrong_setting_with_one_sentence(tmp_path, name, value, sentence):
    said = start(tmp_path, {"EMAIL_URL": "", "REDIS_URL": "", name: value})
    if name in {"CONTACT_EMAIL", "PORTAL_VAR"}:  # the sender and the files follow from these
        assert said.startswith(START + sentence)
    else:
        assert said.removeprefix(START).startswith(sentence)
        assert said.count("\n") == 2


def test_production_starts_with_what_it_needs(tmp_path):
    assert start(tmp_path, {}) == ""


def test_production_names_all_missing_settings_at_once(tmp_path):
    said = start(tmp_path, {}, without=NEEDED)
    assert (
        "- Set SECRET_KEY, ALLOWED_HOSTS, SITE_URL and DATABASE_URL: production does not start without."
        in said
    )


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:3310", "tcp://[::1]:3310", "unix:///run/clamav/clamd.ctl"])
def test_address_of_a_scanner_is_taken(tmp_path, url):
    assert start(tmp_path, {"CLAMD_URL": url}) == ""


def test_password_that_is_percent_encoded_is_read(tmp_path):
    given = {
        "DATABASE_URL": "postgres://portal:a%2Fb%23c@127.0.0.1/portal",
        "EMAIL_URL": "smtp+tls://portal:%25%3A@mail.example.org:587",
    }
    assert start(tmp_path, given) == ""


@pytest.mark.parametrize(
    ("mode", "database"),
    [("", "left"), ("production", "left"), ("demo", "portal.sqlite3"), ("development", "portal.sqlite3")],
)
def test_demo_keeps_off_what_the_env_file_names(tmp_path, mode, database):
    (tmp_path / "config").mkdir()
    for name in ("settings.py", "environment.py", "limits.py"):
        shutil.copy(PROJECT / "config" / name, tmp_path / "config")
    lines = [f"{name}={value}" for name, value in NEEDED.items()]
    (tmp_path / ".env").write_text("\n".join([*lines, "DATABASE_URL=postgres://portal@127.0.0.1/left", ""]))
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
    assert "Set SECRET_KEY, ALLOWED_HOSTS, SITE_URL and DATABASE_URL" in started.stderr


def test_example_names_every_setting():
    source = (PROJECT / "config" / "settings.py").read_text()
    example = (PROJECT / ".env.example").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\("([A-Z_]+)"', source))
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read
