"""Golden numbers: what every page, report and mail says, to compare before and after a change.

``python -m tests.golden write FILE [--scale country]`` builds the demo or the country and reads it.
``python -m tests.golden compare FILE`` reads it anew and prints what differs from the file, but for the
differences named in ``meant.md``; with ``--with OTHER`` the other file is compared instead of a new run.

Nothing of the apps is imported here: the same program runs before and after code has moved.
"""

# ruff: noqa: PLC0415, T201 -- Django is loaded after the clock is set; this is a program that prints

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from tests.golden.clock import Clock
from tests.golden.compare import MEANT, differences, meant
from tests.services import start_postgres

DAY = date(2026, 11, 22)
MOST_SHOWN = 40
AS_ON = "= "


def read(scale: str) -> dict[str, list[str]]:
    """Build a database that is thrown away, and read it."""
    subprocess.run([sys.executable, "-m", "config.translations"], check=True)
    with tempfile.TemporaryDirectory(prefix="portal-golden-") as folder:
        os.environ |= {
            "PORTAL_MODE": "demo",
            "PORTAL_VAR": folder,
            "DATABASE_URL": start_postgres() if scale == "country" else "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        clock = Clock(DAY)  # before Django loads anything that asks for the time

        import django

        django.setup()
        logging.disable(logging.WARNING)  # each page that a role must not see

        from django.core.management import call_command

        from tests.golden import build

        call_command("migrate", verbosity=0)
        return getattr(build, scale)(clock)


def write(file: Path, scale: str) -> int:
    """Keep a run: one line of text is one line of the file."""
    file.write_text(as_text(scale, read(scale)), encoding="utf-8")
    return 0


def as_text(scale: str, pages: dict[str, list[str]]) -> str:
    """Write the pages in the order of their names; what two pages share is written once."""
    known: dict[tuple[str, ...], str] = {}
    written = {}
    for name, lines in sorted(pages.items()):
        first = known.setdefault(tuple(lines), name)
        written[name] = lines if first == name or len(lines) == 1 else [f"{AS_ON}{first}"]
    found = {"scale": scale, "pages": written}
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


def from_text(text: str) -> tuple[str, dict[str, list[str]]]:
    """Read what was written."""
    found = json.loads(text)
    pages = found["pages"]
    shared = {
        name: lines[0].removeprefix(AS_ON)
        for name, lines in pages.items()
        if lines[:1] and lines[0].startswith(AS_ON)
    }
    return found["scale"], pages | {name: pages[other] for name, other in shared.items()}


def compare(file: Path, other: Path | None, *, everything: bool) -> int:
    """Print what is not as the file says; 1 when there is anything."""
    scale, old = from_text(file.read_text(encoding="utf-8"))
    new = from_text(other.read_text(encoding="utf-8"))[1] if other else read(scale)
    used: Counter = Counter()
    found = list(differences(old, new, meant(MEANT.read_text(encoding="utf-8")), used))
    for _name, how in found if everything else found[:MOST_SHOWN]:
        print(how if how.startswith("---") else f"{_name}\n{how}")
    if len(found) > MOST_SHOWN and not everything:
        print("\nMore pages differ (--all shows how):")
        print("\n".join(f"  {name}" for name, _how in found[MOST_SHOWN:]))
    print(f"\n{len(old)} pages before, {len(new)} after; {len(found)} differ otherwise than meant.")
    for name, count in used.most_common():
        print(f"  meant: {name}: {count} pages")
    return bool(found)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=("write", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--scale", choices=("demo", "country"), default="demo")
    parser.add_argument("--with", type=Path, dest="other", help="a file to compare instead of a new run")
    parser.add_argument("--all", action="store_true", help="show every difference")
    given = parser.parse_args()
    if given.command == "write":
        return write(given.file, given.scale)
    return compare(given.file, given.other, everything=given.all)


sys.exit(main())
