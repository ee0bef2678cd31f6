"""Renders a template to a mail: a subject, a text, and HTML with exactly the same words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

SUBJECT_PREFIX = "Subject: "
MAX_SUBJECT = 78
TOO_MANY_EMPTY_LINES = re.compile(r"\n{3,}")
FULL_STOP_AND_THE_LIKE = ".,;:!?)"


class BadTemplateError(ValueError):
    """The template does not begin with a subject line and an empty line."""


@dataclass(frozen=True)
class Letter:
    """The content of a mail."""

    subject: str
    text: str
    html: str


def render(template_name: str, context: Mapping[str, object], *, language: str) -> Letter:
    """Render in the reader's language; the text is not escaped, the HTML is."""
    with translation.override(language):
        variables = {
            "site_url": settings.SITE_URL,
            "portal_name": settings.PORTAL_NAME,
            "contact_email": settings.CONTACT_EMAIL,
            **context,
        }
        rendered = _render(template_name, variables, autoescape=False)
        subject, text = _split(rendered, template_name)
        paragraphs = [_paragraph(part) for part in text.split("\n\n")]
        page = {"language": language, "subject": subject, "paragraphs": paragraphs}
        return Letter(subject, text, _render("mail/layout.html", page, autoescape=True))


def _render(template_name: str, variables: Mapping[str, object], *, autoescape: bool) -> str:
    template: Any = get_template(template_name)
    return str(template.template.render(Context(variables, autoescape=autoescape)))


def _split(rendered: str, template_name: str) -> tuple[str, str]:
    """Split subject and body; the subject becomes one line, as a line break could add a header."""
    head, gap, body = rendered.replace("\r", "").strip().partition("\n\n")
    if not head.startswith(SUBJECT_PREFIX) or not gap:
        raise BadTemplateError(template_name)
    subject = " ".join(head.removeprefix(SUBJECT_PREFIX).split())
    if len(subject) > MAX_SUBJECT:
        subject = subject[: MAX_SUBJECT - 1].rstrip() + "…"
    lines = "\n".join(line.rstrip() for line in body.strip().split("\n"))
    return subject, TOO_MANY_EMPTY_LINES.sub("\n\n", lines) + "\n"


def _paragraph(part: str) -> SafeString:
    """Return a paragraph as HTML with its line breaks; only links to the portal are clickable."""
    lines = (_line(line) for line in part.strip().split("\n"))
    return mark_safe("<br>\n".join(lines))  # noqa: S308 - every word was escaped


def _line(line: str) -> str:
    if settings.SITE_URL not in line:
        return escape(line)
    return " ".join(_word(word) for word in line.split(" "))


def _word(word: str) -> str:
    address = word.rstrip(FULL_STOP_AND_THE_LIKE)
    if address == settings.SITE_URL or address.startswith(f"{settings.SITE_URL}/"):
        return format_html('<a href="{0}">{0}</a>{1}', address, word[len(address) :])
    return escape(word)
