"""Sets Django up and Prefect straight, before a flow's module imports either of them."""

import logging
import os

import django
from django.apps import apps

# Nothing leaves the machine, and no run ever starts a server of its own (ADR 0005).
PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
for name, value in PREFECT.items():
    os.environ.setdefault(name, value)
if not apps.ready:
    django.setup()
# One line for each of Prefect's requests would drown what the flows have to say.
logging.getLogger("httpx").setLevel(logging.WARNING)
