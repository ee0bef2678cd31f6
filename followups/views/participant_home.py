"""A participant's own page."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from followups.models import CheckInVersion
from followups.models.check_in import PublicPart
from municipalities.models import Municipality
from participants.summaries.home import home_cards


@require_safe
def participant_home(request: LoggedInRequest) -> HttpResponse:
    """Say what to do now, in each cohort; a process leader also reads the municipality's next step."""
    cards = home_cards(request.user, on=request.today, at=timezone.now())
    versions = CheckInVersion.objects.of_groups_led_by(request.user, on=request.today).newest()
    context = {"cards": cards, "next_steps": _latest_next_steps(versions)}
    return render(request, "followups/participant_home.html", context)


def _latest_next_steps(versions: Iterable[CheckInVersion]) -> list[tuple[Municipality, PublicPart]]:
    """The next step of each municipality, from the latest month that has one; its public part alone."""
    latest: dict[Municipality, PublicPart] = {}
    for version in versions:
        latest.setdefault(version.check_in.participation.municipality, version.public_part())
    return [(municipality, part) for municipality, part in latest.items() if part.next_step]
