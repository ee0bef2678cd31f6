"""One check-in for the registry: every version as it was marked done."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import CheckIn, CheckInVersion
from reports.documents.answers import version_part
from reports.documents.document import Document


def check_in_document(check_in: CheckIn, versions: list[CheckInVersion], *, with_note: bool) -> Document:
    """Build the document; the newest version stands first."""
    municipality, cohort = check_in.participation.municipality, check_in.participation.cohort
    count = len(versions)
    sentence = ngettext(
        "The check-in was marked as done once.", "The check-in was marked as done %(count)s times.", count
    )
    return Document(
        title=_("Check-in with %(municipality)s, %(month)s")
        % {"municipality": municipality.full_name, "month": date_format(check_in.month, "F Y")},
        scope=f"{cohort.name} · {cohort.county_board}",
        sentences=[sentence % {"count": count}],
        parts=[
            version_part(
                each, heading=_("Version %(number)s") % {"number": each.version}, with_note=with_note
            )
            for each in versions
        ],
    )
