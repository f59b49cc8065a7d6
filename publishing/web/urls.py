"""Addresses that publishing answers dynamically; the pages themselves are files."""

from django.urls import path

from publishing.web import searching, views

urlpatterns = [
    path("search", searching.search, name="search"),
    path("sites/<slug:code>/search", searching.search, name="site-search"),
    path("preview/<uuid:key>/", views.preview, name="preview"),
    path("preview/<uuid:key>/attachments/<str:file_name>", views.preview_file, name="preview-file"),
    path("desk/publications/<uuid:key>/take-down/", views.take_down_page, name="take-down"),
]
