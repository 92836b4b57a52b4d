"""The beginning, from its first page to the look back, said in the person's language: no English sentence in between, errors included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from halfkilo.programmes import programmes
from halfkilo.screening import ITEMS, STOP_SIGNS
from halfkilo.units import Region
from halfkilo.web import tongue
from halfkilo.web.models import Person
from halfkilo.web.pages import purposes
from halfkilo.web.pages.start import URLS, weights
from halfkilo.words import ENGLISH, say, strictly
from tests.conftest import Cast
from tests.web.life import someone
from tests.web.test_own_pages_speak import check, others, speaking
from tests.web.test_pages_start import profile, screen, send

OUTCOMES = {(item.outcome, item.effort_cap): item.id for item in ITEMS}
"""One answer for every outcome and every bound of effort."""


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@pytest.fixture
def nora(db: None) -> Person:
    """Somebody who has just signed up."""
    return someone("Nora")


def shown(client: Client, path: str, code: str) -> str:
    """A page, once it was heard."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    check(page := answer.content.decode(), code)
    return page


def refused(client: Client, path: str, code: str, **data: object) -> str:
    """What is said to a form that does not fit, once it was heard. What was typed is one's own and in no language."""
    answer = send(client, path, **data)
    assert answer.status_code == 422, path
    check(page := answer.content.decode(), code)
    return page


def test_every_address_of_the_room_is_translated() -> None:
    assert {one.name for one in URLS} <= tongue.TRANSLATED


@others
def test_the_first_way_through_speaks(nora: Person, code: str) -> None:
    client = speaking(nora, code)
    shown(client, "/start/about/", code)
    assert say("start.emergency.unread", code) in refused(client, "/start/about/", code, emergency="?")
    send(client, "/start/about/", emergency="112")
    for group in ("signs", "health", "medicine"):
        shown(client, f"/start/{group}/", code)
        refused(client, f"/start/{group}/", code, yes=[item.id for item in ITEMS])
        send(client, f"/start/{group}/", rest="on")
    assert say("start.outcome.go", code) in shown(client, "/start/outcome/", code)
    refused(client, "/start/where/", code)
    refused(client, "/start/where/", code, region=list(Region))
    where = shown(client, "/start/where/", code)
    assert f'front="{say("start_page.where.front", code)}"' in where, "the figure says its sides"
    send(client, "/start/where/", region=["low_back", "knee_left", "neck"])
    shown(client, "/start/where/track/", code)
    refused(client, "/start/where/track/", code)
    send(client, "/start/where/track/", tracked=["low_back", "knee_left"])
    for answers in ({}, {"usual": 5, "worst": 4, "months": 12}, {"usual": 11, "worst": "x"}):
        refused(client, "/start/where/low_back/", code, **answers)
    assert say("start_page.pain.heading", code, region="low_back") in shown(client, "/start/where/low_back/", code)
    profile(client)
    shown(client, "/start/matters/", code)
    for typed in ({"activity-1": "A"}, {"activity-1-now": 4}, {"activity-1": "x" * 81, "activity-1-now": 4},
                  {"activity-1": "A", "activity-1-now": 11},
                  {"activity-1": "A", "activity-1-now": 4, "activity-2": "a", "activity-2-now": 4}):
        refused(client, "/start/matters/", code, **typed)
    shown(client, "/start/you/", code)
    refused(client, "/start/you/", code)
    shown(client, "/start/cannot/", code)
    send(client, "/start/cannot/", frail="on")
    shown(client, "/start/equipment/", code)
    for text in ("2,5", "?", "101", "10 lb", ", ".join(str(one) for one in range(1, 70))):
        refused(client, "/start/equipment/", code, dumbbells=text)
    for field, text in (("plates", "?"), ("plates", "4 x 1.25"), ("bands", "2"), ("bands", "A 2\nA 3")):
        refused(client, "/start/equipment/", code, **{field: text})
    send(client, "/start/equipment/", gym="on")
    cards = shown(client, "/start/programme/", code)
    assert all(purposes.told(one, "title", code) in cards and purposes.told(one, "who", code) in cards for one in programmes().values())
    refused(client, "/start/programme/", code, programme="boot_camp")
    send(client, "/start/programme/", programme="low_back")
    assert purposes.told(programmes()["low_back"], "title", code) in shown(client, "/start/rhythm/", code)
    refused(client, "/start/rhythm/", code)
    refused(client, "/start/rhythm/", code, days="3", minutes="20", weekday=["0"])
    send(client, "/start/rhythm/", days="3", minutes="20")
    assert say("start_page.rehearse.lead_gym", code) in shown(client, "/start/stop/", code)
    refused(client, "/start/stop/", code)
    send(client, "/start/stop/", way=["key"])
    shown(client, "/start/hard-day/", code)
    refused(client, "/start/hard-day/", code, text="x" * 2001)


@others
@pytest.mark.parametrize("item", OUTCOMES.values())
def test_every_outcome_is_told_in_the_persons_language(nora: Person, item: str, code: str) -> None:
    client = speaking(nora, code)
    screen(client, yes=[item])
    assert say(f"screen.{item}.short", code)[1:] in shown(client, "/start/outcome/", code).replace("&#x27;", "'")
    shown(client, "/cleared/", code)


@others
def test_what_comes_later_speaks(cast: Cast, code: str) -> None:
    asha = speaking(cast.asha, code)
    check(asha.post("/start/stop/", {"way": ["key"]}, follow=True).content.decode(), code)
    shown(asha, "/start/matters/", code)
    shown(asha, "/start/equipment/", code)
    shown(asha, "/symptom/", code)
    refused(asha, "/symptom/", code)
    screen(asha, yes=["osteoporosis"])
    shown(asha, "/review/", code)
    refused(asha, "/review/", code, yes=["chest_pressure"])
    send(asha, "/review/", rest="on")
    shown(asha, "/review/usual/", code)
    refused(asha, "/review/usual/", code)
    shown(asha, "/cleared/", code)
    send(asha, "/symptom/", sign=STOP_SIGNS[0])
    shown(asha, "/cleared/", code)
    refused(asha, "/cleared/", code)
    assert send(asha, "/cleared/", item=[STOP_SIGNS[0]], who="Rao").status_code == 302
    check(asha.get("/today/").content.decode(), code)


def test_a_programme_without_words_in_a_language_speaks_english() -> None:
    knee = programmes()["knee"]
    assert purposes.told(knee, "title", "tlh") == purposes.told(knee, "title", ENGLISH) == knee.say().title


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("text", ["1 kg, 2.5 Kilogramm und 4", "1 kilo; 2.5 kilogramos y 4 kilos", "1 किलो, 2.5 किलोग्राम और 4 किलो"])
def test_kilograms_are_read_as_every_language_writes_them(text: str) -> None:
    assert weights.weights(text) == (1000, 2500, 4000)


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("text", ["2,5 Kilogramm", "5 Pfund", "5 libras", "5 पाउंड", "2 kgs", "दो किलो"])
def test_nothing_is_guessed_in_any_language(text: str) -> None:
    with pytest.raises(weights.NotRead):
        weights.weights(text)


def test_bands_and_plates_carry_the_unit_of_the_language() -> None:
    assert weights.bands("लाल 2.5 किलो\nrot 3 Kilogramm") == (("लाल", 2500), ("rot", 3000))
    assert weights.counted("4 x 1.25 किलो, 2 x 2.5 kilos") == ((1250, 4), (2500, 2))
