"""The door, what is one's own, files and papers: said in the person's language, without an English sentence in between."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo.exchange import beside
from halfkilo.exchange.errors import Reason
from halfkilo.journal.kinds import limit_set
from halfkilo.measures import measures
from halfkilo.web import accounts, lan, tongue
from halfkilo.web.models import Person
from halfkilo.web.pages.mine.importing import _passed
from halfkilo.web.store import DatabaseStore
from halfkilo.words import ENGLISH, book, has, say, strictly
from tests.batteries.test_every_language import ENGLISH_WORDS
from tests.conftest import PASSWORD, Cast
from tests.exchange.sets import session
from tests.exchange.test_apple import export as apple
from tests.web.clients import send, signed_in
from tests.web.life import a_morning, entry, someone
from tests.web.test_pages_mine import STRONG

STORE = DatabaseStore()
others = pytest.mark.parametrize("code", [code for code in tongue.codes() if code != ENGLISH])
VOID = {"img", "input", "br", "hr", "meta", "link", "col", "source"}
SPOKEN = ("aria-label", "placeholder", "title", "alt")
SHARED = re.compile(r"halfkilo[\w /.-]*|PIN|JSON Lines|Apache License 2\.0|SIL Open Font License|Atkinson Hyperlegible")


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


class _Heard(HTMLParser):
    """What a page says in its own language: its texts and labels, but for what is marked as another language and for its scripts."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code, self.said, self.apart = code, list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID and self.apart:
            return
        foreign = tag in ("script", "style") or dict(attrs).get("lang") not in (None, self.code)
        if tag not in VOID and (foreign or self.apart):
            self.apart.append(tag)
        elif not foreign:
            self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if self.apart and tag not in VOID:
            self.apart.pop()

    def handle_data(self, data: str) -> None:
        if not self.apart and data.strip():
            self.said.append(" ".join(data.split()))


@cache
def english_alone(code: str) -> frozenset[str]:
    """Sentences of English that this language says otherwise."""
    own = set(book(code).values())
    return frozenset(text for text in book(ENGLISH).values() if " " in text and text not in own)


def left_over(page: str, code: str) -> list[str]:
    """Texts that are English, or hold a word that no other language of ours has."""
    heard = _Heard(code)
    heard.feed(page)
    said = [SHARED.sub("", one) for one in heard.said]
    return [one for one in said if one.strip(" :") in english_alone(code) or ENGLISH_WORDS.search(one)]


def check(page: str, code: str) -> None:
    """The page and its middle are in this language, and all it says is."""
    assert re.search(r'<html lang="(\w+)"', page)[1] == code
    assert not re.search(r'<main id="main" lang=', page), "the middle is English"
    assert left_over(page, code) == []


def speaking(person: Person, code: str) -> Client:
    Person.objects.filter(pk=person.pk).update(language=code)
    return signed_in(Person.objects.get(pk=person.pk))


def test_an_english_sentence_would_be_heard() -> None:
    page = '<main><p>Ja</p><span lang="en">Keep it</span><input placeholder="Ja"><p>Choose a file</p><img alt="What is it"></main>'
    assert left_over(page, "de") == ["Choose a file", "What is it"]


