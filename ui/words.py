"""Words: the type of a text that may be translated lazily, lists within a sentence, Django's sentences."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Lazy  # only the stubs have it
else:
    Lazy = object

# Django's sentences that the portal rephrases in its catalogue: never "invalid", but what to do. They are
# listed so that ``make messages`` keeps them: our catalogue is looked up before Django's.
REQUIRED = gettext_lazy("This field is required.")
SAID_BETTER: tuple[Promise | str, ...] = (
    REQUIRED,
    gettext_lazy("This field cannot be blank."),
    gettext_lazy("This field cannot be null."),
    gettext_lazy("Enter a valid value."),
    gettext_lazy("Enter a valid email address."),
    gettext_lazy("Enter a valid URL."),
    gettext_lazy("Enter a valid date."),
    gettext_lazy("Enter a valid time."),
    gettext_lazy("Enter a valid date/time."),
    gettext_lazy("Enter a whole number."),
    gettext_lazy("Enter a number."),
    gettext_lazy("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_lazy("Select a valid choice. That choice is not one of the available choices."),
    gettext_lazy("The submitted file is empty."),
    gettext_lazy("Model name"),
    gettext_lazy("Add link"),
    gettext_lazy("Change or view list link"),
    gettext_lazy("No file was submitted."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


def listed(words: Iterable[str]) -> str:
    """Return the words as a list within a sentence: "a, b och c"."""
    return get_text_list([str(word) for word in words], gettext("and"))
