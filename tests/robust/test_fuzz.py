"""Entries that are nearly right: real ones of every kind with something taken out, put in, exchanged or torn, sent to the site and
given as a file. Whatever comes: a clear answer, never a crash, and what was refused leaves no trace."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halfkilo.exchange import lines
from halfkilo.exchange.errors import FileRefused
from halfkilo.journal import new_id
from halfkilo.journal.entry import dump, from_plain, parse
from halfkilo.journal.fold import check, fold
from halfkilo.journal.kinds import kinds
from halfkilo.journal.store import Fate
from halfkilo.strict import Malformed, plain
from halfkilo.web import clock, service
from halfkilo.web.models import EntryRow, Person
from tests.web.addresses import pages
from tests.web.clients import send, signed_in
from tests.web.life import STORE, begin, someone

JUNK: list[Any] = [
    None, True, False, 0, -1, 1, 11, 2**31, 2**63, 10**400, 1.5, -0.0, 1e308, "", "x", "x" * 70_000, "\x00", "\ud800", "☃", "NaN",
    "2027-02-29", "0001-01-01", "9999-12-31", "2026-11-22T07:30:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00",
    "low_back", "019395a0-5c00-7000-8000-000000000001", [], {}, [[]], [None] * 50, {"": 0}, {"low_back": 3}, {"x": {"y": {"z": []}}}]

LEADING_AWAY = {"/sign-in", "/sign-up", "/sign-out", "/look-around"}
"""Pages after which it is somebody else who looks, or nobody."""


def path_into(value: Any, chance: random.Random) -> tuple[Any, Any] | None:
    """A container in the value and a key of it, by chance."""
    found: list[tuple[Any, Any]] = []

    def walk(one: Any) -> None:
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            walk(one[key])

    walk(value)
    return chance.choice(found) if found else None


def changed(entry: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The entry with one thing about it changed."""
    out = copy.deepcopy(entry)
    spot = path_into(out, chance)
    if spot is None:
        return out
    inside, key = spot
    match chance.randrange(4):
        case 0:
            inside[key] = copy.deepcopy(chance.choice(JUNK))
        case 1:
            del inside[key]
        case 2 if isinstance(inside, dict):
            inside[chance.choice(["extra", "author", "id", ""])] = copy.deepcopy(chance.choice(JUNK))
        case _:
            inside[key] = [copy.deepcopy(inside[key])] * 2
    return out


def fresh(kind: str) -> dict[str, Any]:
    """A real entry of a kind, now."""
    known = kinds()[kind]
    return {"id": new_id(), "at": clock.stamp(clock.now()), "kind": kind, "version": known.version, "body": plain(known.example)}


