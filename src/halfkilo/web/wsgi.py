"""The site as a WSGI application, one per worker."""

from __future__ import annotations

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halfkilo.web.settings")

application = get_wsgi_application()

from halfkilo.web import rules  # noqa: E402  # needs the settings

rules.in_force()  # a worker with numbers that can't be used does not start

if os.environ.get("HALFKILO_WORKER") == "1":
    from halfkilo.gym.follow import leave_with
    from halfkilo.web import collector, gymlink, prepare, recordings

    if launcher := multiprocessing.parent_process():
        leave_with(launcher.pid or 0)
    prepare.prepare()
    recordings.tidy_beside()
    if os.environ.get("HALFKILO_GYM") != "none":
        gymlink.start()
    collector.settle()
