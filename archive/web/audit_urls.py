"""Addresses of the auditors' reading room."""

from django.urls import path

from archive.web import auditing, outliers, safekeeping, sampling

urlpatterns = [
    path("", auditing.decisions, name="audit"),
    path("decisions.csv", auditing.export, name="audit-export"),
    path("ledger/", auditing.ledger, name="audit-ledger"),
    path("ledger/<int:number>/", auditing.entry, name="audit-entry"),
    path("keeping/", safekeeping.keeping, name="audit-keeping"),
    path("keeping/drills/<int:number>/", safekeeping.drill, name="audit-drill"),
    path("outliers/", outliers.listing, name="audit-outliers"),
    path("outliers.csv", outliers.export, name="audit-outliers-export"),
    path("samples/", sampling.listing, name="audit-samples"),
    path("samples/draw/", sampling.drawn, name="audit-draw"),
    path("samples/<int:key>/", sampling.whole, name="audit-sample"),
    path("samples/<int:key>/items/<int:position>/", sampling.noted, name="audit-note"),
    path("samples/<int:key>.csv", sampling.export, name="audit-sample-export"),
    path("<uuid:key>/", auditing.whole_story, name="audit-story"),
    path("<uuid:key>/evidence.zip", auditing.evidence, name="audit-evidence"),
]
