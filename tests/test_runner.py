"""The runner with real processes: it starts, restarts what dies, stops, and leaves nothing behind."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import development
from config.runner import (
    Child,
    Interruption,
    drop_half_files,
    is_from_another_version,
    main,
    port_is_free,
    web_answers,
)
from tests.services import free_port

pytestmark = pytest.mark.once
PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 90


def wait_until(is_so):
    """Wait for something that takes processes a while."""
    end = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def processes_with(word):
    """List the processes whose environment holds the word: all that a runner started."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "environ").read_bytes():
                state = re.search(r"^State:\s+(\S)", (folder / "status").read_text(), re.MULTILINE)
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if state and state[1] != "Z":
                    found[int(folder.name)] = command
        except OSError:
            continue  # it ended, or belongs to somebody else
    return found


@pytest.fixture
def start(tmp_path):
    """A function that starts the portal with its own data; what a failing test leaves is ended."""
    port, log, started = free_port(), tmp_path / "log", []
    # A word of our own in the environment finds every process again, however it was started.
    environment = os.environ | {"PORTAL_VAR": str(tmp_path / "var"), "SITE_URL": f"http://127.0.0.1:{port}"}

    def start_module(name):
        with log.open("w") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", name, "--port", str(port)],
                cwd=PROJECT,
                env=environment | {"DATABASE_URL": "", "REDIS_URL": "", "PYTHONUNBUFFERED": "1"},
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        process.port, process.log, process.word = port, log, str(tmp_path / "var")
        started.append(process)
        return process

    yield start_module
    for number in processes_with(str(tmp_path / "var")):
        os.kill(number, signal.SIGKILL)
    for process in started:
        process.wait()


@pytest.fixture
def portal(start):
    """The portal as ``make run`` starts it."""
    return start("config.runner")


def worker_of(portal):
    """Find the Celery worker's process."""
    found = processes_with(portal.word).items()
    return next((pid for pid, line in found if " worker " in line or "--worker" in line), None)


def answer_to_two_gigabytes(port):
    """Announce a body that never comes, to see that the server answers without waiting for it."""
    head = f"POST /logga-in/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {2**31}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode())
        return connection.recv(1000)


def test_starts_restarts_a_dead_worker_and_stops_without_a_trace(portal):
    wait_until(lambda: f"http://127.0.0.1:{portal.port}" in portal.log.read_text())
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}/health/live") as answer:
        assert answer.status == 200
    assert answer_to_two_gigabytes(portal.port).startswith(b"HTTP/1.1 413 ")
    assert main(["--port", str(portal.port)]) == 2

    first = wait_until(lambda: worker_of(portal))
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: worker_of(portal) not in {first, None})
    time.sleep(1)  # the new worker may still be importing when the end comes: that must do no harm
    portal.send_signal(signal.SIGINT)

    assert portal.wait(60) == 0, portal.log.read_text()
    assert "worker ended (-9); starting again in 1 s." in portal.log.read_text()
    assert processes_with(portal.word) == {}


def test_nothing_is_left_when_the_runner_is_killed(portal):
    wait_until(lambda: len(processes_with(portal.word)) >= 4)
    portal.kill()
    portal.wait(60)

    wait_until(lambda: processes_with(portal.word) == {})


def test_development_has_server_and_worker_and_leaves_nothing(start):
    portal = start("config.development")
    wait_until(lambda: web_answers(portal.port) and worker_of(portal))
    assert development.main(["--port", str(portal.port)]) == 2
    portal.send_signal(signal.SIGTERM)
    portal.wait(60)

    wait_until(lambda: processes_with(portal.word) == {})


@pytest.mark.django_db
def test_database_with_a_migration_that_the_code_does_not_know_is_another_versions():
    assert not is_from_another_version(connection)
    MigrationRecorder(connection).record_applied("accounts", "0099_gone")
    assert is_from_another_version(connection)


@pytest.mark.django_db
def test_database_that_lacks_an_earlier_migration_is_another_versions():
    MigrationRecorder(connection).record_unapplied("contenttypes", "0001_initial")
    assert is_from_another_version(connection)


def test_old_data_are_put_aside_and_the_portal_starts_afresh(start, tmp_path):
    (tmp_path / "var" / "files").mkdir(parents=True)
    (tmp_path / "var" / "files" / "kept").touch()
    with sqlite3.connect(tmp_path / "var" / "portal.sqlite3") as old:
        old.execute(
            "create table django_migrations (id integer primary key, app text, name text, applied text)"
        )
        old.execute("insert into django_migrations values (1, 'accounts', '0099_gone', '2026-11-30')")
    old.close()
    portal = start("config.runner")
    wait_until(lambda: web_answers(portal.port))

    [aside] = (tmp_path / "var").glob("old-*")
    assert {"portal.sqlite3", "files"} <= {path.name for path in aside.iterdir()}
    assert (aside / "files" / "kept").exists()
    assert list((tmp_path / "var" / "files").iterdir()) == []
    assert f"came from another version of the portal. They are in {aside} now." in portal.log.read_text()


def test_a_taken_port_is_one_clear_sentence(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert main(["--port", str(port)]) == 2
        assert not port_is_free(port)

    assert capsys.readouterr().err == f"Port {port} is taken; choose another: make run PORT={port + 1}\n"
    assert not web_answers(port)


def test_a_swallowed_ctrl_c_is_remembered():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        interruption = Interruption()
        assert not interruption.is_asked
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert interruption.is_asked
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def test_half_files_of_a_killed_worker_are_dropped(tmp_path):
    for name, text in {"whole": '[["celery", "", "celery"]]', "empty": "", "half": '[["cel'}.items():
        (tmp_path / f"{name}.exchange").write_text(text)
    drop_half_files(tmp_path)
    drop_half_files(tmp_path / "missing")
    assert [path.name for path in tmp_path.iterdir()] == ["whole.exchange"]


def test_a_child_that_keeps_dying_waits_longer_each_time():
    child = Child("false", ["false"])
    child.look_after(now=0.0)
    pauses, now = [], 0.0
    child.start(now=now)
    for _ in range(8):
        child.process.wait()
        child.look_after(now=now)
        pauses.append(child.pause)
        child.look_after(now=now + child.pause - 0.5)
        now += child.pause
        child.look_after(now=now)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]

    child.process.wait()
    child.look_after(now=now + 31)
    assert child.pause == 1
    assert child.stop(within=1)


def test_a_child_that_does_not_stop_is_ended():
    script = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
    child = Child("deaf", ["sh", "-c", script])
    assert child.stop(within=1)
    child.start(now=0.0)
    time.sleep(0.5)

    assert not child.stop(within=0.2)
    assert child.process.returncode == -signal.SIGKILL
