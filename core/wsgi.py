"""The WSGI entry point that granian serves: baked pages first, then Django."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
# Named as a string: core does not import the apps (import contract 1).
baked_sites = import_string("publishing.web.baked.BakedSites")
page_log = import_string("publishing.web.page_log.PageLog")
application = baked_sites(get_wsgi_application(), settings.PORTAL_ROOT, page_log(settings.PAGE_LOG))