@others
def test_the_door_speaks(client: Client, db: None, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def page(path: str, **said: str) -> str:
        asked = {"accept-language": code}
        return (client.post(path, said, headers=asked) if said else client.get(path, headers=asked)).content.decode()

    for path in ("/sign-in", "/sign-up", "/trust/", "/about/", "/safety/", "/goodbye/"):
        check(page(path), code)
    wrong = page("/sign-in", name="nobody", password="nothing at all")
    check(wrong, code)
    assert say("door.problem.not_right", code) in wrong
    for name, password, key in (("", "a garden behind the house", "name"), ("Usha", "short", "password_too_short"),
                                ("Usha", "password123", "password_too_common"), ("Ushadevi Rao", "ushadevi rao", "password_too_similar")):
        told = page("/sign-up", name=name, password=password)
        check(told, code)
        assert say(f"door.problem.{key}", code, **({"least": 10} if key == "password_too_short" else {})) in told
    someone("Nora")
    assert say("door.sign_up.closed_link", code) in page("/sign-up")
    ready = tmp_path / "authority"
    ready.touch()
    monkeypatch.setattr(lan, "authority_file", lambda data: ready)
    check(told := page("/trust/"), code)
    assert say("door.trust.apple", code) in told


@others
def test_too_often_is_said_in_the_language_of_the_door(client: Client, db: None, code: str) -> None:
    for _ in range(11):
        answer = client.post("/sign-in", {"name": "Nora", "password": "not the one"}, headers={"accept-language": code})
    assert answer.status_code == 429 and say("door.problem.too_often", code, minutes=15) in answer.content.decode()


def test_machines_are_answered_in_english(db: None) -> None:
    answer = send(Client(), "/api/sign-in", {"name": "Nora", "password": "not the one"}, accept_language="de")
    assert json.loads(answer.content)["detail"] == say("door.problem.not_right")


@others
def test_what_is_ones_own_speaks(cast: Cast, code: str) -> None:
    STORE.append(cast.asha.pk, [entry("limit_set", limit_set.Body(limit_set.What.LOAD_MOST, 8500, "seated_row")),
                                entry("limit_set", limit_set.Body(limit_set.What.BAN, None, "chair_stand"))])
    asha = speaking(cast.asha, code)
    for path in ("/more/", "/about/", "/safety/", "/limits/", "/data/", "/data/?times=1", "/delete/", "/import/", "/password/", "/pin/",
                 "/trust/", "/sign-up"):
        check(asha.get(path).content.decode(), code)
    for path, said in (("/limits/", {"what": "ban"}), ("/delete/", {"name": "Ben"}), ("/import/", {}), ("/pin/", {"pin": "1111"}),
                       ("/password/", {"old": "x", "new": "y"}), ("/password/", {"old": PASSWORD, "new": "y"})):
        answer = asha.post(path, said)
        assert answer.status_code == 422
        check(answer.content.decode(), code)
    check(asha.post("/pin/", {"pin": "2580"}, follow=True).content.decode(), code)
    check(asha.get("/pin/").content.decode(), code)


@others
def test_the_made_up_persons_pages_speak(db: None, code: str) -> None:
    demo = signed_in(accounts.make_person("Mira", None, demo=True))
    demo.post("/language", {"language": code})
    for path in ("/more/", "/leave/"):
        check(demo.get(path).content.decode(), code)


@others
def test_the_operators_words_for_questionnaires_speak(cast: Cast, code: str) -> None:
    cast.asha.account.is_staff = True
    cast.asha.account.save()
    asha = speaking(cast.asha, code)
    check(asha.get("/measures/site/").content.decode(), code)
    check(asha.post("/measures/site/", {"slot": "none"}).content.decode(), code)
    slot = next(slug for slug, one in measures().items() if one.slot)
    told = asha.post("/measures/site/", {"slot": slot, "file": SimpleUploadedFile("words.json", b"{}"), "right": "ours"})
    check(page := told.content.decode(), code)
    assert told.status_code == 422 and say("mine.measures.malformed", code) in page


@pytest.mark.parametrize(("code", "typed"), [("de", "8,5 kg"), ("es", "8,5"), ("hi", "8.5 किलो"), ("en", "8.5 kg"), ("de", "8.5")])
def test_a_limit_is_typed_as_the_language_writes_it(cast: Cast, code: str, typed: str) -> None:
    client = speaking(cast.ben, code)
    assert client.post("/limits/", {"what": "load_most", "exercise": "seated_row", "kilograms": typed}).status_code == 302
    assert STORE.state(cast.ben.pk)["limits"][0]["value"] == 8500
    assert client.post("/limits/", {"what": "load_most", "exercise": "seated_row", "kilograms": "8;5"}).status_code == 422


# --- files ------------------------------------------------------------------------------------------------------------


def upload(client: Client, data: bytes) -> str:
    return client.post("/import/", {"file": SimpleUploadedFile("any", data)}).headers["Location"]


@others
def test_files_are_shown_and_taken_in_the_persons_language(cast: Cast, code: str) -> None:
    nora = speaking(someone("Nora"), code)
    STORE.append(cast.asha.pk, session(3))
    asha = speaking(cast.asha, code)
    good = a_morning((one := session(10)[0].local).date(), 3, one)
    journal = f"{good.line}\n{good.line[:-9]}\n".encode()
    for client, data in ((nora, journal), (nora, apple().replace(b"2026-11-", b"2025-11-")),
                         (asha, "".join(f"{one.line}\n".replace("12500", "19000") for one in session(10)).encode())):
        place = upload(client, data)
        check(client.get(place).content.decode(), code)
        check(client.post(place, {"take": "yes"}).content.decode(), code)
        check(client.get(upload(client, data)).content.decode(), code)
    place = upload(nora, STRONG.encode())
    asked = nora.get(place).content.decode()
    check(asked, code)
    assert say("import.unit.kg", code) in asked
    check(nora.post(place, {"take": "yes"}).content.decode(), code)
    answers = {"answer:unit": "kg", "answer:per_side:Bicep Curl (Dumbbell)": "each"}
    check(nora.post(place, answers).content.decode(), code)
    check(nora.post(place, {**answers, "take": "yes"}).content.decode(), code)
    check(nora.get("/import/00000000-0000-0000-0000-000000000000/", follow=True).content.decode(), code)


@others
@pytest.mark.parametrize(("data", "reason"), [(b"a,b\n1,2\n", Reason.UNKNOWN_FORMAT), (b"PK\x03\x04", Reason.CHANGED),
                                              (b'{"resourceType":"Bundle","entry":[', Reason.NOT_TEXT)])
def test_why_a_file_is_not_taken_is_said_and_what_exactly_is_marked_as_english(db: None, data: bytes, reason: Reason, code: str) -> None:
    nora = speaking(someone("Nora"), code)
    page = nora.get(upload(nora, data)).content.decode()
    check(page, code)
    assert say(f"import.refused.{reason}", code) in page and '<span class="soft small" lang="en">' in page


def test_in_english_a_refusal_is_said_once_and_exactly(db: None) -> None:
    nora = signed_in(someone("Nora"))
    page = nora.get(upload(nora, b"a,b\n1,2\n")).content.decode()
    assert "is not a log that is understood" in page and 'lang="en"><' not in page and say("import.refused.unknown_format") not in page


def test_all_that_readers_pass_over_has_a_name_in_every_language() -> None:
    """What they say stands in the words as they say it, but for names of other programs and kinds of entries."""
    folder = Path(beside.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    said = {one for text in texts for one in re.findall(r'_pass\("([^"]+)"\)|passed\["([^"]+)"\]', text) for one in one if one}
    said |= {beside.LATER, beside.PLANS, beside.OURS, beside.ODD, beside.FUTURE, beside.STRANGE}
    assert {one[:1].upper() + one[1:] for one in said} == set(_passed())
    assert [reason for reason in (Reason.TOO_LARGE, Reason.NOT_TEXT, Reason.EMPTY, Reason.UNKNOWN_FORMAT, Reason.CHANGED)
            if not has(f"import.refused.{reason}")] == []


# --- papers and calendars ------------------------------------------------------------------------------------------------


@others
def test_papers_and_reminders_speak(cast: Cast, code: str) -> None:
    asha = speaking(cast.asha, code)
    for path, title in (("/data/fridge-sheet/", "paper.sheet_title"), ("/data/diary/", "paper.diary_title")):
        page = asha.get(path).content.decode()
        assert say(title, code) in page and f'<html lang="{code}">' in page
        assert left_over(page, code) == []
    calendar = asha.get("/data/reminders.ics?start=18:30&morning=07:15").content.decode().replace("\r\n ", "")
    assert say("calendar.morning.title", code) in calendar and "How" not in calendar
