"""Small numbers of people are not told outside the county: who stands behind them could be guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    Key = TypeVar("Key")

FEWEST_TOLD = 5


def few_words() -> str:
    """What stands in place of a small number."""
    return _("fewer than five")


def hidden(people: Mapping[Key, int]) -> set[Key]:
    """The groups whose numbers are hidden: those under five, and one more where the sum would tell.

    A group of nobody hides nobody.
    """
    few = {key for key, count in people.items() if 0 < count < FEWEST_TOLD}
    others = {key: count for key, count in people.items() if count >= FEWEST_TOLD}
    if len(few) == 1 and others:
        few.add(min(others, key=lambda key: others[key]))
    return few
