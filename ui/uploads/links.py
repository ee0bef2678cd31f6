"""Targets of links in documents: which of them are fetched from the network."""

import re
from urllib.parse import unquote

DRIVE = re.compile(r"/*[a-z]:(/|$)")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:")
SERVER = re.compile(r"/*(?P<host>[^/]*)")
HOUSE_SERVER = re.compile(r"(?!0x)[\w-]*[^\W\d][\w-]*")  # one word, and no address in figures
LOCAL_SLASHES = {0, 1, 3}  # file:x, file:/x and file:///x; with two or four a server's name follows


def is_remote(target: str) -> bool:
    """Say whether a target lies on the network; a path on a disk or a neighbour's file name does not.

    A server whose name is one word is one of the writer's own house.
    """
    address = unquote(target).strip().replace("\\", "/").lower()
    slashes = len(address) - len(address.lstrip("/"))
    if address.startswith("file:"):
        address = address.removeprefix("file:")
        slashes = len(address) - len(address.lstrip("/"))
        if slashes in LOCAL_SLASHES or DRIVE.match(address):
            return False
    elif DRIVE.match(address):
        return False
    elif SCHEME.match(address):
        return True
    elif slashes < 2:  # noqa: PLR2004 -- two begin a server's name
        return False
    server = SERVER.match(address)
    return server is None or not HOUSE_SERVER.fullmatch(server["host"])
