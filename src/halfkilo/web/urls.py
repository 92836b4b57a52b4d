"""Where everything is. Pages of people are in `pages/urls.py`; what needs no page is here."""

from __future__ import annotations

from pathlib import Path

from django.urls import include, path

from halfkilo.web import plainviews
from halfkilo.web.api import api

urlpatterns = [
    path("healthz", plainviews.healthz, name="healthz"),
    path("lan/ca.crt", plainviews.certificate, name="lan-certificate"),
    path("lan/qr.svg", plainviews.qr, name="lan-qr"),
    path("api/", api.urls),
]
if (Path(__file__).parent / "pages" / "urls.py").exists():
    urlpatterns.append(path("", include("halfkilo.web.pages.urls")))

handler404 = "halfkilo.web.plainviews.not_here"
handler500 = "halfkilo.web.plainviews.went_wrong"
