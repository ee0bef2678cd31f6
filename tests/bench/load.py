"""Asks a server over and over, alone or eight at a time, and keeps the time of each answer."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

CSRF = "a" * 32
OK, FOUND = 200, 302
Send = Callable[[http.client.HTTPConnection], int]


@dataclass(frozen=True)
class Timing:
    """Milliseconds."""

    median: float
    p95: float


def timing(seconds: list[float]) -> Timing:
    """Summarise the times of one run."""
    ordered = sorted(seconds)
    return Timing(statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000)


def headers(session: str) -> dict[str, str]:
    """Return the headers that a logged-in browser sends."""
    return {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Accept-Language": "sv",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def answer(
    connection: http.client.HTTPConnection, method: str, url: str, session: str, fields: dict | None = None
) -> tuple[int, bytes]:
    """Send one request and read its whole answer."""
    body = urlencode(fields, doseq=True) if fields else None
    connection.request(method, url, body=body, headers=headers(session))
    response = connection.getresponse()
    return response.status, response.read()


def measure(port: int, sends: list[Send], *, times: int) -> list[float]:
    """Let each sender ask so many times on its own connection, all at once; return every time."""
    found: list[float] = []
    refused: list[int] = []

    def run(send: Send) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        mine = []
        for _ in range(times):
            started = time.perf_counter()
            status = send(connection)
            mine.append(time.perf_counter() - started)
            if status not in {OK, FOUND}:
                refused.append(status)
        found.extend(mine)
        connection.close()

    threads = [threading.Thread(target=run, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if refused:
        raise RuntimeError(f"{len(refused)} answers were not what a person gets: {set(refused)}")
    return found
