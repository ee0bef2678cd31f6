"""The page of a county board's settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from municipalities.pages.counties import asked_slug
from municipalities.pages.settings import county_settings_page
from programmes.actions.rule import change_check_in_rule
from programmes.forms.settings import CountySettingsForm
from ui.deeds import result_of, sent


@require_http_methods(["GET", "HEAD", "POST"])
def county_settings(request: LoggedInRequest) -> HttpResponse:
    """Show and change months off, due day, reminders and contact; a stand-in may change them too."""
    page = county_settings_page(request.user, asked_slug(request.GET), on=request.today)
    form = CountySettingsForm(sent(request), instance=page.board)
    stored = result_of(form, lambda: change_check_in_rule(page.board, **form.cleaned_data, **by(request)))
    if stored:
        messages.success(request, page.receipt(stored))
        return redirect(reverse("programmes:county_settings") + page.query)
    return render(request, "programmes/county_settings.html", {"page": page, "form": form})
