"""The README's "In production", followed block by block, ends in a portal that people can use.

With Debian's nginx and Caddy, TLS, PostgreSQL, Redis and a real mail server. Only ports, folders and
passwords differ.
"""

import http.cookiejar
import json
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.mail_sink import MailSink
from tests.services import free_port, start_postgres

pytestmark = pytest.mark.once
PROJECT = Path(__file__).resolve().parent.parent
HOST = "portal.example.org"
PATIENCE = 60
CODE_OF = {"config", "manage.py"}  # copied, so that their ``.env`` is the one that the README writes


def blocks(language):
    """Give the README's blocks of that language in the section."""
    section = (PROJECT / "README.md").read_text().split("\n## In production\n")[1].split("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def key_of_its_own():
    """Give what the README's step prints."""
    command = ["openssl", "rand", "-base64", "48"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Machine:
    """A folder with the code, the servers it needs, and the README's words fitted to their ports."""

    def __init__(self, folder, redis_url):
        self.folder, self.sink = folder, MailSink(port=free_port())
        self.web, self.plain, self.secure = free_port(), free_port(), free_port()
        self.superuser_url = start_postgres()
        self.database_folder = self.superuser_url.partition("host=")[2]
        self.fitted = {
            "127.0.0.1:5432/portal": f"/portal?host={self.database_folder}",
            "replace-by-what-openssl-rand-base64-48-prints": key_of_its_own(),
            "CREATE ROLE portal": "CREATE ROLE webb",
            "OWNER portal": "OWNER webb",
            "postgres://portal:": "postgres://webb:",
            "redis://127.0.0.1:6379/0": redis_url,
            "smtp+tls://portal:password@mail.example.org:587": f"smtp://127.0.0.1:{self.sink.port}",
            "--port 8000": f"--port {self.web}",
            "127.0.0.1:8000": f"127.0.0.1:{self.web}",
            "listen 80;": f"listen {self.plain};",
            "listen 443 ssl;": f"listen {self.secure} ssl;",
            "https://$host$request_uri": f"https://$host:{self.secure}$request_uri",
            "/etc/ssl/": f"{folder}/",
        }
        (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
        for each in PROJECT.iterdir():
            if each.name in CODE_OF:
                (shutil.copytree if each.is_dir() else shutil.copy)(each, folder / each.name)
            elif not each.name.startswith(".") and each.name != "var":
                (folder / each.name).symlink_to(each)

    def fit(self, text):
        for stands, here in self.fitted.items():
            text = text.replace(stands, here)
        return text

    @property
    def environment(self):
        """Nothing of the test run's own settings."""
        return {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}

    def run(self, line):
        return subprocess.run(
            shlex.split(self.fit(line), comments=True),
            cwd=self.folder,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )

    @contextmanager
    def serve(self, command, **options):
        """Run a server until the end of the test."""
        log = (self.folder / f"{Path(command[0]).name}-{Path(command[-1]).name}.log").open("w")
        server = subprocess.Popen(
            command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **options
        )
        try:
            yield server
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)
            log.close()

    def mail_to(self, address, *, subject):
        """Wait for a mail, and return its text."""

        def found():
            for letter, recipients in zip(self.sink.messages, self.sink.recipients, strict=False):
                if recipients == [address] and subject in letter["Subject"]:
                    self.sink.recipients[self.sink.messages.index(letter)] = []
                    return letter.get_body(("plain",)).get_content()
            return None

        return wait_until(found)

    def make_certificate(self):
        key = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={HOST}",
        ]
        names = ["-addext", f"subjectAltName=DNS:{HOST}"]
        files = ["-keyout", str(self.folder / "portal.key"), "-out", str(self.folder / "portal.pem")]
        subprocess.run([*key, *names, *files], check=True, capture_output=True)

    def nginx(self):
        """Write the README's servers into a whole configuration, and return the command."""
        (servers,) = blocks("nginx")
        places = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = self.folder / "nginx.conf"
        config.write_text(
            f"daemon off;\nuser root;\npid {self.folder}/pid;\nerror_log {self.folder}/nginx-error.log;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{places}{self.fit(servers)}}}\n"
        )
        return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config)]

    def caddy(self):
        """Write the README's lines as a Caddyfile with the machine's certificate, and return the command."""
        (site,) = blocks("caddy")
        port, certificate = free_port(), f"tls {self.folder}/portal.pem {self.folder}/portal.key"
        site = self.fit(site).replace(f"{HOST} {{", f"{HOST}:{port} {{\n{certificate}", 1)
        config = self.folder / "Caddyfile"
        config.write_text(f"{{\nadmin off\nauto_https off\n}}\n{site}")
        return port, [shutil.which("caddy") or "/usr/bin/caddy", "run", "--config", str(config)]


