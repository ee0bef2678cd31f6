"""Zip files of documents: the list is checked before anything is unpacked, and nothing reaches the disk."""

import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ui.uploads.verdicts import (
    END_OF_ZIP,
    MOST_MEMBERS,
    MOST_TIMES_LARGER,
    MOST_UNPACKED,
    PDF,
    SMALL_UNPACKED,
    RefusedError,
    tail_of,
)

CHUNK = 256 * 1024
OPENOFFICE = "-//OpenOffice.org//DTD "  # what OpenOffice named in its lists; nobody fetches it
XML_ENDINGS = (".xml", ".rels", ".rdf")
Start = Callable[[str, dict[str, str]], None]


@dataclass
class Budget:
    """The members and bytes that may still be unpacked, of a document and of those within it together."""

    members: int = MOST_MEMBERS
    unpacked: int = MOST_UNPACKED

    def spend(self, members: list[ZipInfo]) -> None:
        """Refuse an archive that is too large, or suspiciously well packed, by its own list."""
        packed, unpacked = sum(one.compress_size for one in members), sum(one.file_size for one in members)
        self.members -= len(members)
        self.unpacked -= unpacked
        is_bomb = unpacked > max(SMALL_UNPACKED, packed * MOST_TIMES_LARGER)
        if is_bomb or min(self.members, self.unpacked) < 0:
            raise RefusedError("bomb")


@dataclass
class Archive:
    """An opened zip file whose list has been checked."""

    zip: ZipFile
    budget: Budget = field(default_factory=Budget)

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return self.zip.namelist()

    def read(self, name: str, most: int = 1024 * 1024) -> bytes:
        """Return the beginning of a member; nothing where there is none."""
        if name not in self.zip.NameToInfo:
            return b""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) >= most:
                break
        return bytes(found[:most])

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member's content; one that is not as its list says is damaged."""
        try:
            with self.zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
            raise RefusedError("damaged") from fault

    def read_xml(
        self, name: str, start: Start | None = None, text: Callable[[str], None] | None = None
    ) -> None:
        """Parse a member as a stream, without a tree; refuse a document type and its entities."""
        if not self.zip.getinfo(name).file_size:  # LibreOffice writes some empty members
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if start:
            parser.StartElementHandler = start
        if text:
            parser.CharacterDataHandler = text
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)  # noqa: FBT003 -- expat takes no name
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as fault:
            raise RefusedError("damaged") from fault


def _refuse_doctype(_name: str, _system: str | None, public: str | None, has_entities: int) -> None:
    if has_entities or not (public or "").startswith(OPENOFFICE):
        raise RefusedError("dtd")


def is_xml(name: str) -> bool:
    """Say whether a member is read as XML."""
    return name.lower().endswith(XML_ENDINGS)


def opened(file: BinaryIO, budget: Budget | None = None) -> Archive:
    """Open a zip file that is nothing else, holds plain members alone, and is not too large unpacked."""
    budget = budget or Budget()
    _refuse_what_surrounds(file)
    try:
        archive = Archive(ZipFile(file), budget)
    except (BadZipFile, NotImplementedError, struct.error, ValueError) as fault:
        raise RefusedError("damaged") from fault
    members = archive.zip.infolist()
    budget.spend(members)
    if not members or min(one.header_offset for one in members) != 0:
        raise RefusedError("polyglot")
    if len({one.filename.lower() for one in members}) != len(members):
        raise RefusedError("damaged")
    for one in members:
        _refuse_odd_member(one)
    return archive


def _refuse_what_surrounds(file: BinaryIO) -> None:
    tail = tail_of(file, 22 + 0xFFFF)
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    end = tail.rfind(END_OF_ZIP)
    if end < 0:
        raise RefusedError("damaged")
    comment = int.from_bytes(tail[end + 20 : end + 22], "little")
    if comment or len(tail) != end + 22 or PDF in head:
        raise RefusedError("polyglot")


def _refuse_odd_member(member: ZipInfo) -> None:
    name = member.orig_filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name[:1] in {"/", "\\"} or ":" in name or "\0" in name:
        raise RefusedError("damaged")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise RefusedError("damaged")
    if member.flag_bits & 0x1:
        raise RefusedError("password")
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise RefusedError("damaged")
