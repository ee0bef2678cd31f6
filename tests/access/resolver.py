"""Every address of the portal, read from the resolver itself: what is new cannot be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern; those without a name are known by their route."""

    name: str
    route: str
    is_public: bool

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")


@cache
def addresses() -> dict[str, Address]:
    """Return all addresses by name."""
    found = list(_walk(get_resolver(), namespace="", route=""))
    by_name = {address.name: address for address in found}
    assert len(by_name) == len(found), "two patterns bear one name"
    return by_name


def _walk(resolver, *, namespace, route):
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = namespace + (entry.name or str(entry.pattern))
            if not entry.name and namespace == "admin:":
                name = f"admin:{here.removeprefix('admin/')}"
            yield Address(name, here, getattr(entry.callback, "login_required", True) is False)
        else:
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, namespace=inside, route=here)
