"""The addresses of the pages about sites, their hosts and their previews."""

from django.urls import path

from publishing.web import hosts, site_previews, sites

urlpatterns = [
    path("preview/sites/<slug:code>/", site_previews.home, name="site-preview"),
    path("preview/sites/<slug:code>/site.css", site_previews.style, name="site-preview-style"),
    path("preview/sites/<slug:code>/logo", site_previews.logo, name="site-preview-logo"),
    path("desk/office/sites/", sites.listing, name="sites"),
    path("desk/office/sites/new/", sites.new, name="site-new"),
    path("desk/office/hosts/", hosts.report, name="hosts"),
    path("desk/office/sites/<slug:code>/", sites.one, name="site"),
    path("desk/office/sites/<slug:code>/edit/", sites.edit, name="site-edit"),
    path("desk/office/sites/<slug:code>/keepers/", sites.give_keeper, name="site-keeper"),
    path(
        "desk/office/sites/<slug:code>/keepers/<int:key>/end/",
        sites.end_keeper,
        name="site-keeper-end",
    ),
    path(
        "desk/office/sites/<slug:code>/versions/<int:number>/restore/",
        sites.restore,
        name="site-restore",
    ),
]
