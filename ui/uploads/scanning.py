"""A virus scanner beside the portal: clamd, asked with INSTREAM. Without ``CLAMD_URL`` nobody is asked.

What could not be asked about is not clean: it waits until somebody can.
"""

import logging
import socket
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from ui.uploads.verdicts import RefusedError

logger = logging.getLogger("portal.uploads")
CONNECTING = 3  # seconds
ANSWERING = 15  # seconds for the whole file
PAUSE = 30  # seconds in which a scanner that did not answer is not asked again by somebody who waits
PORT = 3310
_silent = {"until": 0.0}


class UnavailableError(Exception):
    """The scanner did not answer, or not about the file."""


def is_scanned(chunks: Iterable[bytes], *, patient: bool = False) -> bool:
    """Say whether the content was scanned, and nothing found; False when the scanner cannot be asked now.

    Raises ``RefusedError`` for what it found. ``patient`` asks a scanner that was silent a moment ago, too.
    """
    if not settings.CLAMD_URL:
        return True
    if not patient and time.monotonic() < _silent["until"]:
        return False
    try:
        answer = _answer(chunks)
    except (OSError, ValueError, UnavailableError) as fault:  # ValueError: an address that is none
        _silent["until"] = time.monotonic() + PAUSE
        logger.error("the virus scanner did not answer: %s", fault)  # noqa: TRY400 -- one line is enough
        return False
    if answer.endswith("FOUND"):
        raise RefusedError("infected", answer.removeprefix("stream: ").removesuffix(" FOUND"))
    return True


def _answer(chunks: Iterable[bytes]) -> str:
    """Return the scanner's answer about the content: "stream: OK" or "stream: Name FOUND"."""
    end = time.monotonic() + ANSWERING
    with _connected() as scanner:
        _send(scanner, b"zINSTREAM\0", end)
        for chunk in chunks:
            _send(scanner, len(chunk).to_bytes(4, "big") + chunk, end)
        _send(scanner, bytes(4), end)
        told = b""
        while not told.endswith(b"\0"):
            scanner.settimeout(max(0.01, end - time.monotonic()))
            more = scanner.recv(4096)
            if not more or len(told) > 4096:  # noqa: PLR2004 -- far longer than an answer
                break
            told += more
    answer = told.rstrip(b"\0").decode("ascii", "replace").strip()
    if answer != "stream: OK" and not answer.endswith("FOUND"):
        raise UnavailableError(answer or "an empty answer")
    return answer


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(CONNECTING)
        try:
            scanner.connect(where.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((where.hostname, where.port or PORT), timeout=CONNECTING)


def _send(scanner: socket.socket, content: bytes, end: float) -> None:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner is too slow")
    scanner.settimeout(left)
    scanner.sendall(content)
