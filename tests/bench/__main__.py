"""``make bench``: how the main pages do on a country's data, beside a floor measured in the same run.

``--json FILE`` keeps the figures too; with ``--strict`` a goal that is missed ends the run with 1.
"""

import os
import subprocess
import sys
import tempfile
import time

from tests import services

MANAGE = [sys.executable, "manage.py"]
# As in production: what is written reaches the disk before it is answered.
services.POSTGRES_SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
    os.environ |= {
        "PORTAL_MODE": "demo",
        "PORTAL_VAR": folder,
        "DATABASE_URL": services.start_postgres(),
        "REDIS_URL": services.start_redis(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run([*MANAGE, "migrate", "-v0"], check=True)
    started = time.monotonic()
    subprocess.run([*MANAGE, "seed_demo", "--scale", "national"], check=True, stdout=subprocess.DEVNULL)
    print(f"A country was built in {time.monotonic() - started:.0f} s.", flush=True)
    done = subprocess.run([sys.executable, "-m", "tests.bench.measure", *sys.argv[1:]], check=False)
sys.exit(done.returncode)
