"""Forms that come back nearly right: every page's own fields with something exchanged, left out, twice or far too long, and questions in
addresses that nobody asked. Whatever comes: an answer, never a crash, and a record that folds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import halfkilo.web
from halfkilo.journal.fold import fold
from halfkilo.web.models import Person
from tests.conftest import Cast
from tests.robust.test_fuzz import LEADING_AWAY
from tests.web.addresses import pages
from tests.web.clients import signed_in
from tests.web.holes import Filled, written
from tests.web.life import STORE
from tests.web.test_web_isolation import fill

JUNK = ["", " ", "x", "-1", "0", "1", "3", "7", "11", "99999999999999999999", "1e9", "1,5", "٣", "½", "NaN", "on", "yes", "null",
        "\x00", "\ud7ff\uffff", "🦵" * 20, "x" * 70_000, "<script>alert(1)</script>", "'; --", "../../etc/passwd", "2026-02-30",
        "0001-01-01", "9999-12-31", "2026-11-22", "25:61", "08:00", "low_back", "seated_row", "goblet_squat", "both",
        "019395a0-5c00-7000-8000-000000000001", "en", "de", "{}", "[]", '{"low_back": 3}', "%00", "a\nb\rc"]

pytestmark = pytest.mark.usefixtures("no_films")

GOES = re.compile(r"/(sign-out|look-around|goodbye|sign-in|sign-up)|/data/delete|/account/close")
"""Where whoever looks is somebody else afterwards, or gone."""


@dataclass
class Form:
    """One form of a page: where it goes, how, and its fields with their values."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(has.get("action", ""), has.get("method", "get").lower()))
        elif self.found and tag == "option":
            self.found[-1].fields.append((self._named, has.get("value", "")))
        elif self.found and tag in ("input", "button", "select", "textarea") and has.get("name"):
            self._named = has["name"]
            self.found[-1].fields.append((has["name"], has.get("value", "")))


def asked_by_name() -> list[str]:
    """What the site looks for in the questions of addresses."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(halfkilo.web.__file__).parent.rglob("*.py"))
    found = re.findall(r'GET\.get(?:list)?\(\s*"([^"{]+)"|GET\["([^"]+)"\]|"([a-z_]+)" in request\.GET', code)
    return sorted({name for one in found for name in one if name})


def nearly(form: Form, chance: random.Random) -> dict[str, Any]:
    """The fields of a form with some of them changed."""
    sent: dict[str, Any] = {}
    for name, value in form.fields:
        if not (name in sent and chance.random() < 0.5):
            sent[name] = value
    for name in list(sent):
        match chance.randrange(6):
            case 0:
                sent[name] = chance.choice(JUNK)
            case 1:
                sent[name] = [sent[name], chance.choice(JUNK)]
            case 2:
                del sent[name]
    if chance.random() < 0.2:
        sent[chance.choice(sorted({name for name, _ in form.fields} | {"person", "regions", "x" * 200}))] = chance.choice(JUNK)
    return sent


@dataclass
class Hand:
    """Somebody who presses everything."""

    person: Person
    filled: Filled

    def __post_init__(self) -> None:
        self.client: Client = signed_in(self.person)
        self.places = [(path, pattern) for path, pattern in pages() if path not in LEADING_AWAY and not GOES.search(path)]
        self.names = asked_by_name()

    def press(self, chance: random.Random) -> None:
        """Open a page with a question that nobody asked, and send one of its forms back."""
        path, pattern = chance.choice(self.places)
        place = self._address(path, pattern)
        question = {name: chance.choice(JUNK) for name in chance.sample(self.names, chance.randrange(3))}
        self._fine(self.client.get(place, question), place, question)
        page = self.client.get(place)
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", "") or page.streaming:
            return
        found = [one for one in forms_of(page.content.decode()) if not GOES.search(one.action or place)]
        for form in chance.sample(found, min(2, len(found))):
            where = form.action or place
            sent = nearly(form, chance)
            answer = self.client.post(where, sent) if form.method == "post" else self.client.get(where, sent)
            self._fine(answer, where, sent)

    def _address(self, path: str, pattern: URLPattern) -> str:
        return fill(self.filled(path, pattern)[0])

    def _fine(self, answer: Any, where: str, sent: dict[str, Any]) -> None:
        assert answer.status_code < 500, (where, {name: str(value)[:60] for name, value in sent.items()})
        if answer.streaming:
            list(answer.streaming_content)


def forms_of(html: str) -> Iterator[Form]:
    """The forms of a page."""
    reader = Forms()
    reader.feed(html)
    yield from reader.found


def test_forms_are_found_with_their_fields() -> None:
    (form,) = forms_of('<form action="/a/" method="POST"><input name="n" value="1"><select name="s"><option value="o"></select>'
                       '<textarea name="t"></textarea><button name="b" value="go">Go</button></form>')
    assert form == Form("/a/", "post", [("n", "1"), ("s", ""), ("s", "o"), ("t", ""), ("b", "go")])
    assert {"person", "weeks", "next"} <= set(asked_by_name())


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["asha", "rao"])
def test_nearly_right_forms(cast: Cast, who: str) -> None:
    presses(cast, who, 30)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.parametrize("who", ["asha", "rao"])
@pytest.mark.parametrize("part", range(2))
def test_thousands_of_nearly_right_forms(cast: Cast, who: str, part: int) -> None:
    presses(cast, who, 1_500)


def presses(cast: Cast, who: str, many: int) -> None:
    """Asha, or her clinician at her things, presses about."""
    written(cast.asha)
    hand = Hand(getattr(cast, who), Filled(cast.asha))

    @settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32))
    def go(seed: int) -> None:
        hand.press(random.Random(seed))

    go()
    assert STORE.state(cast.asha.pk) == fold(STORE.entries(cast.asha.pk))
    assert hand.client.get("/api/me").status_code == 200, "it was the same person all the time"
    assert signed_in(cast.asha).get("/api/today").status_code == 200