class Browser:
    """Somebody's browser: keeps cookies, trusts the machine's certificate alone, fills in forms."""

    def __init__(self, machine, *, name=HOST):
        self.machine, self.name = machine, name
        trust = ssl.create_default_context(cafile=str(machine.folder / "portal.pem"))
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=trust), urllib.request.HTTPCookieProcessor(self.jar)
        )
        self.page, self.address = "", ""

    def open(self, path, fields=None):
        """Ask as through the public name, which the test resolves to this machine."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        base = f"https://{HOST}:{self.machine.secure}"
        whole = urllib.parse.urljoin(base, path)
        request = urllib.request.Request(whole, data, {"Referer": f"https://{self.name}/"})  # noqa: S310
        with self.opener.open(request, timeout=PATIENCE) as answer:
            self.page, self.address = answer.read().decode(), answer.geturl().removeprefix(base)
        return self.page

    def send(self, path, **fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)[1]
        return self.open(path, {"csrfmiddlewaretoken": token, **fields})

    def log_in(self, email):
        self.open("/logga-in/")
        self.send("/logga-in/", email=email)
        code = self.machine.mail_to(email, subject="Din kod").split()[0]
        self.send("/logga-in/kod/", code=code)

    def connect_app(self):
        """Set up the second step, to which the portal has led."""
        assert self.address == "/mitt-konto/sakerhet/"
        secret = re.search(r'<dd class="code">(\w+)</dd>', self.open("/mitt-konto/sakerhet/app/"))[1]
        self.send(
            "/mitt-konto/sakerhet/app/", code=format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        )


@pytest.fixture
def public_name(monkeypatch):
    """Let the portal's name lead to this machine."""
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: resolve("127.0.0.1" if host == HOST else host, *rest, **more),
    )


@pytest.fixture
def machine(tmp_path, redis_url, public_name):
    made = Machine(tmp_path, redis_url)
    controller = Controller(made.sink, hostname=made.sink.host, port=made.sink.port)
    controller.start()
    yield made
    controller.stop()


def make_database(machine):
    (statements,) = blocks("sql")
    connection = psycopg2.connect(host=machine.database_folder, user="portal", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in machine.fit(statements).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    connection.close()


def test_readme_ends_in_a_portal_that_people_can_use(machine):
    _packages, tables, processes, health = blocks("sh")
    make_database(machine)
    (settings,) = blocks("ini")
    (machine.folder / ".env").write_text(machine.fit(settings))
    for line in tables.strip().splitlines():
        machine.run(line)
    machine.make_certificate()
    with ExitStack() as servers:
        for line in processes.strip().splitlines():
            command = shlex.split(machine.fit(line))
            servers.enter_context(machine.serve(command, env=machine.environment))
        servers.enter_context(machine.serve(machine.nginx()))
        wait_until(lambda: answers(machine.web) and answers(machine.secure))
        (line,) = health.strip().splitlines()
        assert wait_until(lambda: ready(machine, line)) == {"database": "ok", "broker": "ok", "mail": "ok"}
        use(machine)
        machine.secure, command = machine.caddy()
        at_home = {"HOME": str(machine.folder)}
        servers.enter_context(machine.serve(command, env=machine.environment | at_home))
        wait_until(lambda: answers(machine.secure))
        use_again(machine)


def ready(machine, line):
    """Ask as the README's curl does."""
    _curl, _fail, _header, host, address = shlex.split(machine.fit(line))
    name, value = host.split(": ")
    request = urllib.request.Request(address, headers={name: value})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.loads(answer.read())
    except urllib.error.HTTPError:
        return None


def use(machine):
    """Do what the README says comes first: log in, set up the second step, invite a colleague."""
    owner = Browser(machine)
    owner.open(f"http://{HOST}:{machine.plain}/")  # plain http leads to the start page
    assert "En kommun fri från våld" in owner.page
    assert owner.address == "/"
    owner.log_in("eva.ek@example.org")
    owner.open("/admin/")
    owner.connect_app()
    owner.open("/admin/accounts/user/add/")
    person = {"email": "bo.al@example.org", "first_name": "Bo", "last_name": "Al", "language": "sv"}
    owner.send("/admin/accounts/user/add/", **person, _continue="1")
    rights = re.search(r"/admin/accounts/user/\d+/behorighet/", owner.page)[0]
    owner.open(rights)
    owner.send(rights, rights="staff")
    assert "Behörigheten är ändrad" in owner.page

    welcome = machine.mail_to("bo.al@example.org", subject="Välkommen till")
    assert f"https://{HOST}/" in welcome
    colleague = Browser(machine)
    colleague.log_in("bo.al@example.org")
    colleague.open("/oversikt/")
    colleague.connect_app()
    colleague.open("/oversikt/")
    assert colleague.address == "/oversikt/"
    assert "__Host-sessionid" in {cookie.name for cookie in colleague.jar}


def use_again(machine):
    """Log in through the other proxy: without its words that https was used there would be no session."""
    colleague = Browser(
        machine, name=f"{HOST}:{machine.secure}"
    )  # Caddy passes on the port, which is odd here
    colleague.open("/")
    assert "En kommun fri från våld" in colleague.page
    colleague.log_in("bo.al@example.org")
    assert colleague.address.startswith("/logga-in/andra-steget/")
    assert "__Host-sessionid" in {cookie.name for cookie in colleague.jar}
