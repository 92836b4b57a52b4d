"""Settings of the tests: another clock, a quicker password hash, a fresh folder. None of this exists in a release."""

from __future__ import annotations

import os
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if os.environ.get("TESTS_OF_WORKER") != WORKER:  # a folder for each: one that erases searches its own; what it starts inherits it
    os.environ.update(TESTS_OF_WORKER=WORKER, HALFKILO_DATA=tempfile.mkdtemp(prefix="halfkilo-tests-"))
os.environ.setdefault("HALFKILO_ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")

from halfkilo.web.settings import *  # noqa: E402, F403

if ENV.database["ENGINE"].endswith("sqlite3"):  # noqa: F405  a real file, so that its bytes and locks are those of a release
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
