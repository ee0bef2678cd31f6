"""``make bench``: how the main pages do on a country's data, beside a floor measured in the same run."""

import os
import subprocess
import sys
import tempfile
import time

from tests.services import start_postgres, start_redis

MANAGE = [sys.executable, "manage.py"]

with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
    os.environ |= {
        "PORTAL_MODE": "demo",
        "PORTAL_VAR": folder,
        "DATABASE_URL": start_postgres(),
        "REDIS_URL": start_redis(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run([*MANAGE, "migrate", "-v0"], check=True)
    started = time.monotonic()
    subprocess.run([*MANAGE, "seed_demo", "--scale", "national"], check=True, stdout=subprocess.DEVNULL)
    print(f"A country was built in {time.monotonic() - started:.0f} s.", flush=True)
    done = subprocess.run([sys.executable, "-m", "tests.bench.measure"], check=False)
sys.exit(done.returncode)