def nearly(chance: random.Random, before: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Some entries, most of them changed once or twice; some stand twice, some under an id that is used."""
    for _ in range(chance.randint(1, 6)):
        one = fresh(chance.choice(sorted(kinds())))
        for _ in range(chance.choice([0, 1, 1, 2])):
            one = changed(one, chance)
        if chance.random() < 0.2:  # of a halfkilo that comes after this one, with a body that nobody here can read
            one |= {"version": 99, "body": changed(one.get("body", {}), chance)}
        if before and chance.random() < 0.2:
            one["id"] = chance.choice(before)["id"]
        yield one
        if chance.random() < 0.1:
            yield one


def torn(raw: bytes, chance: random.Random) -> bytes:
    """Bytes as they came, or cut, or with some exchanged."""
    match chance.randrange(8):
        case 0:
            return raw[: chance.randrange(len(raw) + 1)]
        case 1:
            spot = chance.randrange(len(raw) + 1)
            return raw[:spot] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 4))) + raw[spot:]
        case _:
            return raw


class Target:
    """A person whose record is fuzzed, and what must be true after each go."""

    def __init__(self) -> None:
        self.person: Person = someone(f"Asha {new_id()}")
        begin(self.person, "low_back")
        self.client: Client = signed_in(self.person, raise_request_exception=False)
        self.kept: list[dict[str, Any]] = []

    def send(self, chance: random.Random) -> None:
        """One body to the API: an answer per entry or a problem, and exactly what was stored stands there."""
        seq, batch = STORE.seq(self.person.pk), list(nearly(chance, self.kept))
        raw = torn(json.dumps({"entries": batch}).encode(), chance)
        answer = send(self.client, "/api/entries", raw)
        assert answer.status_code in {200, 400, 413, 422}, (answer.status_code, raw[:3000])
        if answer.status_code != 200:
            assert answer.json()["detail"] and STORE.seq(self.person.pk) == seq, raw[:3000]
            return
        sent, results = json.loads(raw)["entries"], answer.json()["results"]
        assert len(results) == len(sent) and all(one["message"] for one in results if one["status"] == "refused")
        stored = [one for one, result in zip(sent, results, strict=True) if result["status"] == "stored"]
        self._expect(seq, {one["id"]: dump(_without_author(one)) for one in stored})
        self.kept = [*self.kept, *stored][-20:]

    def take_in(self, chance: random.Random) -> None:
        """One file: a trial says what would be kept, then exactly that is kept."""
        seq, known = STORE.seq(self.person.pk), lines.digests(STORE.entries(self.person.pk))
        batch = [one | {"author": "person"} for one in nearly(chance, self.kept)]
        raw = torn(b"\n".join(json.dumps(one).encode() for one in batch) + b"\n", chance)
        try:
            trial = lines.trial(io.BytesIO(raw), known)
        except FileRefused:
            assert STORE.seq(self.person.pk) == seq
            return
        assert all(one.problem and one.line for one in trial.refused)
        new = list(lines.fresh(io.BytesIO(raw), known))
        assert len(new) == trial.would_add
        fates = service.take_in(self.person, new)
        self._expect(seq, {one.id: one.canonical for one, fate in zip(new, fates, strict=True) if fate.fate is Fate.KEPT})

    def _expect(self, seq: int, added: dict[str, bytes]) -> None:
        new = EntryRow.objects.filter(person=self.person, seq__gt=seq).values_list("id", "canonical")
        rows = {str(id): bytes(line) for id, line in new}
        assert rows == added and STORE.seq(self.person.pk) == seq + len(added)
        for line in rows.values():
            assert parse(line, author="person").canonical == line

    def end(self) -> None:
        """The head is what the entries fold to, the day and every page can be told, and the export comes in again."""
        assert STORE.state(self.person.pk) == fold(STORE.entries(self.person.pk))
        for path in ("/api/today", *(path for path, _ in pages() if "<" not in path and path not in LEADING_AWAY)):
            answer = self.client.get(path)
            assert answer.status_code < 500, path
            if answer.streaming:
                list(answer.streaming_content)
        assert self.client.get("/api/today").status_code == 200
        out = b"".join(lines.write(STORE.entries(self.person.pk)))
        assert lines.trial(io.BytesIO(out), {}).clean


def _without_author(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("id", "at", "kind", "version", "body")}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["send", "take_in"])
def test_nearly_right_entries(way: str) -> None:
    target = Target()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32))
    def go(seed: int) -> None:
        getattr(target, way)(random.Random(seed))

    go()
    target.end()


@pytest.mark.django_db
@pytest.mark.parametrize("entry", [[], {}, 5, None, ["019395a0-5c00-7000-8000-000000000001"]])
def test_a_correction_of_what_is_no_id_is_refused_like_any_other(entry: Any) -> None:
    target, one = Target(), fresh("corrected")
    one["body"]["entry"] = entry
    answer = send(target.client, "/api/entries", {"entries": [one]})
    assert answer.status_code == 200 and answer.json()["results"][0]["status"] == "refused"


def kept_as_it_came(one: dict[str, Any]) -> bytes:
    return json.dumps(one | {"author": "person"}).encode() + b"\n"


@pytest.mark.django_db
def test_what_a_later_halfkilo_wrote_is_kept_and_never_looked_into() -> None:
    target = Target()
    strange = {"on": ["?"], "session": {}, "entry": 5, "values": "x", "measure": {}, "sets": 1, "topic": []}
    later = b"".join(kept_as_it_came(fresh(kind) | {"version": 99, "body": strange}) for kind in kinds())
    new = list(lines.fresh(io.BytesIO(later), {}))
    assert {fate.fate for fate in service.take_in(target.person, new)} == {Fate.KEPT} and len(new) == len(kinds())
    assert STORE.state(target.person.pk)["unknown"] == len(new)
    target.end()


@pytest.mark.django_db
def test_a_plan_for_a_programme_that_is_not_known_here_asks_for_one(client: Client) -> None:
    target, plan = Target(), fresh("plan_chosen")
    plan["body"]["programme"] = "of_another_house"
    assert send(target.client, "/api/entries", {"entries": [plan]}).json()["results"][0]["status"] == "stored"
    assert target.client.get("/api/today").json()["status"] == "needs_plan"
    asked = target.client.get("/start/")
    assert asked.status_code == 302 and asked.headers["Location"] in ("/start/programme/", "/start/equipment/")
    target.end()


@pytest.mark.parametrize("torn_text", [b'"\\ud800"', b"1e999"])
def test_what_no_file_can_keep_is_refused_also_in_kinds_that_are_not_known(torn_text: bytes) -> None:
    line = kept_as_it_came(fresh("note") | {"kind": "of_tomorrow", "body": {"x": "HERE"}}).replace(b'"HERE"', torn_text)
    with pytest.raises(Malformed, match="no file can keep"):
        parse(line)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_days_from_which_nothing_can_be_reckoned_are_refused(day: str) -> None:
    one = fresh("morning")
    one["body"]["on"] = day
    with pytest.raises(Malformed, match="1900 to 2199"):
        check(from_plain(one, author="person"))
    with pytest.raises(Malformed, match="1900 to 2199"):
        from_plain(fresh("morning") | {"at": f"{day}T12:00:00+00:00"}, author="person")


@pytest.mark.campaign
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.parametrize("way", ["send", "take_in"])
@pytest.mark.parametrize("part", range(20))
def test_ten_thousand_nearly_right_entries(way: str, part: int) -> None:
    target, chance = Target(), random.Random(f"{way} {part}")
    for _ in range(500):
        getattr(target, way)(chance)
    target.end()
