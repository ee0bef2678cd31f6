"""Pages of no single app: home, health, the demo's mail, errors."""

import os
import sys
from datetime import timedelta

from allauth.core.internal.ratelimit import handler429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from audit.keep import Data
from audit.security import note
from config.celery import app
from config.context import home_of, roles_of
from config.forgetting import soon
from config.keeping import cookies, promise_of, promises
from config.mail import all_mail, find_mail
from notifications.models import Message
from participants.actions.forgetting import people_soon
from programmes.views import start

OLDEST_WAITING = timedelta(minutes=15)
RETRY_AFTER_SECONDS = 30
MOST_PEOPLE = 200


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the public start page, or redirect a logged-in person to their home page."""
    if not request.user.is_authenticated:
        return start(request)
    if page := home_of(roles_of(request)):
        return redirect(page)
    messages.info(
        request, _("You do not take part in a training right now. Write to us if you think that you should.")
    )
    return redirect("account")


@login_not_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """Tell which data is kept, how long, and which cookies there are."""
    return render(request, "config/personal_data.html", {"promises": promises(), "cookies": cookies()})


@require_safe
def forgetting(request: LoggedInRequest) -> HttpResponse:
    """Show MÄN who and what is forgotten within 30 days."""
    require_staff(request.user)
    now = timezone.now()
    rows = [(promise_of(step.keep), n) for step, n in soon(at=now) if step.keep.data != Data.SESSION]
    people = people_soon(now).order_by("last_login", "date_joined", "pk")[:MOST_PEOPLE]
    return render(request, "config/forgetting.html", {"rows": rows, "people": people})


@login_not_required
@never_cache
@require_safe
def demo_mail_list(request: HttpRequest) -> HttpResponse:
    """List the mails that the demo has written; 404 outside a demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "config/demo_mail_list.html", {"mails": all_mail(settings.DEMO_MAIL)})


@login_not_required
@never_cache
@require_safe
def demo_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail of the demo with working links."""
    mail = find_mail(settings.DEMO_MAIL, name) if settings.DEMO else None
    if mail is None:
        raise Http404
    return render(request, "config/demo_mail.html", {"mail": mail})


@login_not_required
@never_cache
@require_safe
def health_live(_request: HttpRequest) -> JsonResponse:
    """Report that the web process answers."""
    return JsonResponse({"web": "ok"})


@login_not_required
@never_cache
@require_safe
def health_ready(_request: HttpRequest) -> JsonResponse:
    """Report database, broker and mail; 503 when one of them fails or mail piles up."""
    words = {"database": _database_word(), "broker": _broker_word()}
    words["mail"] = _mail_word() if words["database"] == "ok" else "unknown"
    ready = set(words.values()) == {"ok"}
    return JsonResponse(words, status=200 if ready else 503)


def _database_word() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _broker_word() -> str:
    url = app.conf.broker_write_url
    if not url.startswith("redis"):
        folder = str(settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out", ""))
        return "ok" if os.access(folder, os.W_OK) else "unreachable"
    try:
        with Redis.from_url(url, **settings.REDIS_LIMITS) as broker:
            broker.ping()
    except RedisError:
        return "unreachable"
    return "ok"


def _mail_word() -> str:
    age = Message.objects.oldest_waiting(at=timezone.now())
    return "ok" if age is None or age <= OLDEST_WAITING else "piling up"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain in plain words why a form was refused, and what to do."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 without the request, as its address may be the cause."""
    if isinstance(exception, TooManyFilesSent):
        note("upload.refused", request=request, why="too_many_files")
    return HttpResponse(render_to_string("400.html", _plain_context()), status=400)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 to who comes too often; allauth counts, and asks for this page."""
    match = request.resolver_match
    note("login.refused", request=request, method=match.url_name if match else "")
    return handler429(request)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer without database, session or user, as any may be broken; 503 when the database is away."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        away = HttpResponse(render_to_string("503.html", _plain_context()), status=503)
        away["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return away
    return HttpResponse(render_to_string("500.html", _plain_context()), status=500)


def _plain_context() -> dict[str, str]:
    return {"portal_name": settings.PORTAL_NAME, "contact_email": settings.CONTACT_EMAIL}
