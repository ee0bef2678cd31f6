"""PostgreSQL and Redis of a test run: in temporary folders, gone when the run ends.

Each server is a direct child that dies with the test run, even when the run is killed.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
SECONDS_TO_START = 60
MEMORY, DISK = "/dev/shm", "/tmp"  # noqa: S108 -- short paths; names in them are drawn at random
ROOM = 2 * 1024**3
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
}


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_folder() -> Path:
    """Return where the newest PostgreSQL on this machine has its programs."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is missing: install the package postgresql.")
    return Path(found).parent


def _as_postgres() -> dict[str, str]:
    """Return the account made by PostgreSQL's package when we are root, as which it refuses to run."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def start_server(command: list[str], *, stop_with: signal.Signals, **options: object) -> subprocess.Popen:
    """Start a server that gets ``stop_with`` when this process dies, and at its ordinary end."""
    server = subprocess.Popen(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C goes to pytest, which needs the server until its own end
        preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, stop_with),  # noqa: PLW1509 -- no threads yet
        **options,
    )
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() != owner:
            return  # a fork of the test run must not end its servers
        server.send_signal(stop_with)
        server.wait(20)

    atexit.register(stop)
    return server


def _wait_for(server: subprocess.Popen, is_ready: Callable[[], bool]) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + SECONDS_TO_START
    while not is_ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{server.args[0]} did not start.")
        time.sleep(0.02)


def memory() -> str:
    """Return a folder in memory where there is room for a run's files, otherwise one on the disk."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else DISK


def _folder(name: str, *, within: str) -> Path:
    """Create a folder for this run; its path is short, as socket names end at 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=f"portal-{name}-", dir=within))
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(folder, ignore_errors=True))
    return folder


def start_postgres(*, within: str = DISK) -> str:
    """Start PostgreSQL with its files in a folder, and return its DATABASE_URL."""
    programs, folder, account = _postgres_folder(), _folder("postgres", within=within), _as_postgres()
    if account:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-A", "trust", "-U", "portal", "-E", "UTF8"]
    options = ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run([*initdb, *options], check=True, cwd="/", stdout=subprocess.DEVNULL, **account)
    settings = [f"-c{name}={value}" for name, value in POSTGRES_SETTINGS.items()]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *settings]
    server = start_server(command, stop_with=signal.SIGQUIT, **account)

    def is_ready() -> bool:
        try:
            psycopg2.connect(host=str(folder), user="portal", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    _wait_for(server, is_ready)
    return f"postgres://portal@/postgres?host={folder}"


def start_redis() -> str:
    """Start Redis and return its REDIS_URL, good for Django and Celery alike."""
    program = shutil.which("redis-server")
    if not program:
        raise RuntimeError("Redis is missing: install the package redis-server.")
    folder, port = _folder("redis", within=DISK), free_port()
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    server = start_server([*command, "--appendonly", "no"], stop_with=signal.SIGTERM)

    def is_ready() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    _wait_for(server, is_ready)
    return f"redis://127.0.0.1:{port}/0"


def provide_services() -> None:
    """Put what the run needs into the environment once; its parallel workers inherit it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if "PORTAL_TEST_RUN" in os.environ:
        return
    os.environ["PORTAL_TEST_RUN"] = str(os.getpid())
    os.environ["PORTAL_MODE"] = "test"
    os.environ |= {"DATABASE_URL": "", "REDIS_URL": ""}  # empty: neither shell nor .env decides here
    if os.environ.get("TEST_DATABASE", "sqlite") == "postgres":
        os.environ["DATABASE_URL"] = start_postgres(within=memory())
    # Without Redis installed only the tests that ask for it fail, each with the sentence above.
    if shutil.which("redis-server"):
        os.environ["TEST_REDIS_URL"] = start_redis()


def end_on_terminate() -> None:
    """Let SIGTERM end the run as Ctrl-C does, so that servers are stopped and folders removed."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
