"""Hides small numbers of people outside the county, because the people behind them could be guessed.

The county board's own page shows them; a file leaves the county.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

Key = TypeVar("Key")

FEWEST_TOLD = 5


def few_words() -> str:
    """Return what replaces a sum of few people."""
    return _("fewer than five")


def hidden_words() -> str:
    """Return what replaces a group's number: always the same words, because a reason would narrow it down."""
    return _("not shown")


def few_sentence() -> str:
    """Explain why some numbers are missing."""
    return _(
        "Where fewer than five people are counted the number is not shown, and neither is one that would "
        "give it away."
    )


def shown_here_sentence() -> str:
    """Explain on the county's own page that a file, which leaves the county, tells less."""
    return _("Only the county board sees the numbers under five. The file you download does not show them.")


def hidden(people: Mapping[Key, int]) -> set[Key]:
    """Return the groups to hide: those under five, and as many more as keep the sum from revealing them.

    At least two groups with five people together are hidden, the next smallest added. An empty group is
    never hidden.
    """
    found = {key for key, count in people.items() if 0 < count < FEWEST_TOLD}
    others = sorted((key for key in people if people[key] >= FEWEST_TOLD), key=lambda key: people[key])
    while found and others and (len(found) == 1 or sum(people[key] for key in found) < FEWEST_TOLD):
        found.add(others.pop(0))
    return found
