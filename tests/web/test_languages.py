"""The language of a page: the person's choice, this device's, the browser's; pages in English alone say so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from halfkilo.web import accounts, tongue
from halfkilo.web.models import Person
from halfkilo.words import say, strictly
from tests.conftest import Cast
from tests.web.clients import signed_in


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


def languages(page: str) -> tuple[str, str]:
    """What the page and its middle are written in; the middle's is empty where it is the page's."""
    found = re.search(r'<main id="main"(?: lang="(\w+)")?', page)
    return re.search(r'<html lang="(\w+)"', page)[1], (found[1] or "") if found else ""


@pytest.mark.parametrize(("asked", "spoken"), [
    ("hi-IN,hi;q=0.9,en;q=0.5", "hi"), ("fr,de;q=0.7,en;q=0.3", "de"), ("es-MX", "es"), ("fr", "en"), ("", "en"), ("*", "en"),
    ("xx;q=2,,;", "en"),
])
def test_the_first_page_speaks_as_the_browser_asks(client: Client, db: None, asked: str, spoken: str) -> None:
    page = client.get("/", headers={"accept-language": asked}).content.decode()
    assert languages(page) == (spoken, "")
    assert say("page.welcome.title", spoken) in page


def test_the_door_remembers_a_choice_on_this_device(client: Client, db: None) -> None:
    answer = client.post("/language", {"language": "es", "next": "/exercises/chair_stand/"})
    assert (answer.status_code, answer["Location"]) == (302, "/exercises/chair_stand/")
    page = client.get("/exercises/chair_stand/", headers={"accept-language": "de"}).content.decode()
    assert languages(page) == ("es", "") and "Levantarse de la silla" in page
    assert client.post("/language", {"language": "../en", "next": "//elsewhere.example"})["Location"] == "/today/"
    assert client.cookies[tongue.COOKIE].value == "es"


def test_the_choice_stays_with_the_account(cast: Cast) -> None:
    asha = signed_in(cast.asha)
    kept = {"theme": "device", "zone": "UTC", "name": "Asha", "language": "hi"}
    assert asha.post("/settings/", kept).status_code == 302
    assert say("mine.kept", "hi") in (page := asha.get("/settings/").content.decode()) and languages(page) == ("hi", "")
    elsewhere = signed_in(Person.objects.get(pk=cast.asha.pk))
    assert languages(elsewhere.get("/exercises/", headers={"accept-language": "de"}).content.decode()) == ("hi", "")
    assert asha.post("/settings/", {**kept, "language": "tlh"}).status_code == 422
    assert Person.objects.get(pk=cast.asha.pk).language == "hi"


def test_a_new_account_keeps_the_language_of_its_door(client: Client, db: None) -> None:
    client.post("/sign-up", {"name": "Usha", "password": "a garden behind the house"}, headers={"accept-language": "hi"})
    assert Person.objects.get(name="Usha").language == "hi"


def test_a_made_up_person_has_no_language_of_their_own(db: None) -> None:
    demo = accounts.make_person("Mira", None, demo=True)
    client = signed_in(demo)
    client.post("/language", {"language": "de"})
    assert Person.objects.get(pk=demo.pk).language == ""
    assert languages(client.get("/exercises/").content.decode()) == ("de", "")


def test_a_page_in_english_alone_says_so_inside_a_frame_in_the_persons_language(cast: Cast) -> None:
    Person.objects.filter(pk=cast.asha.pk).update(language="hi")
    page = signed_in(Person.objects.get(pk=cast.asha.pk)).get("/rules/").content.decode()
    frame, middle = page.split("<main", 1)
    assert languages(page) == ("hi", "en")
    assert say("nav.exercises", "hi") in frame
    assert not re.search(r"[\u0900-\u097f]", re.sub(r"<script.*?</script>", "", middle.split("</main>")[0], flags=re.DOTALL))


@pytest.mark.parametrize("code", tongue.codes())
def test_every_translated_page_of_a_stranger_is_whole(client: Client, db: None, code: str) -> None:
    for path in ("/", "/exercises/", "/exercises/seated_row/"):
        page = client.get(path, headers={"accept-language": code}).content.decode()
        assert languages(page) == (code, "")
        handed = json.loads(re.search(r'<script id="words" type="application/json">(.*?)</script>', page)[1])
        assert handed["undo"] == say("front.undo", code) and handed["voice"]
