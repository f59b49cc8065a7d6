"""Addresses of the signatures that are made elsewhere."""

from django.urls import path

from archive.web import signing

urlpatterns = [
    path("", signing.waiting, name="signing"),
    path("certificate/", signing.register, name="signing-certificate"),
    path("certificate/end/", signing.end_certificate, name="signing-certificate-end"),
    path("<uuid:key>/", signing.bring, name="signing-bring"),
    path("<uuid:key>/to-sign", signing.to_sign, name="signing-data"),
    path("<uuid:key>/record.pdf", signing.prepared, name="signing-record"),
]
