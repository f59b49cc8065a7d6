"""Addresses that publishing answers dynamically; the pages themselves are files."""

from django.urls import path

from publishing.web import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("sites/<slug:code>/search", views.search, name="site-search"),
    path("preview/<uuid:key>/", views.preview, name="preview"),
    path("preview/<uuid:key>/attachments/<str:file_name>", views.preview_file, name="preview-file"),
    path("desk/publications/<uuid:key>/take-down/", views.take_down_page, name="take-down"),
]
