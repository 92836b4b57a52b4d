"""A page that is not there, a database that gives way, a form from elsewhere: said in the person's language, to programs in English."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NoReturn

import pytest
from django.db import OperationalError
from django.test import Client

from halfkilo.web import service
from halfkilo.web.pages.mine import more
from halfkilo.words import say
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.test_own_pages_speak import check, others, speaking

GROUND = {"database or disk is full": (507, "full"), "attempt to write a readonly database": (503, "read_only"),
          "database is locked": (503, "busy"), "file is not a database": (503, "broken"), "server closed the connection": (503, "away")}


def raising(what: Exception) -> Callable[..., NoReturn]:
    def view(*_: object, **__: object) -> NoReturn:
        raise what

    return view


@others
def test_a_page_that_is_not_there(cast: Cast, code: str) -> None:
    for client in (Client(headers={"accept-language": code}), speaking(cast.asha, code)):
        answer = client.get("/exercises/flying/")
        check(page := answer.content.decode(), code)
        assert answer.status_code == 404 and say("gone.not_here.title", code) in page


@others
@pytest.mark.parametrize(("problem", "status", "key"), [(text, *said) for text, said in GROUND.items()])
def test_a_database_that_gives_way(cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str, problem: str, status: int, key: str) -> None:
    monkeypatch.setattr(more, "page", raising(OperationalError(problem)))
    client = speaking(cast.asha, code)
    client.raise_request_exception = False
    answer = client.get("/about/")
    check(page := answer.content.decode(), code)
    assert answer.status_code == status and say(f"gone.{key}.title", code) in page and say("gone.handles", code) in page


@others
def test_anything_else_that_breaks(cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(more, "page", raising(RuntimeError("low back hurts 7")))
    client = speaking(cast.asha, code)
    client.raise_request_exception = False
    answer = client.get("/about/")
    check(page := answer.content.decode(), code)
    assert answer.status_code == 500 and say("gone.not_worked.text", code) in page and "hurts" not in page


@others
def test_a_form_from_elsewhere(db: None, code: str) -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": code}).post("/sign-in", {"name": "Nora", "password": "x"})
    assert answer.status_code == 403 and say("gone.other_site", code) in answer.content.decode()


def test_programs_are_answered_in_english(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(cast.asha, raise_request_exception=False)
    monkeypatch.setattr(service, "open_day", raising(OperationalError("database or disk is full")))
    told = client.get("/api/today", headers={"accept-language": "de"})
    assert told.status_code == 507 and json.loads(told.content)["title"] == say("gone.full.title")
    assert json.loads(client.get("/api/nowhere", headers={"accept-language": "de"}).content)["title"] == "Not here"
