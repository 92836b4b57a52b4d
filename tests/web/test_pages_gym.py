"""The page of the gym: what is there, what may be used, what is said when nothing answers."""

from __future__ import annotations

from html import unescape

import pytest

from halfkilo.gym.quality import RULES, qualities
from halfkilo.gym.supervisor.fleet import AGREEMENT
from halfkilo.web import devices
from halfkilo.web.devices import Answer
from tests.conftest import Cast
from tests.web.clients import signed_in

CAN = {"model": "simulated", "cables": 2, "least": 500, "step": 500, "most": 100_000, "lease_ms": 250, "simulated": True}
GYM = {"name": "simulated", "device": "simulated", "title": "Simulated gym", "kind": "machine", "grade": "gold", "loads": "yes",
       "experimental": False, "kept": True, "serves": "both", "trouble": "", "wrong": False, "used": True, "phase": "validated", "up": True,
       "moved": False, "garbled": 0, "can": CAN, "reps": 0, "reps_since": 0, "inspected_at": 1_790_000_000_000, "inspect": 0.2}
LINK = GYM | {"name": "link-1", "device": "link", "title": "A machine on halfkilo link", "used": False, "experimental": True,
              "inspect": 1.2, "loads": "opt_in"}
STRAP = {"name": "heart_rate-1", "device": "heart_rate", "title": "Heart-rate strap", "kind": "sensor", "grade": "gold", "loads": "never",
         "experimental": False, "kept": False, "serves": "both", "trouble": "", "wrong": False, "used": False, "moved": False, "up": True,
         "fresh": True, "garbled": 0, "HeartRate": {"bpm": 71, "age_ms": 200}}


@pytest.fixture
def there(monkeypatch):
    """What the supervisor says, and what it was asked to do."""
    asked = []

    def do(deed, **said):
        asked.append((deed, said))
        return Answer([GYM, LINK, STRAP], [{"device": "voltra", "title": "VOLTRA I", "address": "AA", "name": "VTR-1", "rssi": -50,
                                            "experimental": True, "asks_unit": False, "there": False}] if deed == "look" else "link-1")

    monkeypatch.setattr(devices, "there", lambda: Answer([GYM, LINK, STRAP]))
    monkeypatch.setattr(devices, "do", do)
    return asked


def text(cast, path="/gym/", **post):
    client = signed_in(cast.asha)
    answer = client.post(path, post) if post else client.get(path)
    return answer.status_code, unescape(answer.content.decode())


def test_everything_is_listed_with_marks_nobody_overlooks(cast: Cast, there) -> None:
    _, shown = text(cast)

    for words in ("Simulated gym", "You train with this", "Simulated</span>", "Experimental</span>", "never pulls</span>",
                  "look at its cables", "Switch it off at the wall", "Train with this one"):
        assert words in shown, words


def test_the_page_of_a_machine_says_what_it_can_do_and_how_far_it_is_trusted(cast: Cast, there) -> None:
    _, shown = text(cast, "/gym/simulated/")

    for words in ("2 cables", "Steps of 0.5 kg", "From 0.5 kg to 100 kg", "250 milliseconds", "Switch it off at the wall"):
        assert words in shown, words
    assert all(about in shown for _, about in RULES.values())


def test_what_was_only_tried_can_be_kept_or_let_be_and_is_not_used(cast: Cast, there) -> None:
    _, shown = text(cast, "/gym/heart_rate-1/")

    assert "It is mine, keep it" in shown and 'value="use"' not in shown


def test_an_experimental_machine_asks_for_the_persons_own_words(cast: Cast, there) -> None:
    _, shown = text(cast, deed="look")
    assert AGREEMENT in shown and "VTR-1" in shown

    text(cast, deed="try", device="voltra", address=" AA ", serves="left", agreement=AGREEMENT)
    assert there[-1] == ("try", {"device": "voltra", "address": "AA", "serves": "left", "agreement": AGREEMENT})


def test_the_unit_of_a_scale_that_does_not_tell_goes_with_its_address(cast: Cast, there) -> None:
    text(cast, deed="try", device="wh_c06", address="AA:BB", unit="lb")
    text(cast, deed="try", device="wh_c06", address="AA:BB", unit="stone", serves="up")

    assert [said["address"] for _, said in there] == ["AA:BB#lb", "AA:BB"]
    assert there[-1][1]["serves"] == "both"


@pytest.mark.hazard("H38")
def test_the_look_at_the_cables_counts_only_with_every_line_ticked(cast: Cast, there) -> None:
    status, shown = text(cast, "/gym/link-1/", deed="inspected", **{"look-0": "on", "look-1": "on", "look-2": "on"})
    assert status == 409 and "Tick each line" in shown and there == []

    text(cast, "/gym/link-1/", deed="inspected", **{f"look-{n}": "on" for n in range(4)})
    assert there == [("inspected", {"name": "link-1"})]


def test_no_gym_is_a_calm_sentence_and_nonsense_changes_nothing(cast: Cast, monkeypatch) -> None:
    status, shown = text(cast)  # no supervisor runs beside these tests
    assert status == 200 and "The gym does not answer" in shown

    monkeypatch.setattr(devices, "there", lambda: Answer([GYM]))
    assert text(cast, deed="explode")[0] == 409
    assert text(cast, "/gym/nobody/")[0] == 302


def test_a_stranger_sees_no_gym_and_gets_no_ticket(cast: Cast, client) -> None:
    for path in ("/gym/", "/gym/simulated/"):
        assert client.get(path).status_code == 302
    assert client.post("/gym/ticket/").status_code in (302, 403)


def test_every_device_has_a_title_and_a_sentence_for_people() -> None:
    for name, quality in qualities().items():
        assert quality.title and quality.about.endswith("."), name
