"""The API as its users meet it: one's own day, one's own entries, clear answers to what does not fit."""

from __future__ import annotations

import json

from django.test import Client

from halfkilo.web import clock
from tests.conftest import Cast
from tests.web.life import a_morning, entry, wire


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def post(client: Client, path: str, body: object):
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, raw, content_type="application/json")


def test_today_has_a_session_and_writes_its_decision_once(cast: Cast) -> None:
    client = signed_in(cast.asha)
    first, again = client.get("/api/today?minutes=20"), client.get("/api/today?minutes=20")
    assert first.status_code == 200, first.content
    day = first.json()
    assert day["status"] == "ready" and day["parts"] and day["towards"] == "Stairs"
    assert again.json()["decision"] == day["decision"]
    assert client.get("/api/me").json()["seq"] == 5 + 1 + 1  # the beginning, the sharing, one decision


def test_a_batch_answers_for_every_entry(cast: Cast) -> None:
    client, now = signed_in(cast.asha), clock.now()
    good = wire(a_morning(now.date(), 3, now))
    far = wire(entry("note", {"text": "x"}, now)) | {"kind": "nonsense!"}
    answer = post(client, "/api/entries", {"entries": [good, far, good]})
    assert answer.status_code == 200, answer.content
    assert [one["status"] for one in answer.json()["results"]] == ["stored", "refused", "same"]
    assert "kind" in answer.json()["results"][1]["message"]
