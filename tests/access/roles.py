"""The eleven roles that every page is asked as, and how a role asks."""

import time
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction
from django.test import Client

ROLES = (
    "anonymous",
    "member",
    "member_elsewhere",
    "process_leader",
    "coordinator",
    "coordinator_elsewhere",
    "ended_coordinator",
    "staff",
    "superuser",
    "reader",
    "deactivated",
)
AN_HOUR = 3600
LOG_IN_FIRST = ("/logga-in/", "/admin/login/")
# Tables that a request may write to without anybody having done anything.
SESSION_TABLES = ("django_session", "usersessions_usersession")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def rolled_back():
    """Undo everything that happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def standing(blocker, build):
    """Yield what ``build`` makes to all tests of a module, and remove it afterwards."""
    with blocker.unblock(), rolled_back():
        yield build()


@contextmanager
def writes():
    """Collect the statements that change rows, sessions aside."""
    found = []

    def look(execute, sql, params, many, context):
        is_write = sql.lstrip().upper().startswith(WRITES)
        if is_write and not any(table in sql[:80] for table in SESSION_TABLES):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def log_in(user):
    """Return the cookies of somebody who has just logged in by code."""
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        just_now = time.time() + AN_HOUR  # however long the tests of the module take
        session["account_authentication_methods"] = [{"method": "code", "at": just_now}]
        session.save()
    return client.cookies.output(header="", sep=";")


def ask(scene, role, method, url, data=None, *, csrf=False, **options):
    """Ask as the role, with the cookies of its login: what one request does to them is forgotten."""
    client = _browser(csrf=csrf)
    client.cookies.clear()
    client.cookies.load(scene.cookies[role])
    response = getattr(client, method.lower())(url, data, **options)
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


@cache
def _browser(*, csrf):
    """Return one browser for all: a new one loads the middleware again, slower than most pages."""
    return Client(raise_request_exception=False, enforce_csrf_checks=csrf)


def cell(response):
    """Return the answer as the table writes it: the status, or ``in`` for "log in first"."""
    target = response.headers.get("Location", "").partition("?")[0]
    if response.status_code == 302 and target.removeprefix("/en") in LOG_IN_FIRST:
        return "in"
    return str(response.status_code)
