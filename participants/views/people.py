"""Views on a person for MÄN."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from audit.actions import by
from participants.actions.forgetting import erase_person
from participants.forms.erasing import EraseForm
from participants.pages.erasing import erasing_page
from ui.deeds import done, sent
from ui.layout import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Erase a person who has asked for it, after a page that says what goes and what stays."""
    require_staff(request.user)
    person = get_object_or_404(User, pk=pk)
    back = reverse("admin:accounts_user_change", args=[person.pk])
    form = EraseForm(sent(request))
    if done(form, erase_person, person, **by(request)):
        messages.success(request, _("The person is erased. What was handed in stays without a name."))
        return redirect(back)
    page = erasing_page(person, actor=request.user, on=request.today)
    frame = FormPage(_("Erase %(person)s") % {"person": person}, person, back)
    return form_page(request, form, frame, "participants/person_erase.html", page=page)
