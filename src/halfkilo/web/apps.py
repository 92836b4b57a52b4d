"""The site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    """Holds the models and templates."""

    name = "halfkilo.web"
    label = "web"
    verbose_name = "halfkilo"
