"""A look at posture and mobility with the camera: optional, beside the person's own last ones only."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.look import page

URLS = [path("look/", page.look, name="look")]
"""The address of this room."""
