"""Addresses of the auditors' reading room."""

from django.urls import path

from archive.web import auditing

urlpatterns = [
    path("", auditing.decisions, name="audit"),
    path("decisions.csv", auditing.export, name="audit-export"),
    path("ledger/", auditing.ledger, name="audit-ledger"),
    path("ledger/<int:number>/", auditing.entry, name="audit-entry"),
    path("keeping/", auditing.keeping, name="audit-keeping"),
    path("<uuid:key>/", auditing.whole_story, name="audit-story"),
]
