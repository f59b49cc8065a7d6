"""Addresses of the instance itself."""

from django.urls import path

from core.web import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
