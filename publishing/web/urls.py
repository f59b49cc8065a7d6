"""Addresses that publishing answers dynamically; the pages themselves are files."""

from django.urls import path

from publishing.web import (
    disclosures,
    duties,
    page_counts,
    partnering,
    pinning,
    releases,
    searching,
    views,
)

urlpatterns = [
    path("desk/duties/", duties.radar, name="duties"),
    path("desk/duties/<slug:unit>/<slug:category>/", duties.kind, name="duty"),
    path("search", searching.search, name="search"),
    path("sites/<slug:code>/search", searching.search, name="site-search"),
    path("desk/feeds/", partnering.feeds, name="feeds"),
    path("desk/page-counts/", page_counts.counts, name="page-counts"),
    path("desk/search-pins/", pinning.pins, name="pins"),
    path("disclosures", disclosures.disclosures),
    path("sites/<slug:code>/disclosures", disclosures.disclosures, name="disclosures"),
    path("preview/<uuid:key>/", views.preview, name="preview"),
    path("preview/<uuid:key>/attachments/<str:file_name>", views.preview_file, name="preview-file"),
    path("desk/publications/<uuid:key>/take-down/", views.take_down_page, name="take-down"),
    path("desk/releases/", releases.releases, name="releases"),
    path("desk/releases/new/<slug:code>/", releases.new_bundle, name="release-new"),
    path("desk/releases/<uuid:key>/", releases.one_bundle, name="release"),
    path("desk/releases/<uuid:key>/edit/", releases.edit_bundle, name="release-edit"),
    path("desk/releases/<uuid:key>/cancel/", releases.cancel_bundle, name="release-cancel"),
    path(
        "desk/publications/<uuid:key>/rehearsal/",
        releases.item_rehearsal,
        name="release-rehearsal",
    ),
]
