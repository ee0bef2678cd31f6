"""The floor: session, user, one question of 25 joined rows and a template."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.wsgi import application as portal

application = portal  # with settings of its own; it loads Django

from django.apps import apps  # noqa: E402 -- models are loaded only now


@login_required
def page(request: HttpRequest, cohort: int) -> HttpResponse:
    """List 25 people."""
    enrolments = apps.get_model("participants", "Enrolment").objects.filter(cohort=cohort)
    rows = enrolments.select_related("user", "municipality", "cohort")[:25]
    return render(request, "floor.html", {"rows": rows})


urlpatterns = [path("<int:cohort>/", page)]
