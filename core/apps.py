"""Registers core with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Tools without domain words."""

    name = "core"
    verbose_name = "Nền tảng"
