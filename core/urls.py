"""Every address of the instance; the apps are named as strings (import contract 1)."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("core.web.urls")),
    path("desk/language/", set_language, name="set_language"),
    path("desk/", include("approvals.web.urls")),
    path("audit/", include("archive.web.audit_urls")),
    path("verify/", include("archive.web.verify_urls")),
    path("api/", include("api.urls")),
    path("", include("publishing.web.urls")),
]
