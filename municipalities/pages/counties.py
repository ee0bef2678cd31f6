"""Which county an address asks for: ``?lan=`` is read here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import Http404

from municipalities.models import CountyBoard

ASKED = "lan"


def asked_slug(asked: Mapping[str, str]) -> str:
    """The county that the address names; empty when it names none."""
    return asked.get(ASKED) or ""


def boards_asked(boards: Iterable[CountyBoard], slug: str) -> list[CountyBoard]:
    """The county board that is named, all of the person's own when none is.

    Raises:
        Http404: nobody's board, another's, or the person has none.
    """
    found = [board for board in boards if slug in {"", board.slug}]
    if not found:
        raise Http404
    return found
