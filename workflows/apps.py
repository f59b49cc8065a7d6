"""Registers workflows with Django, for its management commands."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """See the package's own sentence."""

    name = "workflows"
