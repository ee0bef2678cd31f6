#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from django.core.management import execute_from_command_line

# Where one of these is set, somebody runs the portal for real.
PRODUCTION_SETTINGS = frozenset({"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"})


def default_mode(folder: Path, environment: Mapping[str, str]) -> str:
    """Choose development in a checkout without any settings; everywhere else stay with production.

    Production often runs from a clone too. Its ``.env`` or its environment then keeps a command that is
    typed without ``PORTAL_MODE`` from reaching for an empty development database.
    """
    is_checkout = (folder / ".git").exists() and not (folder / ".env").exists()
    return "development" if is_checkout and not PRODUCTION_SETTINGS & environment.keys() else "production"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("PORTAL_MODE", default_mode(Path(__file__).resolve().parent, os.environ))
    execute_from_command_line(sys.argv)
