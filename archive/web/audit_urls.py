"""Addresses of the auditors' reading room."""

from django.urls import path

from archive.web import auditing, safekeeping

urlpatterns = [
    path("", auditing.decisions, name="audit"),
    path("decisions.csv", auditing.export, name="audit-export"),
    path("ledger/", auditing.ledger, name="audit-ledger"),
    path("ledger/<int:number>/", auditing.entry, name="audit-entry"),
    path("keeping/", safekeeping.keeping, name="audit-keeping"),
    path("keeping/drills/<int:number>/", safekeeping.drill, name="audit-drill"),
    path("<uuid:key>/", auditing.whole_story, name="audit-story"),
]
