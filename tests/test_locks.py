"""Every package is pinned with its hashes, and the lock files name no index or path."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==[0-9][^ ]*( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(lock):
    """Read the pinned lines of a lock."""
    lines = (REQUIREMENTS / lock).read_text().splitlines()
    return {match["name"]: line for line in lines if (match := PIN.match(line))}


def wanted(source):
    """Read the names that a .in file asks for."""
    lines = (REQUIREMENTS / source).read_text().splitlines()
    return {match[0] for line in lines if (match := re.match(r"[a-z0-9-]+", line)) and line[0] != "-"}


@pytest.mark.parametrize("name", ["uv", "base", "dev"])
def test_a_lock_holds_pins_hashes_and_comments_alone(name):
    lines = (REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    other = [
        line for line in lines if not (PIN.match(line) or HASH.match(line) or line.strip().startswith("#"))
    ]

    assert other == []
    assert [line for line in lines if "://" in line or re.search(r"(^|[\s@])/", line)] == []
    assert wanted(f"{name}.in") - set(pins(f"{name}.txt")) == set()


def test_tests_run_on_the_very_versions_of_the_portal():
    base, dev = pins("base.txt"), pins("dev.txt")

    assert {name: dev[name] for name in base} == base
