"""The floor: session, user, one question of 25 joined rows and a template; and a form that writes a row."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from config.wsgi import application as portal

application = portal  # with settings of its own; it loads Django

from accounts.models import User  # noqa: E402 -- models are loaded only now
from participants.models import Enrolment  # noqa: E402


class TitleForm(forms.Form):
    """One text."""

    title = forms.CharField(max_length=100)


@login_required
def page(request: HttpRequest, cohort: int) -> HttpResponse:
    """List 25 people."""
    rows = Enrolment.objects.filter(cohort=cohort).select_related("user", "municipality", "cohort")[:25]
    return render(request, "floor.html", {"rows": rows})


@login_required
def form(request: HttpRequest) -> HttpResponse:
    """Write one field of one row."""
    sent = TitleForm(request.POST)
    if not sent.is_valid():
        return HttpResponse(status=422)
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=request.user.pk).update(title=sent.cleaned_data["title"])
    return redirect("form")


urlpatterns = [path("<int:cohort>/", page), path("form/", form, name="form")]
