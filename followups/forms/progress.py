"""The choices of progress, as both the county board and the municipality see them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from followups.models import CheckIn, MunicipalReply
from followups.statuses import of_progress

HINTS = {
    "on_track": gettext_lazy("The work moves on"),
    "needs_support": gettext_lazy("Something slows it down, but can be solved"),
    "stuck": gettext_lazy("Gets no further without help"),
    "no_contact": gettext_lazy("I have tried"),
}


def progress_choice(
    progress: CheckIn.Progress | MunicipalReply.Progress, mark: str = ""
) -> tuple[str, SafeString]:
    """Return one choice: its glyph, its word, and a mark after it."""
    glyph = of_progress(progress).glyph
    words = format_html('<span aria-hidden="true">{}</span> {}{}', glyph, progress.label, mark)
    return progress.value, words
