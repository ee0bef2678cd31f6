"""Accessible PDF (PDF/UA-1) of a document, from the same HTML as the page.

The library needs Debian's pango. It is loaded when the first PDF is asked for: without it the portal runs,
and whoever asks for a PDF is told in a sentence.
"""

import logging
from pathlib import Path
from typing import Any, NoReturn

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reports.documents.document import Document

logger = logging.getLogger(__name__)
STYLES, VARIANT = "css/pdf.css", "pdf/ua-1"


def refuse_without_library() -> None:
    """Refuse at once when the library is missing, before anybody waits for a PDF."""
    try:
        import weasyprint  # noqa: F401, PLC0415 -- loads pango
    except (ImportError, OSError):
        logger.warning("PDF cannot be made: pango is missing (see the README).")
        raise ValidationError(
            _("PDF cannot be made on this server right now. Choose Excel, or write to MÄN."), code="no_pdf"
        ) from None


def as_pdf(document: Document, *, notes: list[tuple[str, str]]) -> bytes:
    """Write the document; ``notes`` stand under the title: registry number, when it was made."""
    refuse_without_library()
    return pages_of(document, notes=notes).write_pdf(pdf_variant=VARIANT) or b""


def pages_of(document: Document, *, notes: list[tuple[str, str]]) -> Any:
    """Lay the document out on pages."""
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class NothingFetcher(URLFetcher):
        """Refuses every address: a document holds all it needs, and must not open files of the server."""

        def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
            raise ValueError(url)

    fetcher = NothingFetcher()
    html = render_to_string("reports/report_print.html", {"document": document, "notes": notes})
    styles = CSS(string=_styles().read_text(), url_fetcher=fetcher)
    page = HTML(string=html, base_url="portal:", url_fetcher=fetcher)
    return page.render(stylesheets=[styles], pdf_variant=VARIANT)


def _styles() -> Path:
    return Path(str(finders.find(STYLES)))
