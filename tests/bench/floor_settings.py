"""The portal's settings with Django's own middleware alone: what a page costs at the very least."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth does not start without it
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": ["django.contrib.auth.context_processors.auth"],
            "loaders": [
                ("django.template.loaders.locmem.Loader", {
                    "floor.html": (
                        "<!doctype html><html lang=sv><title>Golv</title><p>{{ user.first_name }}</p><ul>"
                        "{% for row in rows %}<li>{{ row.user.first_name }} {{ row.user.last_name }}, "
                        "{{ row.municipality.name }}, {{ row.cohort.name }}</li>{% endfor %}</ul></html>"
                    ),
                })
            ],
        },
    }
]  # fmt: skip
WSGI_APPLICATION = "tests.bench.floor.application"
CRISPY_FAIL_SILENTLY = True
SILENCED_SYSTEM_CHECKS = ["admin.E403", "account.E001"]
