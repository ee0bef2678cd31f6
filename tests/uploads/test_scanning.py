"""clamd, played by a stub that speaks INSTREAM: clean, infected, silent, gone, and too large for it."""

import os
import socket
import threading
import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.made_files import pdf
from ui.uploads import scanning
from ui.uploads.receiving import received

pytestmark = pytest.mark.once


class Scanner:
    """One thread that takes streams and answers with ``answer``; None means that it never does."""

    def __init__(self, family=socket.AF_INET, address=("127.0.0.1", 0)):
        self.answer, self.seen = b"stream: OK\0", []
        self._server = socket.socket(family)
        self._server.bind(address)
        self._server.listen()
        self._open = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self):
        name = self._server.getsockname()
        return f"unix://{name}" if isinstance(name, str) else f"tcp://127.0.0.1:{name[1]}"

    def _serve(self):
        while True:
            try:
                peer, _address = self._server.accept()
            except OSError:
                return
            self._open.append(peer)
            self._take(peer)

    def _take(self, peer):
        with peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(stream.read(4), "big"):
                content += stream.read(size)
            self.seen.append(content)
        if self.answer is not None:
            peer.sendall(self.answer)
            peer.close()

    def close(self):
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # wakes the thread, which would keep it open
        self._server.close()
        for peer in self._open:
            peer.close()


@pytest.fixture
def scanner(settings, monkeypatch):
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    stub = Scanner()
    settings.CLAMD_URL = stub.url
    yield stub
    stub.close()


def upload():
    return SimpleUploadedFile("karta.pdf", pdf())


def test_clean_file_is_taken_and_was_sent_whole(scanner):
    assert received(upload()).waits is False
    assert scanner.seen == [pdf()]


def test_infected_file_is_refused(scanner):
    scanner.answer = b"stream: Eicar-Test-Signature FOUND\0"
    with pytest.raises(ValidationError, match="Viruskontrollen hittade något skadligt i filen"):
        received(upload())


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OKAY\0", b"\0"])
def test_answer_that_says_nothing_is_not_clean(scanner, answer):
    scanner.answer = answer
    assert received(upload()).waits is True


def test_silent_scanner_lets_the_file_wait(scanner, monkeypatch):
    monkeypatch.setattr(scanning, "ANSWERING", 0.3)
    scanner.answer = None
    began = time.monotonic()
    assert received(upload()).waits is True
    assert received(upload()).waits is True  # and is not asked again at once
    assert (time.monotonic() - began < 5, len(scanner.seen)) == (True, 1)


def test_gone_scanner_lets_the_file_wait_or_refuses(scanner):
    scanner.close()
    assert received(upload()).waits is True
    with pytest.raises(ValidationError, match="Filer kan inte kontrolleras just nu"):
        received(upload(), may_wait=False)


def test_scanner_behind_a_unix_socket(settings, tmp_path, monkeypatch):
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    stub = Scanner(socket.AF_UNIX, os.fspath(tmp_path / "clamd"))
    settings.CLAMD_URL = stub.url
    assert received(upload()).waits is False
    stub.close()
    (tmp_path / "clamd").unlink()
    assert received(upload()).waits is True


def test_address_that_is_none_lets_the_file_wait(settings, monkeypatch):
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    settings.CLAMD_URL = "tcp://host:port"
    assert received(upload()).waits is True


def test_without_an_address_nobody_is_asked(settings):
    settings.CLAMD_URL = ""
    assert received(upload()).waits is False
