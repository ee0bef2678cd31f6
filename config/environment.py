"""Reads settings from the environment; what is wrong becomes one sentence each, all of them at once.

Without it a wrong value is a traceback of fifty lines that names one setting, or is taken without a word: a
misspelt ``SECOND_FACTOR_REQUIRED`` would switch the second factor off.
"""

import os
import re
from collections.abc import Collection
from contextlib import suppress
from email.utils import getaddresses
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
HALF_ENCODED = re.compile(r"%(?![0-9A-Fa-f]{2})")
KEY_OF_INVENTED_DATA = "-key-for-invented-data-only-never-for-real-people"
PLACEHOLDER = "replace-by"  # stands in the README for what is one's own
SHORTEST_KEY, FEWEST_LETTERS = 50, 5
MOST_PROXIES = 10


class Environment(environ.Env):
    """The environment; ``problems`` collects a sentence for each value that cannot be used."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.missing: list[str] = []

    def required(self, name: str) -> str:
        """Return the value; without one, or with an empty one, the start is refused."""
        if not os.environ.get(name, "").strip():
            self.missing.append(name)
        return self(name, default="")

    def truth(self, name: str, *, default: bool) -> bool:
        """Return true or false; any other word is a problem, never silently false."""
        word = self(name, default=str(default)).strip().lower()
        if word not in TRUE | FALSE:
            self.problems.append(f"{name} is true or false, not “{word}”.")
        return word in TRUE

    def number(self, name: str, *, default: int, most: int) -> int:
        """Return a whole number from 0 to ``most``."""
        word = self(name, default=str(default)).strip()
        if not (word.isascii() and word.isdigit() and int(word) <= most):
            self.problems.append(f"{name} is a whole number from 0 to {most}, not “{word}”.")
            return default
        return int(word)

    def folder(self, name: str, *, default: Path) -> Path:
        """Return a folder that exists from now on and can be written to."""
        path = Path(self(name, default="") or default)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.problems.append(f"{name} is a folder that can be made: {path} cannot.")
            return path
        if not os.access(path, os.W_OK | os.X_OK):
            self.problems.append(f"{name} is a folder that the portal may write to: {path} is not.")
        return path

    @staticmethod
    def make(path: Path) -> Path:
        """Make a folder inside another; where that cannot be written to, its own sentence says so."""
        with suppress(OSError):
            path.mkdir(exist_ok=True)
        return path

    def address(self, name: str, *, default: str) -> str:
        """Return one e-mail address, with or without a name before it."""
        value = self(name, default=default)
        found = getaddresses([value])
        if len(found) != 1:
            self.problems.append(f"{name} is one address; quote a name with a comma.")
            return value
        try:
            validate_email(found[0][1])
        except ValidationError:
            self.problems.append(f"{name} is an e-mail address, not “{value}”.")
        return value

    def server(self, name: str, *, schemes: Collection[str], default: str = "") -> str:
        """Return the address of a server, which can be read only when its password is percent-encoded."""
        value = self(name, default=default).strip()
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in schemes:
            begins = " or ".join(f"{scheme}://" for scheme in schemes)
            self.problems.append(f"{name} begins with {begins}.")
        elif not _is_encoded(parts):
            self.problems.append(
                f"{name} cannot be read: in its user and password write / # ? % and : percent-encoded, "
                "as %2F %23 %3F %25 %3A."
            )
        else:
            return value
        return ""

    def scanner(self, name: str) -> str:
        """Return the address of a virus scanner, with a host and a port that is a number, or a path."""
        value = self(name, default="")
        try:
            parts = urlsplit(value)
            found = {"tcp": parts.hostname and parts.port != 0, "unix": not parts.netloc and parts.path[1:]}
        except ValueError:
            found = {}
        self.need(
            not value or found.get(value.partition(":")[0]),
            f"{name} is tcp://host:port, with a number as port, or unix:///path/to/the/socket.",
        )
        return value

    def is_wrong(self, name: str) -> bool:
        """Say whether there is a sentence about it already."""
        return any(sentence.startswith(f"{name} ") for sentence in self.problems)

    def need(self, fact: object, sentence: str) -> None:
        """Note the sentence unless the fact holds."""
        if not fact:
            self.problems.append(sentence)

    def check_identity(self, key: str, hosts: list[str], site: str) -> None:
        """Check what production requires: the secret, the hosts, and how links in mails begin."""
        given = os.environ.keys() - set(self.missing)
        if "SECRET_KEY" in given:
            is_own = PLACEHOLDER not in key.lower()
            long = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_LETTERS
            self.need(
                long or not is_own,
                f"SECRET_KEY is long and random. It has {SHORTEST_KEY} characters or more.",
            )
            self.need(
                KEY_OF_INVENTED_DATA not in key,
                "SECRET_KEY is your own, never the demo's: all know that one.",
            )
            self.need(is_own, "SECRET_KEY is your own: put in what “openssl rand -base64 48” prints.")
        exact = bool(hosts) and all(HOST.fullmatch(host) for host in hosts)
        if "ALLOWED_HOSTS" in given:
            sentence = (
                "ALLOWED_HOSTS names exact hosts, with commas between and without spaces, https:// or ports: "
                "links in mails are built for them."
            )
            self.need(exact, sentence)
        if "SITE_URL" in given:
            parts = urlsplit(site)
            self.need(parts.scheme == "https", "SITE_URL starts with https://.")
            self.need(
                parts.scheme != "https" or site == f"https://{parts.netloc}",
                "SITE_URL is https:// and a host, without a path.",
            )
            known = {host.lower() for host in hosts}
            self.need(
                not exact or parts.scheme != "https" or parts.hostname in known,
                f"SITE_URL's host is one of ALLOWED_HOSTS; {parts.hostname} is not.",
            )

    def settle(self) -> None:
        """End the start when something is missing or wrong."""
        if self.missing:
            self.problems.insert(0, f"Set {_listed(self.missing)}: production does not start without.")
        if self.problems:
            self.refuse(*self.problems)

    @staticmethod
    def refuse(*sentences: str) -> NoReturn:
        """End this process with the sentences alone: a traceback would hide them."""
        raise SystemExit(
            "\n".join(["The portal does not start:", *(f"- {sentence}" for sentence in sentences)])
        )


def _is_encoded(parts: SplitResult) -> bool:
    """Say whether user, password, host and port were told apart, and nothing of them was taken for a path."""
    try:
        _port: Any = parts.port
    except ValueError:
        return False
    beyond = parts.path + parts.query + parts.fragment
    secret = parts.netloc.rpartition("@")[0]
    return (
        "@" not in beyond
        and not parts.fragment
        and secret.count(":") <= 1
        and not HALF_ENCODED.search(secret)
    )


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
