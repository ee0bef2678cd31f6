"""Limits of a file's content, and the reasons for which it is refused.

What reads an upload knows nothing of Django: it runs in a process of its own (``sandbox``).
"""

from typing import BinaryIO

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 2000
MOST_UNPACKED = 200 * MEGABYTE
MOST_TIMES_LARGER = 200
SMALL_UNPACKED = 10 * MEGABYTE  # up to here nobody minds how well a file was packed
LONGEST_SIDE = 2560
SMALL_SIDE = 480
MOST_PIXELS = 60_000_000
MOST_PIXELS_OF_JPEG = 250_000_000  # decoded at an eighth, a quarter or half of its size

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word 97–2003, a locked document, an embedded object
PDF = b"%PDF-"
ZIP = b"PK\x03\x04"
END_OF_ZIP = b"PK\x05\x06"


class RefusedError(Exception):
    """The content is refused; ``reason`` is a key of ``sentences.REASONS``."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


def tail_of(file: BinaryIO, size: int) -> bytes:
    """Return the last bytes of the file, at most that many."""
    end = file.seek(0, 2)
    file.seek(max(0, end - size))
    return file.read(size)
