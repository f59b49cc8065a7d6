"""Addresses of the public verification of records."""

from django.urls import path

from archive.web import verifying

urlpatterns = [
    path("", verifying.start, name="verify"),
    path("<str:record_id>", verifying.record, name="verify-record"),
    path("<str:record_id>/record.pdf", verifying.printable, name="verify-pdf"),
    path("<str:record_id>/package.zip", verifying.package, name="verify-package"),
]
