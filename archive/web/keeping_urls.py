"""Addresses of the archivist's desk."""

from django.urls import path

from archive.web import keeping

urlpatterns = [
    path("", keeping.desk, name="keeping-desk"),
    path("propose/", keeping.propose, name="disposal-propose"),
    path("hold/", keeping.hold, name="legal-hold"),
    path("<uuid:key>/decide/", keeping.decide, name="disposal-decide"),
    path("<uuid:key>/carry-out/", keeping.carry_out, name="disposal-carry-out"),
    path("<uuid:key>/certificate.json", keeping.certificate, name="disposal-certificate"),
]
