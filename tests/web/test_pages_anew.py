"""A load that is easy and stuck, on the site: the offer in words, and after the yes the finder in the player."""

from __future__ import annotations

import json
import re
from datetime import UTC, timedelta

import pytest

from halfkilo.journal.fields import Answer, Offered
from halfkilo.web import accounts, clock, service
from tests.life import BACK, Life
from tests.web.clients import signed_in

SLUG = "cable_pull_through"


@pytest.mark.hazard("H12")
def test_it_is_offered_in_words_and_the_player_finds(db: None, monkeypatch: pytest.MonkeyPatch):
    life = Life({BACK: 3}, unlocked=True)
    life.pin(SLUG)
    for on in (0, 2, 4, 6):
        life.check_in(on, 3)
        life.decide(on)
        life.open(on)
        life.sets(SLUG, 500, 20, sets=2, effort=2, peak=3)
        life.close(3)
        life.morning(on + 1, 3)
    monkeypatch.setattr(clock, "now", lambda: life.clock.astimezone(UTC) + timedelta(hours=1))
    person = accounts.make_person("Asha", None, demo=True)
    accounts.keep_all(person, life.entries)
    client = signed_in(person)
    offered = next(one for one in service.open_day(person, service.choice_of(20)).offers if one.exercise == SLUG)
    assert offered.offered is Offered.FIND

    page = client.get("/offers/?minutes=20").content.decode()
    assert "look for a comfortable load again?" in page and "Keep 0.5 kg" in page and "too big a step to guess" in page
    assert "3 kg" not in page, "nothing is promised"
    client.post("/offers/?minutes=20", {f"offer-{offered.id}": Answer.ACCEPT.value})
    player = client.get("/train/?minutes=20").content.decode()
    data = json.loads(re.search(r'<script id="session" type="application/json">(.*?)</script>', player, re.DOTALL)[1])
    found = next(one for part in data["parts"] for one in part["items"] if one["exercise"] == SLUG)
    assert found["find"] and found["steps"][:3] == [500, 1_000, 1_500] and found["target"] == 3
