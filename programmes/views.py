"""Pages of the programmes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    """The public start page."""
    return render(request, "programmes/start.html")
