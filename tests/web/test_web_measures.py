"""Measures: what is offered and to whom, what is kept, what is said about it, the weekly page, support, events, medicines, and the words
that a site brings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo import words
from halfkilo.dose import today as dose_today
from halfkilo.journal.kinds import adverse_event, flare_opened, measured, profiled, screened
from halfkilo.journal.kinds.adverse_event import Severity, What
from halfkilo.measures import Taken, measures
from halfkilo.measures.installed import install
from halfkilo.screening import ITEMS, Reply
from halfkilo.units import Region
from halfkilo.web import access, clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import page_words
from halfkilo.web.pages.measures import overview, past, told, weekly
from halfkilo.words import say, strictly
from tests.conftest import Cast
from tests.measures.slots import made_up, packed
from tests.web.clients import signed_in
from tests.web.life import STORE, begin, entry, months, someone

LEVELS = ("mild", "moderate", "severe")


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@pytest.fixture
def mira(db: None) -> Person:
    someone("Somebody else")  # the first account looks after the site; Mira does not
    person = someone("Mira")
    begin(person, "low_back")
    return person


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def kept(person: Person, kind: str = "measured") -> list[dict[str, Any]]:
    return [one.body for one in STORE.entries(person.pk) if one.kind == kind]


def took(person: Person, days_ago: int, slug: str, **values: int) -> None:
    at = clock.now() - timedelta(days=days_ago)
    STORE.append(person.pk, [entry("measured", measured.Body(at.date(), slug, values), at)])


def screen(person: Person, *yes: str) -> None:
    service.write(person, "screened", screened.Body({item.id: Reply.YES if item.id in yes else Reply.NO for item in ITEMS}, "144"))


def read(client: Client, address: str, **more: Any) -> str:
    return unescape(client.get(address, **more).content.decode())


# --- the overview ---------------------------------------------------------------------------------------------------


def test_everything_is_there_and_nothing_is_due_that_was_never_taken(mira: Person, data: Path) -> None:
    client = signed_in(mira)
    found = client.get("/measures/").context
    rows = {row["slug"]: row for room in found["rooms"] for row in room["rows"]}
    assert {slug for slug, one in measures().items() if one.taking is not None} <= rows.keys()
    assert not found["due"] and not any(row["due"] for row in rows.values())
    assert not any(one.slot for slug, one in measures().items() if slug in rows), "no words, no row"
    took(mira, 29, "chair_stand_30", stands=11)
    took(mira, 27, "timed_up_and_go", time=112)
    found = client.get("/measures/").context
    assert [row["slug"] for row in found["due"]] == ["chair_stand_30"]
    rows = {row["slug"]: row for room in found["rooms"] for row in room["rows"]}
    assert (rows["chair_stand_30"]["last"], rows["timed_up_and_go"]["last"]) == ("11 stands", "11.2 s")


def test_what_needs_a_clinician_is_never_offered_by_itself(mira: Person) -> None:
    beside = [slug for slug, one in measures().items() if one.taken is Taken.CLINICIAN]
    for slug in beside:
        took(mira, 60, slug, **dict.fromkeys(measures()[slug].item, 100))
    client = signed_in(mira)
    found = client.get("/measures/").context
    assert not {row["slug"] for row in found["due"]} & set(beside)
    for slug in beside:
        assert "by-hand" not in read(client, f"/measures/{slug}/")
        assert say("measures.beside.yes", "en") in read(client, f"/measures/{slug}/")
        name = f"value-{measures()[slug].item[0]}-1"
        client.post(f"/measures/{slug}/", {name: "12"})
        assert "by-hand" in read(client, f"/measures/{slug}/?beside=yes")
        answer = client.post(f"/measures/{slug}/", {name: "12", "beside": "yes"})
        assert answer.headers["Location"] == f"/measures/{slug}/so-far/"
        assert f'href="/measures/{slug}/"' not in read(client, f"/measures/{slug}/so-far/")
    assert len(kept(mira)) == 2 * len(beside), "without the confirmation nothing was kept"


def test_a_test_is_left_out_with_its_reason(mira: Person) -> None:
    client = signed_in(mira)
    body = profiled.Body((profiled.Place(Region.LOW_BACK, 4, 7, 36, True),), 1961, cannot=("standing",))
    service.write(mira, "profiled", body)
    shown = read(client, "/measures/")
    assert say("measures.why_not.cannot", "en", need="standing") in shown
    assert client.get("/measures/chair_stand_30/").headers["Location"] == "/measures/"
    assert client.post("/measures/chair_stand_30/", {"value-stands-1": "9"}).headers["Location"] == "/measures/"
    screen(mira, "hip_replacement")
    assert say("measures.why_not.screen", "en", item=say("screen.hip_replacement.short", "en")) in read(client, "/measures/")
    screen(mira, "chest_pressure")
    assert say("trial.why_not.care", "en") in read(client, "/measures/")
    screen(mira)
    service.write(mira, "flare_opened", flare_opened.Body(service.day_of(mira), (Region.LOW_BACK,)))
    assert say("trial.why_not.flare", "en") in read(client, "/measures/")
    assert kept(mira) == []


def test_who_fell_stands_feet_together_with_somebody_near(mira: Person) -> None:
    screen(mira, "falls")
    shown = read(signed_in(mira), "/measures/balance_counter/")
    assert "value-together-2" in shown and "value-one_ahead-1" not in shown
    assert say("measures.near", "en") in read(signed_in(mira), "/measures/chair_stand_30/")


# --- physical tests -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "fields", "values"), [
    ("chair_stand_30", {"value-stands-1": "12"}, {"stands": 12}),
    ("sit_to_stand_5", {"value-time-1": "12,4"}, {"time": 124}),
    ("timed_up_and_go", {"value-time-1": "9.75", "pain": "2"}, {"time": 98}),
    ("balance_counter", {"value-together-1": "21.5", "value-together-2": "30", "value-one_ahead-1": "8"},
     {"together": 300, "one_ahead": 80}),
    ("shoulder_range", {"value-left-1": "140", "value-left-2": "145"}, {"left": 145}),
    ("grip_strength", {"value-left-1": "20.1", "value-left-2": "21", "value-right-1": "22"}, {"left.1": 20_100, "left.2": 21_000}),
])
def test_a_form_by_hand_is_one_entry_in_its_own_unit(mira: Person, slug: str, fields: dict[str, str], values: dict[str, int]) -> None:
    client = signed_in(mira)
    once = client.get(f"/measures/{slug}/").context["once"]
    for _ in range(2):  # sent twice, kept once
        assert client.post(f"/measures/{slug}/", {**fields, "once": once}).headers["Location"] == f"/measures/{slug}/so-far/"
    assert [one["values"] for one in kept(mira)] == [values]
    assert say("measures.so.unchanged", "en") in read(client, f"/measures/{slug}/so-far/")


@pytest.mark.parametrize("typed", ["", "x", "-3", "61", "12.5", "1e3", "٣", "99999", "1 2"])
def test_what_is_no_such_result_is_said_and_not_kept(mira: Person, typed: str) -> None:
    answer = signed_in(mira).post("/measures/chair_stand_30/", {"value-stands-1": typed, "pain": "3"})
    assert answer.status_code == 422 and kept(mira) == []
    assert 'class="problem"' in answer.content.decode()


def test_pain_above_the_line_is_said(mira: Person) -> None:
    answer = signed_in(mira).post("/measures/chair_stand_30/", {"value-stands-1": "4", "pain": "9"})
    assert answer.headers["Location"].endswith("?over=1")
    assert say("measures.so.over", "en") in read(signed_in(mira), answer.headers["Location"])


def test_change_is_told_only_beyond_what_matters(mira: Person) -> None:
    took(mira, 60, "chair_stand_30", stands=10)
    client = signed_in(mira)
    assert say("measures.told.first", "en", weeks=4) in read(client, "/measures/chair_stand_30/so-far/")
    took(mira, 30, "chair_stand_30", stands=12)
    assert "Can't tell yet" in read(client, "/measures/chair_stand_30/so-far/")
    took(mira, 1, "chair_stand_30", stands=13)
    assert "Likely better than on" in read(client, "/measures/chair_stand_30/so-far/")
    took(mira, 30, "timed_up_and_go", time=100)
    took(mira, 1, "timed_up_and_go", time=115)
    assert "Likely not as far as on" in read(client, "/measures/timed_up_and_go/so-far/"), "lower is better here"


def test_with_a_gauge_the_persons_own_repetitions_say_what_a_change_is(mira: Person) -> None:
    for ago, base in ((40, 20_000), (1, 26_000)):
        took(mira, ago, "grip_strength", **{"left.1": base, "left.2": base + 300, "left.3": base - 300})
    assert "Likely better than on" in read(signed_in(mira), "/measures/grip_strength/so-far/")
    took(mira, 0, "grip_strength", **{"left.1": 20_000, "left.2": 26_000, "left.3": 24_000})
    assert "Can't tell yet" in read(signed_in(mira), "/measures/grip_strength/so-far/")


def test_no_measure_makes_a_load_heavier(mira: Person) -> None:
    STORE.append(mira.pk, months(20, {"seated_row": 10_000}))
    on = service.day_of(mira)
    before = dose_today(service.state_of(mira), on)
    for slug, one in measures().items():
        if one.taking is not None:
            took(mira, 0, slug, **dict.fromkeys(one.item or ("left.1", "left.2"), one.most))
    after = dose_today(service.state_of(mira), on)
    assert [(one.exercise, one.grams, one.target) for one in after.items] == [(one.exercise, one.grams, one.target) for one in before.items]
    assert len(after.offers) <= len(before.offers)


# --- questions ------------------------------------------------------------------------------------------------------


def brought(data: Path, slug: str, language: str = "en") -> None:
    install(data, slug, packed(made_up(measures()[slug], language)), "A permission of the tests")


def test_a_questionnaire_is_asked_only_with_its_words(mira: Person, data: Path) -> None:
    client = signed_in(mira)
    assert "Made-up item" not in read(client, "/measures/phq_4/") and "PHQ-4" in read(client, "/measures/phq_4/")
    brought(data, "phq_4", "de")
    shown = read(client, "/measures/phq_4/")
    assert "Made-up item 4" in shown and say("measures.ask.language", "en") in shown and 'lang="de"' in shown
    brought(data, "phq_4")
    assert say("measures.ask.language", "en") not in read(client, "/measures/phq_4/")
    assert "PHQ-4" in read(client, "/measures/")


def test_what_is_left_out_stays_missing_and_the_rule_decides(mira: Person, data: Path) -> None:
    client = signed_in(mira)
    for slug in ("phq_4", "rmdq", "quickdash"):
        brought(data, slug)
    client.post("/measures/phq_4/", {"item-1": "1", "item-2": "0", "item-3": ""})
    assert kept(mira)[-1] == {"on": clock.now().date().isoformat(), "measure": "phq_4", "values": {"1": 1, "2": 0}}
    assert say("measures.so.missing", "en") in read(client, "/measures/phq_4/so-far/")
    client.post("/measures/rmdq/", {f"item-{n}": "1" for n in range(1, 10)})
    assert '<b class="huge">9</b>' in read(client, "/measures/rmdq/so-far/"), "unanswered counts as 0, by the instrument's own rule"
    client.post("/measures/quickdash/", {f"item-{n}": str(2 + n % 2) for n in range(1, 11)})
    assert '<b class="huge">37.5</b>' in read(client, "/measures/quickdash/so-far/"), "(25 / 10 - 1) * 25"
    assert client.post("/measures/phq_4/", {"item-1": ""}).status_code == 422
    assert client.post("/measures/phq_4/", {"item-1": "4"}).status_code == 422
    assert len(kept(mira)) == 3


def test_scales_are_told_side_by_side_and_no_label_is_ever_given(mira: Person, data: Path) -> None:
    client = signed_in(mira)
    for slug in ("koos", "gad_7", "eq5d_5l"):
        brought(data, slug)
    client.post("/measures/koos/", {f"item-{n}": "1" for n in range(1, 8)})
    shown = read(client, "/measures/koos/so-far/")
    assert '<b class="huge">75</b>' in shown and say("measures.so.missing", "en") in shown
    client.post("/measures/gad_7/", {f"item-{n}": "3" for n in range(1, 8)})
    said = read(client, "/measures/gad_7/so-far/").partition("<h1>")[2].lower()
    assert '<b class="huge">21</b>' in said and not [level for level in LEVELS if level in said]
    client.post("/measures/eq5d_5l/", {f"item-{n}": "2" for n in range(1, 6)})
    assert say("measures.so.profile", "en") in read(client, "/measures/eq5d_5l/so-far/")


def test_words_changed_by_hand_break_nobodys_page(mira: Person, data: Path) -> None:
    brought(data, "phq_4")
    (data / "measures" / "phq_4.en.json").write_text("{", encoding="utf-8")
    client = signed_in(mira)
    assert client.get("/measures/").status_code == 200
    assert say("measures.ask.wordless", "en", instrument="PHQ-4") in read(client, "/measures/phq_4/")


def test_words_are_shown_as_text(mira: Person, data: Path) -> None:
    raw = made_up(measures()["phq_4"])
    raw["item"][-1]["text"] = "<script>alert(1)</script>"
    install(data, "phq_4", packed(raw), "x")
    shown = signed_in(mira).get("/measures/phq_4/").content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown


def test_own_activities_and_own_words(mira: Person) -> None:
    client = signed_in(mira)
    assert "Stairs" in read(client, "/measures/psfs/")
    client.post("/measures/psfs/", {"item-stairs": "6"})
    client.post("/measures/own_stress/", {"item-stress": "0"})
    assert [one["values"] for one in kept(mira)] == [{"stairs": 6}, {"stress": 0}]
    assert say("measures.reach.higher", "en", low="0", high="10") in read(client, "/measures/psfs/so-far/")


def test_numbers_from_elsewhere(mira: Person) -> None:
    client = signed_in(mira)
    yesterday = (clock.now().date() - timedelta(days=1)).isoformat()
    for slug, typed, value in (("sleep_time", "7:30", 450), ("steps", "6200", 6200), ("promis_physical_function", "48,5", 485),
                               ("eq5d_index", "-0.05", -50), ("eq5d_vas", "80", 800)):
        assert client.post(f"/measures/{slug}/", {"value": typed, "on": yesterday}).status_code == 302, slug
        assert kept(mira)[-1] == {"on": yesterday, "measure": slug, "values": {measures()[slug].item[0]: value}}
        assert client.get(f"/measures/{slug}/so-far/").status_code == 200
    for slug, fields in (("steps", {"value": "6200.5"}), ("sleep_time", {"value": "25:00"}), ("eq5d_vas", {"value": "48.55"}),
                         ("steps", {"value": "1", "on": "2999-01-01"}), ("steps", {"value": "1", "on": "0001-01-01"}),
                         ("steps", {"value": "1", "on": "yesterday"}), ("steps", {})):
        assert client.post(f"/measures/{slug}/", fields).status_code == 422, (slug, fields)
    assert len(kept(mira)) == 5


@pytest.mark.parametrize("address", ["/measures/nrs/", "/measures/phq_9/", "/measures/nrs/so-far/", "/measures/seated_row/so-far/"])
def test_what_is_no_measure_is_not_there(mira: Person, address: str) -> None:
    assert signed_in(mira).get(address).status_code == 404


# --- support --------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H28")
def test_a_heavy_answer_shows_support_and_sends_nothing(mira: Person, data: Path) -> None:
    client = signed_in(mira)
    brought(data, "phq_8")
    for slug, fields, heavy in (("own_mood", {"item-mood": "6"}, False), ("own_mood", {"item-mood": "7"}, True),
                                ("own_worry", {"item-worry": "9"}, True), ("own_sleep", {"item-sleep": "10"}, False),
                                ("phq_8", {f"item-{n}": "1" for n in range(1, 9)}, False),
                                ("phq_8", {f"item-{n}": "2" for n in range(1, 9)}, True)):
        before = STORE.seq(mira.pk)
        shown = unescape(client.post(f"/measures/{slug}/", fields, follow=True).content.decode())
        assert (say("measure.support", "en") in shown) is heavy, (slug, fields)
        assert STORE.seq(mira.pk) == before + 1, "the answer, and nothing else, was written"
        assert not heavy or say("measures.support.now", "en", number="112") in shown


def test_the_emergency_number_is_the_persons_or_fits_every_country(mira: Person) -> None:
    assert "call 112" in read(signed_in(mira), "/support/")
    newcomer = someone("Nora")
    assert say("measures.emergency", "en") in read(signed_in(newcomer), "/support/")


# --- once a week ----------------------------------------------------------------------------------------------------


def test_the_week_is_kept_with_what_was_answered_and_does_not_come_back(mira: Person) -> None:
    client = signed_in(mira)
    shown = client.get("/weekly/")
    assert [one["name"] for one in shown.context["items"]] == ["weekly-adverse", "weekly-psfs", "weekly-own_mood"]
    once = shown.context["once"]
    answer = client.post("/weekly/", {"weekly-own_mood": "3", "event": "none", "once": once})
    assert answer.headers["Location"] == "/today/"
    assert [(one["measure"], one["values"]) for one in kept(mira)] == [("own_mood", {"mood": 3})], "left out stays missing"
    assert kept(mira, "adverse_event") == [{"on": clock.now().date().isoformat(), "severity": "none"}]
    assert client.get("/weekly/").headers["Location"] == "/today/"
    assert not [one for one in service.open_day(mira).questions if one.id == "weekly"]


def test_passing_over_writes_that_it_was_and_nothing_more(mira: Person) -> None:
    client = signed_in(mira)
    client.post("/weekly/", {"skip": "yes", "weekly-own_mood": "9", "event": "hospital"})
    assert kept(mira) == [] and kept(mira, "adverse_event") == []
    assert kept(mira, "answered") == [{"question": "weekly", "answer": "no"}]
    assert client.get("/weekly/").headers["Location"] == "/today/"


def test_a_heavy_week_leads_to_support_and_an_answer_out_of_range_is_not_kept(mira: Person) -> None:
    client = signed_in(mira)
    assert client.post("/weekly/", {"weekly-own_mood": "11"}).status_code == 422
    assert client.post("/weekly/", {"event": "badly"}).status_code == 422
    assert kept(mira) == []
    assert client.post("/weekly/", {"weekly-own_mood": "8"}).headers["Location"] == "/support/?heard=yes"
    assert say("measure.support", "en") in read(client, "/support/?heard=yes")
    assert say("measure.support", "en") not in read(client, "/support/"), "whoever only looks is told nothing about themselves"


def test_activities_take_turns(mira: Person) -> None:
    places = (profiled.Place(Region.LOW_BACK, 4, 7, 36, True),)
    activities = tuple(profiled.Activity(name, name, 4) for name in ("stairs", "garden"))
    service.write(mira, "profiled", profiled.Body(places, 1961, activities))
    took(mira, 8, "psfs", stairs=5)
    state = service.state_of(mira)
    assert weekly.activity_of(state)["id"] == "garden"
    took(mira, 1, "psfs", garden=5)
    assert weekly.activity_of(service.state_of(mira))["id"] == "stairs"


# --- what happened --------------------------------------------------------------------------------------------------


def test_an_event_is_told_with_what_and_since_and_counted_against_sessions(mira: Person) -> None:
    STORE.append(mira.pk, months(8, {"seated_row": 5_000}))
    client, since = signed_in(mira), (clock.now().date() - timedelta(days=3)).isoformat()
    client.post("/measures/happened/", {"event": "clinician", "event-what": "fall", "event-since": since, "event-text": " On  the stairs "})
    on = clock.now().date().isoformat()
    assert kept(mira, "adverse_event") == [{"on": on, "severity": "clinician", "text": "On the stairs", "what": "fall", "since": since}]
    client.post("/measures/happened/", {"event": "none"})
    shown = read(client, "/measures/happened/")
    assert say("measures.happened.counted", "en", events=1, sessions=4) in shown
    assert say("measures.happened.counted_asked", "en", asked=2) in shown and "On the stairs" in shown
    for fields in ({"event": "self_care", "event-since": "2999-01-01"}, {"event": "self_care", "event-since": "x"}, {"event": "terrible"},
                   {"event": "self_care", "event-what": "ghost"}):
        assert client.post("/measures/happened/", fields).status_code == 422, fields
    assert len(kept(mira, "adverse_event")) == 2


def test_a_session_without_a_set_is_no_denominator(mira: Person) -> None:
    lines = [past.Line("session_opened", "2026-01-01", {"session": "a", "on": "2026-01-01"}),
             past.Line("session_opened", "2026-01-02", {"session": "b", "on": "2026-01-02"}),
             past.Line("set_done", "2026-01-02", {"session": "b"}), past.Line("set_done", "2026-01-02", {"session": "b"}),
             past.Line("adverse_event", "2026-01-03", {"on": "2026-01-03", "severity": "hospital"})]
    found = past.happened_in(lines)
    assert (found.sessions, found.asked, found.of(Severity.HOSPITAL), found.first) == (1, 1, 1, "2026-01-02")


# --- medicines ------------------------------------------------------------------------------------------------------


def test_medicines_are_a_list_in_the_persons_own_words(mira: Person) -> None:
    client = signed_in(mira)
    for name, remark in (("Ibuprofen: 400", "when needed"), ("Vitamin D", ""), ("vitamin d", "mornings")):
        client.post("/measures/medicines/", {"name": name, "remark": remark})
    assert past.medicines(mira) == (past.Medicine("Ibuprofen 400", "when needed"), past.Medicine("vitamin d", "mornings"))
    assert kept(mira, "note")[-1] == {"topic": "medicines", "text": "Ibuprofen 400: when needed\nvitamin d: mornings"}
    client.post("/measures/medicines/", {"remove": "vitamin d"})
    client.post("/measures/medicines/", {"remove": "Ibuprofen 400"})
    assert past.medicines(mira) == () and say("measures.medicine.none", "en") in read(client, "/measures/medicines/")
    assert client.post("/measures/medicines/", {"name": " "}).status_code == 422
    full = tuple(past.Medicine("x" * 76 + str(n), "y" * 160) for n in range(30))
    assert len(past.written(full)) <= 8000, "a full list fits its note"


# --- shared, and not ------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H34")
def test_a_clinician_looks_and_a_stranger_finds_nothing(cast: Cast, data: Path) -> None:
    took(cast.asha, 1, "chair_stand_30", stands=11)
    took(cast.asha, 1, "own_mood", mood=9)
    STORE.append(cast.asha.pk, [entry("adverse_event", adverse_event.Body(date(2026, 1, 2), Severity.SELF_CARE, "A secret", What.SORE))])
    before = STORE.seq(cast.asha.pk)
    addresses = [f"/measures/{page}?person={cast.asha.pk}"
                 for page in ("", "happened/", "medicines/", "chair_stand_30/so-far/", "own_mood/so-far/")]
    for address in addresses:
        shown = read(signed_in(cast.rao), address)
        assert "Asha" in shown and say("measure.support", "en") not in shown, address
        assert '<form method="post"' not in shown.partition("<main")[2], address
        for who in (cast.mallory, cast.ben):
            assert signed_in(who).get(address).status_code == 404
        signed_in(cast.rao).post(address, {"event": "none", "name": "x"})
    assert "A secret" in read(signed_in(cast.rao), addresses[1])
    assert STORE.seq(cast.asha.pk) == before


@pytest.mark.hazard("H34")
def test_each_part_is_seen_only_where_it_is_shared(cast: Cast, data: Path) -> None:
    took(cast.asha, 1, "chair_stand_30", stands=11)
    took(cast.asha, 1, "own_mood", mood=9)
    STORE.append(cast.asha.pk, [entry("adverse_event", adverse_event.Body(date(2026, 1, 2), Severity.SELF_CARE, "A secret", What.SORE))])
    whose, pages = f"?person={cast.asha.pk}", ("chair_stand_30/so-far/", "own_mood/so-far/", "happened/", "medicines/")
    for parts, seen in (("measures", [200, 404, 404, 404]), ("mood", [404, 200, 404, 404]), ("health", [404, 404, 200, 404]),
                        ("health,notes", [404, 404, 200, 200]), ("training", [404] * 4)):
        access.share(cast.asha, cast.ben, "helper", parts)
        client = signed_in(cast.ben)
        assert [client.get(f"/measures/{page}{whose}").status_code for page in pages] == seen, parts
        overview = client.get(f"/measures/{whose}")
        assert overview.status_code == (200 if parts in ("measures", "mood") else 404)
        rows = [row["slug"] for room in overview.context["rooms"] for row in room["rows"]] if overview.status_code == 200 else []
        assert ("own_mood" in rows, "chair_stand_30" in rows) == (parts == "mood", parts == "measures")
        assert "A secret" not in read(client, f"/measures/happened/{whose}") or "notes" in parts


# --- the site's words -----------------------------------------------------------------------------------------------


def upload(client: Client, file: bytes, slot: str = "phq_4", right: str = "Licence 12") -> Any:
    return client.post("/measures/site/", {"slot": slot, "right": right, "file": SimpleUploadedFile("q.json", file)})


def test_only_whoever_looks_after_the_site_brings_words(mira: Person, data: Path) -> None:
    operator = signed_in(Person.objects.get(name="Somebody else"))
    file = packed(made_up(measures()["phq_4"]))
    assert upload(signed_in(mira), file).status_code == 404 and signed_in(mira).get("/measures/site/").status_code == 404
    assert "/measures/site/" not in read(signed_in(mira), "/measures/") and "/measures/site/" in read(operator, "/measures/")
    assert not (data / "measures").exists()
    for bad, slot, right in ((file, "phq_4", " "), (file, "peg", "x"), (b"{", "phq_4", "x"), (file, "own_mood", "x"), (file, "phq_9", "x"),
                             (b" " * 300_000, "phq_4", "x"), (file, "../phq_4", "x")):
        assert upload(operator, bad, slot, right).status_code == 422, (slot, right)
    assert operator.post("/measures/site/", {"slot": "phq_4", "right": "x"}).status_code == 422
    assert upload(operator, file).status_code == 302
    assert json.loads((data / "measures" / "phq_4.en.json").read_text())["right"] == "Licence 12"
    assert "Licence 12" in read(operator, "/measures/site/") and "Made-up item 1" in read(signed_in(mira), "/measures/phq_4/")
    for gone in ("../../x y", "phq_4 de", "phq_4"):
        assert operator.post("/measures/site/", {"remove": gone}).status_code == 422
    assert operator.post("/measures/site/", {"remove": "phq_4 en"}).status_code == 302
    assert list((data / "measures").glob("*")) == []


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tongue", words.languages())
def test_every_result_can_be_said(tongue: str) -> None:
    for slug, one in measures().items():
        if slug == "balance_supported" or not overview.taken_here(one):
            continue  # told by a room of their own
        items = one.names or (("left.1", "left.2", "left.3") if one.own_change else ("stairs",))
        times = [past.Taken(f"2026-0{month}-01", dict.fromkeys(items, value)) for month, value in ((1, one.least), (2, one.most))]
        for series in told.series_of(slug, times, tongue):
            assert told.sentence(series, one, tongue)
            assert all(told.amount(one, value, tongue) for _, value in series.scored)


def test_every_word_of_the_modules_is_handed_over() -> None:
    front = Path(words.__file__).parents[1] / "web/front"
    code = "\n".join(path.read_text("utf-8") for path in (front / "measure.ts", *(front / "measure").glob("*.ts")))
    said = set(re.findall(r'"((?:step|ask)\.\w+)"', code)) | {"step.count_hint", "step.lap_hint", "step.hold_hint"}
    assert len(said) > 25
    assert sorted(said - page_words("en", "timing").keys()) == []
