"""Addresses of the internal forms."""

from django.urls import path

from archive.web import printed

urlpatterns = [path("<uuid:key>/<slug:kind>.pdf", printed.form, name="printed-form")]
