"""The security trail: who came in, who was refused, and what changed about a way in.

Each event is one row of the trail and, as every role and account that changes, one line of the log
``portal.security``. Neither holds a secret, an address or a whole network address.
"""

import ipaddress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from audit.actions import record

KEPT_BITS = {4: 24, 6: 48}


def network_of(request: HttpRequest) -> str:
    """Return the visitor's network: enough to see a pattern, too little to point at a person."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network((address, KEPT_BITS[address.version]), strict=False))


def note(verb: str, *, about: Model | None = None, request: HttpRequest | None = None, **facts: Any) -> None:
    """Record an event of the request that is being answered; without a person it is about nobody.

    Who answers before allauth knows of the request hands it over.
    """
    request = request or context.request
    user = getattr(request, "user", None)
    actor = user if user is not None and user.is_authenticated else None
    nobody = get_user_model()(pk=0)
    now = timezone.now()  # noqa: TID251 -- it happens now
    if request is not None:  # none once it is answered, when a mail about it is written
        facts["network"] = network_of(request)
    record(actor=actor, verb=verb, target=about or actor or nobody, at=now, **facts)
