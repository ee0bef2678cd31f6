"""The public pages: the two trainings, and the form for an enquiry."""

from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.actions.enquiries import receive_enquiry
from programmes.forms.enquiry import EnquiryForm
from programmes.models import ProcessStep, Programme
from ui.deeds import done
from ui.layout import FormPage, form_page


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the two trainings, and how to get in touch."""
    context = {"programmes": Programme.objects.offered(), "steps": ProcessStep.objects.all()}
    return render(request, "programmes/start.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def enquiry_create(request: HttpRequest) -> HttpResponse:
    """Save an enquiry; a robot that fills in the trap gets the same receipt, and nothing is saved."""
    form = EnquiryForm(request.POST or None)
    if form.is_from_a_robot:
        return redirect("programmes:enquiry_received")
    if done(form, lambda: _receive(request, **form.answers)):
        return redirect("programmes:enquiry_received")
    lead = _("Tell us what you are interested in. A person at MÄN answers you by e-mail.")
    frame = FormPage(_("Send an enquiry"), _("the start page"), reverse("home"), lead=lead)
    return form_page(request, form, frame)


@login_not_required
@require_safe
def enquiry_received(request: HttpRequest) -> HttpResponse:
    """Thank for the enquiry, and say what happens next."""
    return render(request, "programmes/enquiry_received.html")


def _receive(request: HttpRequest, *, email: str, **answers: Any) -> None:
    """Save an enquiry; refuse it when there are too many from the connection or the address."""
    if not ratelimit.consume(request, action="enquiry", key=email.lower()):
        raise ValidationError(
            _(
                "Several enquiries have come from you in the last hour. "
                "Wait an hour, or write to us by e-mail."
            )
        )
    receive_enquiry(email=email, **answers, at=timezone.now())
