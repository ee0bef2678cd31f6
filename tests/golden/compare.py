"""Compares two golden runs, and tells the differences that were meant from those that were not."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MEANT = Path(__file__).with_name("meant.md")
WAYS = ("pages", "lines", "order", "replace", "only")


@dataclass
class Meant:
    """A difference with a name: on which pages, and what of them is not compared.

    ``lines`` are left out before comparing, those of ``order`` may stand anywhere, ``replace`` is written
    otherwise on both sides, and a page that only one side has is let through where ``only`` matches its name.
    Without any of these the pages are not compared at all.
    """

    name: str
    pages: str = "."
    lines: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    replace: list[tuple[str, str]] = field(default_factory=list)
    only: list[str] = field(default_factory=list)

    @property
    def is_whole_page(self) -> bool:
        return not (self.lines or self.order or self.replace or self.only)


def meant(text: str) -> list[Meant]:
    """Read the list: a heading per difference, then ``- way: `pattern` `` (``-> `text` `` after replace)."""
    found: list[Meant] = []
    for line in text.splitlines():
        if line.startswith("## "):
            found.append(Meant(line.removeprefix("## ")))
        said = re.match(rf"- ({'|'.join(WAYS)}): `(.+?)`(?: -> `(.*)`)?$", line)
        if not said or not found:
            continue
        way, pattern, becomes = said.groups()
        if way == "pages":
            found[-1].pages = pattern
        elif way == "replace":
            found[-1].replace.append((pattern, becomes or ""))
        else:
            getattr(found[-1], way).append(pattern)
    return found


def differences(
    old: dict[str, list[str]], new: dict[str, list[str]], rules: list[Meant], used: Counter
) -> Iterator[tuple[str, str]]:
    """Give the name of each page that differs otherwise than meant, and how."""
    for name in sorted(old.keys() | new.keys()):
        mine = [rule for rule in rules if re.search(rule.pages, name)]
        if name in old and name in new:
            difference = _difference(name, old[name], new[name], mine, used)
        else:
            difference = _only(name, mine, used, side="before" if name in old else "after")
        if difference:
            yield name, difference


def _only(name, rules, used, *, side):
    for rule in rules:
        if rule.is_whole_page or any(re.search(pattern, name) for pattern in rule.only):
            used[rule.name] += 1
            return ""
    return f"  only {side}"


def _difference(name, old, new, rules, used):
    if _words(old) == _words(new):
        return ""
    for rule in rules:
        if rule.is_whole_page:
            used[rule.name] += 1
            return ""
        before, after = (_without(lines, rule) for lines in (old, new))
        used[rule.name] += (before, after) != (old, new)
        old, new = before, after
    if _words(old) == _words(new):
        return ""
    return "\n".join(difflib.unified_diff(old, new, f"before: {name}", f"after: {name}", n=1, lineterm=""))


def _without(lines, rule):
    for pattern, becomes in rule.replace:
        lines = [re.sub(pattern, becomes, line) for line in lines]
    lines = [line for line in lines if not any(re.fullmatch(pattern, line) for pattern in rule.lines)]
    anywhere = sorted(line for line in lines if any(re.fullmatch(pattern, line) for pattern in rule.order))
    return [
        line for line in lines if not any(re.fullmatch(pattern, line) for pattern in rule.order)
    ] + anywhere


def _words(lines):
    """Give the text without its white space: how a template is cut into lines is no difference."""
    return "".join("".join(lines).split())
