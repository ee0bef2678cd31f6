"""The WSGI application that the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.checks import refuse_invented_people  # noqa: E402 -- models load above

refuse_invented_people()

# A long page creates many objects. Collecting garbage among everything loaded, for every few hundred of them,
# took a tenth of its time, at worst a third.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
