"""The site as a WSGI application, one per worker."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halfkilo.web.settings")

application = get_wsgi_application()

if os.environ.get("HALFKILO_WORKER") == "1":
    from halfkilo.web import gymlink, prepare

    prepare.prepare()
    if os.environ.get("HALFKILO_GYM") != "none":
        gymlink.start()
