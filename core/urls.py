"""Every address of the instance; the apps are named as strings (import contract 1)."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.web.urls")),
    path("desk/signing-folder/", include("archive.web.folder_urls")),
    path("desk/keeping/", include("archive.web.keeping_urls")),
    path("desk/signing/", include("archive.web.signing_urls")),
    path("desk/forms/", include("archive.web.printed_urls")),
    path("desk/", include("approvals.web.urls")),
    path("audit/", include("archive.web.audit_urls")),
    path("verify/", include("archive.web.verify_urls")),
    path("api/", include("api.urls")),
    path("", include("publishing.web.site_urls")),
    path("", include("publishing.web.urls")),
]

handler400 = "core.web.errors.bad_request"
handler403 = "core.web.errors.forbidden"
handler404 = "core.web.errors.not_found"
handler500 = "core.web.errors.broken"
