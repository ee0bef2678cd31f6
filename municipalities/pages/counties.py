"""The county in an address: the only place that reads ``?lan=``."""

from collections.abc import Iterable, Mapping

from django.http import Http404

from municipalities.models import CountyBoard

ASKED = "lan"


def asked_slug(asked: Mapping[str, str]) -> str:
    """Return the slug of the county in the query string; empty when there is none."""
    return asked.get(ASKED) or ""


def boards_asked(boards: Iterable[CountyBoard], slug: str) -> list[CountyBoard]:
    """Return the county board with that slug, or all of ``boards`` when the slug is empty.

    Raises:
        Http404: the slug is of no board in ``boards``, or there are none.
    """
    found = [board for board in boards if slug in {"", board.slug}]
    if not found:
        raise Http404
    return found
