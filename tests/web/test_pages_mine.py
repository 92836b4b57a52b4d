"""The door and what is one's own: in and out, settings, limits, people, data out and in, deleting."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo.journal import Entry
from halfkilo.journal.kinds import cleared, limit_set, note
from halfkilo.web import access, accounts, clock, erasure
from halfkilo.web.models import EntryRow, Grant, Person, Tombstone
from halfkilo.web.pages import door
from halfkilo.web.store import DatabaseStore
from halfkilo.words import strictly
from tests.conftest import PASSWORD, Cast
from tests.web.clients import signed_in
from tests.web.life import a_morning, entry, someone

STORE = DatabaseStore()
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2025-11-03 18:01:22,"Evening",45m,"Seated Row (Cable)",1,40,10,0,0,"","",\n'
    '2025-11-03 18:01:22,"Evening",45m,"Bicep Curl (Dumbbell)",1,8,12,0,0,"","",\n'
)


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


def newest(person: Person, kind: str) -> dict:
    return next(entry.body for entry in reversed(list(STORE.entries(person.pk))) if entry.kind == kind)


def upload(client: Client, data: bytes | str, name: str = "file"):
    raw = data.encode() if isinstance(data, str) else data
    return client.post("/import/", {"file": SimpleUploadedFile(name, raw)})


def waiting(person: Person) -> list[Path]:
    return [path for path in erasure.folder(person.pk).rglob("*") if path.is_file()]


# --- the door -------------------------------------------------------------------------------------------------------


def test_a_stranger_sees_what_it_is_and_two_ways_in(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    assert 'href="/sign-up"' in page and 'action="/look-around"' in page and "<half-kilo-ruler" in page


def test_signing_up_begins_and_the_door_knows_its_people(client: Client, db: None) -> None:
    for name, password in (("", PASSWORD), ("Nora", "short"), ("Nora", "")):
        answer = client.post("/sign-up", {"name": name, "password": password})
        assert answer.status_code == 422 and 'class="problem"' in answer.content.decode() and not Person.objects.exists()
    assert client.post("/sign-up", {"name": "Nora", "password": PASSWORD, "zone": "Europe/Rome"}).headers["Location"] == "/start/"
    assert Person.objects.get().zone == "Europe/Rome"
    assert client.get("/").headers["Location"] == "/today/"
    again = Client().post("/sign-up", {"name": "Mallory", "password": PASSWORD})
    assert again.status_code == 422 and Person.objects.count() == 1
    assert client.post("/sign-up", {"name": "Ben", "password": PASSWORD}).headers["Location"] == "/people/"
    assert client.get("/more/").context["name"] == "Nora", "who adds somebody stays signed in"


def test_signing_in_out_and_where_to(client: Client, cast: Cast) -> None:
    assert client.get("/data/").headers["Location"] == "/sign-in?next=/data/"
    answer = client.post("/sign-in", {"name": "Asha", "password": "not-the-password"})
    assert answer.status_code == 422 and 'value="Asha"' in answer.content.decode() and "not-the-password" not in answer.content.decode()
    assert client.post("/sign-in", {"name": "asha", "password": PASSWORD, "next": "//evil.example/"}).headers["Location"] == "/today/"
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == "/"
    assert client.post("/sign-in", {"name": "asha", "password": PASSWORD, "next": "/data/"}).headers["Location"] == "/data/"


def test_too_many_tries_are_asked_to_wait(client: Client, cast: Cast) -> None:
    codes = [client.post("/sign-in", {"name": "asha", "password": "x"}).status_code for _ in range(11)]
    assert codes[-1] == 429 and set(codes[:-1]) == {422}


@pytest.mark.hazard("H17")
def test_a_pin_shows_a_face_on_this_device_alone(cast: Cast) -> None:
    client = signed_in(cast.asha)
    assert client.post("/pin/", {"pin": "1111"}).status_code == 422
    assert client.post("/pin/", {"pin": "2758"}).headers["Location"] == "/settings/"
    client.post("/sign-out")
    page = client.get("/sign-in").content.decode()
    assert "Asha" in page and "Ben" not in page and "Asha" not in Client().get("/sign-in").content.decode()
    assert client.post("/sign-in", {"who": str(cast.asha.pk), "pin": "2759"}).status_code == 422
    assert client.post("/sign-in", {"who": str(cast.ben.pk), "pin": "2758"}).status_code == 422
    assert client.post("/sign-in", {"who": str(cast.asha.pk), "pin": "2758"}).headers["Location"] == "/today/"
    client.post("/pin/", {"drop": "yes"})
    client.post("/sign-out")
    assert "Asha" not in client.get("/sign-in").content.decode()


def test_another_password_ends_the_old_one(cast: Cast) -> None:
    client, other = signed_in(cast.asha), signed_in(cast.asha)
    assert client.post("/password/", {"old": "x", "new": "three-words-in-a-row"}).status_code == 422
    assert client.post("/password/", {"old": PASSWORD, "new": "short"}).status_code == 422
    assert client.post("/password/", {"old": PASSWORD, "new": "three-words-in-a-row"}).status_code == 302
    assert client.get("/more/").status_code == 200 and other.get("/more/").status_code == 302


# --- looking around -------------------------------------------------------------------------------------------------


@pytest.fixture
def short_life(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """A made-up life of one morning, so that tests are quick; the long one has tests in its own room."""
    life = [a_morning(clock.now().date(), 4, clock.now())]
    monkeypatch.setattr(door, "_made_up", lambda today: iter(life))
    return life


def test_looking_around_is_marked_and_leaves_no_trace(client: Client, whole_cast: Cast, short_life: list[Entry]) -> None:
    assert client.get("/look-around").status_code == 405
    assert client.post("/look-around").headers["Location"] == "/today/"
    page = client.get("/more/").content.decode()
    assert "made-up person" in page and 'href="/leave/"' in page
    assert client.get("/delete/").headers["Location"] == "/leave/"
    assert client.get("/password/").headers["Location"] == client.get("/pin/").headers["Location"] == "/more/"
    assert client.post("/people/", {"name": "Ben", "role": "helper"}).status_code == 422
    client.post("/leave/", {"leave": "yes"})
    assert Person.objects.filter(demo=True).count() == 1 and client.get("/more/").status_code == 302
    client.post("/look-around")
    assert client.post("/leave/", {"delete": "yes"}).headers["Location"] == "/goodbye/"
    assert not Person.objects.filter(demo=True).exists() and client.get("/goodbye/").status_code == 200
    assert Person.objects.count() == 4


def test_a_made_up_life_of_last_month_is_made_anew(client: Client, db: None, short_life: list[Entry]) -> None:
    client.post("/look-around")
    old = Person.objects.get(demo=True)
    EntryRow.objects.filter(person=old).update(instant=int((clock.now() - timedelta(days=30)).timestamp() * 1000))
    short_life[:] = [a_morning(clock.now().date(), 5, clock.now())]
    Client().post("/look-around")
    assert Person.objects.get(demo=True).pk != old.pk


# --- settings, limits, people ---------------------------------------------------------------------------------------


def test_settings_are_kept_once(cast: Cast) -> None:
    client, before = signed_in(cast.asha), STORE.seq(cast.asha.pk)
    good = {"theme": "dark", "hand": "left", "name": "Asha K.", "zone": "Asia/Kolkata"}
    for change in ({"theme": "pink"}, {"hand": "foot"}, {"zone": "Moon/Base"}, {"name": ""}):
        assert client.post("/settings/", good | change).status_code == 422
    assert STORE.seq(cast.asha.pk) == before
    for _ in range(2):
        assert client.post("/settings/", good).status_code == 302
    cast.asha.refresh_from_db()
    assert cast.asha.name == "Asha K." and cast.asha.zone == "Asia/Kolkata" and STORE.seq(cast.asha.pk) == before + 1
    assert newest(cast.asha, "profiled")["hand"] == "left" and 'data-theme="dark"' in client.get("/more/").content.decode()
    client.post("/settings/", good | {"theme": "device"})
    assert "data-theme" not in client.get("/more/").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"exercise": "seated_row"},
        {"exercise": "flying", "what": "ban"},
        {"exercise": "seated_row", "what": "no_rise"},
        {"exercise": "seated_row", "what": "load_most", "kilograms": "10 lb"},
        {"exercise": "seated_row", "what": "load_most", "kilograms": "8,5"},
    ],
)
def test_a_limit_that_cannot_be_read_sets_none(cast: Cast, data: dict) -> None:
    assert signed_in(cast.asha).post("/limits/", data).status_code == 422
    assert STORE.state(cast.asha.pk)["limits"] == []


def test_limits_are_set_shown_and_lifted(cast: Cast) -> None:
    client = signed_in(cast.asha)
    client.post("/limits/", {"exercise": "seated_row", "what": "load_most", "kilograms": "8.5 kg", "reason": "the scan"})
    client.post("/limits/", {"exercise": "hip_hinge", "what": "ban"})
    assert [(one["what"], one.get("value")) for one in STORE.state(cast.asha.pk)["limits"]] == [("load_most", 8500), ("ban", None)]
    page = client.get("/limits/").content.decode()
    assert "at most 8.5 kg" in page and "the scan" in page
    for _ in range(2):
        client.post("/limits/", {"lift": STORE.state(cast.asha.pk)["limits"][0]["id"] if _ == 0 else "gone"})
    assert [one["what"] for one in STORE.state(cast.asha.pk)["limits"]] == ["ban"]


def test_what_one_left_out_oneself_can_be_met_again_and_left_again(cast: Cast) -> None:
    client = signed_in(cast.asha)
    client.post("/limits/", {"exercise": "hip_hinge", "what": "ban"})
    ban = STORE.state(cast.asha.pk)["limits"][0]["id"]
    assert "Meet it again, step by step" in client.get("/limits/").content.decode()
    client.post("/limits/", {"again": ban})
    assert list(STORE.state(cast.asha.pk)["again"]) == ["hip_hinge"]
    assert "Leave it for now" in client.get("/limits/").content.decode()
    client.post("/limits/", {"again": ban})
    assert STORE.state(cast.asha.pk)["again"] == {} and STORE.state(cast.asha.pk)["limits"][0]["id"] == ban


@pytest.mark.hazard("H31")
def test_nobody_lifts_what_a_clinician_set(cast: Cast) -> None:
    STORE.append(
        cast.asha.pk, [entry("limit_set", limit_set.Body(limit_set.What.BAN, exercise="seated_row"), author=f"clinician:{cast.rao.pk}")]
    )
    client, standing = signed_in(cast.asha), STORE.state(cast.asha.pk)["limits"]
    before = STORE.seq(cast.asha.pk)
    assert "set by your clinician" in client.get("/limits/").content.decode()
    client.post("/limits/", {"lift": standing[0]["id"]})
    assert STORE.state(cast.asha.pk)["limits"] == standing and STORE.seq(cast.asha.pk) == before


def test_people_are_let_in_once_and_out_at_once(cast: Cast) -> None:
    client = signed_in(cast.ben)
    for name, role in (("Nobody", "helper"), ("Ben", "helper"), ("Mallory", "owner"), ("", "")):
        assert client.post("/people/", {"name": name, "role": role}).status_code == 422
    for _ in range(2):
        assert client.post("/people/", {"name": " dr  RAO ", "role": "clinician", "part": access.PARTS}).status_code == 302
    shared = [one for one in STORE.entries(cast.ben.pk) if one.kind == "shared"]
    assert len(shared) == 1 and Grant.objects.filter(person=cast.ben).count() == 1
    client.post("/people/", {"end": str(cast.mallory.pk)})
    assert Grant.objects.filter(person=cast.ben).count() == 1
    client.post("/people/", {"end": str(cast.rao.pk)})
    assert not Grant.objects.filter(person=cast.ben).exists()


# --- out ------------------------------------------------------------------------------------------------------------


def test_the_record_goes_out_whole_and_in_again_elsewhere_the_same(cast: Cast) -> None:
    asha = signed_in(cast.asha)
    lines = b"".join(asha.get("/data/journal.jsonl").streaming_content)
    assert lines.decode() == "".join(one.line + "\n" for one in STORE.entries(cast.asha.pk))
    answer = asha.get("/data/tables.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as tables:
        assert "profiled.csv" in tables.namelist() and "dictionary.csv" in tables.namelist()
    assert "asha" not in answer.headers["Content-Disposition"].lower()


@pytest.mark.parametrize("path", ["/data/fridge-sheet/", "/data/diary/"])
def test_paper_is_complete_and_its_style_is_allowed_by_its_hash_alone(cast: Cast, path: str) -> None:
    answer = signed_in(cast.asha).get(path)
    assert answer.status_code == 200 and b"low back" in answer.content
    assert re.search(r"style-src 'sha256-[\w+/]{43}=';", answer.headers["Content-Security-Policy"])
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_reminders_are_a_calendar_file_or_say_what_is_missing(cast: Cast) -> None:
    client = signed_in(cast.asha)
    answer = client.get("/data/reminders.ics?start=18:30&morning=07:15")
    assert (
        answer.headers["Content-Type"].startswith("text/calendar") and b"T183000" in answer.content and b"BYDAY=MO,WE,FR" in answer.content
    )
    for text in ("25:00", "7", "", "18:30:00"):
        assert client.get("/data/reminders.ics", {"start": text, "morning": "07:15"}).headers["Location"] == "/data/?times=1#reminders"
    assert "18:00" in client.get("/data/?times=1").content.decode()
    assert signed_in(someone("Nora")).get("/data/reminders.ics").headers["Location"] == "/start/"


# --- in -------------------------------------------------------------------------------------------------------------


def test_a_journal_is_tried_before_it_is_taken_and_taken_once(cast: Cast) -> None:
    nora = someone("Nora")
    client, now = signed_in(nora), clock.now() - timedelta(days=2)
    good = a_morning(now.date(), 3, now)
    torn = good.line[:-9]
    data = f"{good.line}\n{torn}\n{entry('cleared', cleared.Body(('cancer_now',), 'me'), now).line}\n"
    place = upload(client, data).headers["Location"]
    page = client.get(place).content.decode()
    assert STORE.seq(nora.pk) == 0, "a trial writes nothing"
    assert "2 new entries" in page and '<td class="n">2</td>' in page and len(waiting(nora)) == 1
    done = client.post(place, {"take": "yes"}).content.decode()
    assert "2 entries kept" in done and STORE.seq(nora.pk) == 2 and waiting(nora) == []
    assert STORE.state(nora.pk)["screen"]["cleared"] == [] or not STORE.state(nora.pk)["screen"]["here"]
    assert client.post(place, {"take": "yes"}).headers["Location"] == "/import/" and STORE.seq(nora.pk) == 2
    again = upload(client, data).headers["Location"]
    assert "0 new entries" in client.get(again).content.decode()
    assert client.post(again, {"leave": "yes"}).headers["Location"] == "/data/" and waiting(nora) == []


@pytest.mark.hazard("H05")
def test_a_log_is_asked_about_before_it_is_taken(cast: Cast) -> None:
    client, before = signed_in(cast.ben), STORE.seq(cast.ben.pk)
    place = upload(client, STRONG).headers["Location"]
    page = client.get(place).content.decode()
    assert "A log of Strong" in page and 'name="answer:unit"' in page and 'name="answer:per_side:Bicep Curl (Dumbbell)"' in page
    assert client.post(place, {"take": "yes"}).status_code == 422 and STORE.seq(cast.ben.pk) == before
    half = client.post(place, {"answer:unit": "kg"}).content.decode()
    assert 'type="hidden" name="answer:unit" value="kg"' in half and "still open" in half
    answers = {
        "answer:unit": "kg",
        "answer:per_side:Bicep Curl (Dumbbell)": "each",
        "map:Seated Row (Cable)": "seated_row",
        "map:x": "flying",
    }
    whole = client.post(place, answers).content.decode()
    assert 'name="take"' in whole and STORE.seq(cast.ben.pk) == before
    assert client.post(place, {**answers, "take": "yes"}).status_code == 200
    kept = [one for one in STORE.entries(cast.ben.pk) if one.kind == "history"]
    assert len(kept) == 2 and STORE.seq(cast.ben.pk) == before + 2
    again = upload(client, STRONG).headers["Location"]
    client.post(again, {**answers, "take": "yes"})
    assert STORE.seq(cast.ben.pk) == before + 2, "the same log twice is one"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04spreadsheet", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_a_file_that_is_none_is_refused_with_what_to_do(cast: Cast, data: bytes) -> None:
    client, before = signed_in(cast.ben), STORE.seq(cast.ben.pk)
    answer = upload(client, data)
    if answer.status_code == 302:
        answer = client.get(answer.headers["Location"])
    assert answer.status_code == 422 and 'class="problem"' in answer.content.decode()
    assert STORE.seq(cast.ben.pk) == before and waiting(cast.ben) == []


def test_no_file_and_too_large_a_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(cast.ben)
    assert client.post("/import/").status_code == 422
    monkeypatch.setattr(settings, "LARGEST_IMPORT", 1000)
    assert upload(client, b"{" + b" " * 2000).status_code == 413


@pytest.mark.hazard("H34")
def test_a_waiting_file_is_nobody_elses(cast: Cast) -> None:
    place = upload(signed_in(cast.asha), a_morning(clock.now().date(), 3, clock.now()).line).headers["Location"]
    assert signed_in(cast.ben).get(place).headers["Location"] == "/import/"
    assert signed_in(cast.ben).post(place, {"take": "yes"}).headers["Location"] == "/import/"
    assert signed_in(cast.asha).get(place).status_code == 200


# --- gone -----------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H34")
def test_deleting_needs_the_name_and_then_really_deletes(whole_cast: Cast) -> None:
    asha, client = whole_cast.asha, signed_in(whole_cast.asha)
    canary = "the-goat-is-called-Odin"
    STORE.append(asha.pk, [entry("note", note.Body("bad_day_plan", canary))])
    upload(client, json.dumps({"note": canary}))
    client.post("/start/matters/", {"activity-1": canary, "activity-1-now": "3"})
    for name in ("", "Ben", "ash"):
        assert client.post("/delete/", {"name": name}).status_code == 422
    assert Person.objects.filter(pk=asha.pk).exists()
    assert client.post("/delete/", {"name": " asha "}).headers["Location"] == "/goodbye/"
    assert client.get("/goodbye/").status_code == 200 and client.get("/more/").status_code == 302
    assert not Person.objects.filter(pk=asha.pk).exists() and not EntryRow.objects.filter(person_id=asha.pk).exists()
    assert Tombstone.objects.count() == 1 and not erasure.folder(asha.pk).exists()
    from django.contrib.sessions.models import Session

    assert not [one for one in Session.objects.all() if canary in str(one.get_decoded())]
    assert Person.objects.count() == 3 and accounts.make_person("Asha", PASSWORD).pk != asha.pk
