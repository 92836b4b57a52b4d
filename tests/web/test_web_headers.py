"""What a browser is told with every answer, and what the logs are not told."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from halfkilo.web import env, logs
from tests.conftest import PASSWORD, Cast
from tests.web.clients import send, signed_in


def policy(value: str) -> dict[str, set[str]]:
    return {part.split()[0]: set(part.split()[1:]) for part in value.split(";")}


@pytest.mark.hazard("H34")
def test_the_content_policy_is_this_site_and_the_supervisor_and_nobody_else(db: None) -> None:
    told = policy(Client().get("/healthz").headers["Content-Security-Policy"])
    assert told["default-src"] == {"'self'"}
    assert told["connect-src"] == {"'self'", settings.SUPERVISOR_URL, env.sockets(settings.SUPERVISOR_URL)}
    assert told["object-src"] == told["base-uri"] == told["frame-ancestors"] == {"'none'"}
    assert told["form-action"] == {"'self'"}
    assert not any(word in str(told) for word in ("unsafe", "*", "data:", "http:'"))


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("path", ["/api/me", "/api/today", "/api/entries", "/api/nothing"])
def test_nothing_personal_is_stored_on_the_way(cast: Cast, path: str) -> None:
    headers = signed_in(cast.asha).get(path).headers
    assert headers["Cache-Control"] == "no-store" and "Cookie" in headers["Vary"]
    assert headers["Referrer-Policy"] == "same-origin" and headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"] and "camera=(self)" in headers["Permissions-Policy"]


def test_the_session_cookie_is_for_this_site_only(cast: Cast) -> None:
    cookie = send(Client(), "/api/sign-in", {"name": "Asha", "password": PASSWORD}).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_plain_http_promises_no_hsts_and_a_public_certificate_does(tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in Client().get("/api/schema").headers
    assert settings.SECURE_HSTS_SECONDS == 0 and not settings.SESSION_COOKIE_SECURE


@pytest.mark.parametrize("tls, secure, hsts", [("", False, False), ("local", True, False), ("public", True, True)])
def test_cookies_and_hsts_follow_the_certificate(tmp_path: Path, tls: str, secure: bool, hsts: bool) -> None:
    found = settings_in(tmp_path, HALFKILO_TLS=tls)
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is secure
    assert (found["SECURE_HSTS_SECONDS"] > 0) is hsts


def settings_in(data: Path, **given: str) -> dict:
    """The release's settings as another environment would have them."""
    import json
    import os
    import subprocess
    import sys

    code = ("import json; from halfkilo.web import settings as s; "
            "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper()}, default=str))")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HALFKILO", "DJANGO"))}
    given = {**clean, "HALFKILO_DATA": str(data), **given}
    out = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    found: dict = json.loads(out.stdout)
    return found


@pytest.mark.hazard("H35")
def test_a_release_knows_no_test_settings(tmp_path: Path) -> None:
    found = settings_in(tmp_path)
    assert found["DEBUG"] is False and found["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    assert not [name for name in found if "CLOCK" in name or "SPEED" in name or name.startswith("TEST")]
    assert "INSTALLED_APPS" in found and not [app for app in found["INSTALLED_APPS"] if "debug" in app or "admin" in app]


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = env.secret(tmp_path)
    assert first == env.secret(tmp_path) and len(first) > 60
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert env.secret(tmp_path / "other") != first


def test_settings_that_cannot_be_meant_are_named(tmp_path: Path) -> None:
    for name, value in (("HALFKILO_DATABASE_URL", "mysql://x"), ("HALFKILO_TLS", "yes"), ("HALFKILO_SUPERVISOR_URL", "ftp://x"),
                        ("HALFKILO_SUPERVISOR_URL", "http://x/path")):
        with pytest.raises(env.Unusable) as caught:
            env.read({name: value})
        assert caught.value.name == name and str(caught.value).startswith(name)


def test_a_database_address_is_read_as_it_is_written() -> None:
    found = env.database("postgresql://ann:p%40ss@db.local:5433/half?sslmode=require", Path("/x"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == ("ann", "p@ss", "db.local", "5433", "half")
    assert found["OPTIONS"] == {"sslmode": "require"}
    lite = env.database("", Path("/x"))["OPTIONS"]
    assert lite["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in lite["init_command"] and "journal_mode=WAL" in lite["init_command"]


@pytest.mark.hazard("H34")
def test_logs_hold_no_query_no_id_and_no_message_of_an_error() -> None:
    try:
        raise ValueError("low back hurts 7")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "GET %s", ("/api/today?person=asha",), info)
    logs.Scrub().filter(record)
    text = logging.Formatter().format(record)
    assert "asha" not in text and "hurts" not in text and "ValueError" in text and "test_web_headers.py" in text


@pytest.mark.hazard("H34")
def test_an_error_in_a_page_tells_the_visitor_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from halfkilo.web import service

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("low back hurts 7")

    monkeypatch.setattr(service, "open_day", breaks)
    answer = signed_in(cast.asha, raise_request_exception=False).get("/api/today")
    assert answer.status_code == 500 and b"hurts" not in answer.content and b"safe" in answer.content
    assert "hurts" not in capsys.readouterr().err
