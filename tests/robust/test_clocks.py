"""Days and clocks: midnight, daylight saving, travel, a device whose clock is off, a leap day. Control of the gym uses a clock that
only goes forwards (tests/gym); here it is the record that must keep its order and the dose that must not rise (H25)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client

from halfkilo.journal import Entry, make, new_id
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import limit_set, morning, session_opened, set_done
from halfkilo.journal.store import Fate
from halfkilo.units import Region, Side, Tool
from halfkilo.web import accounts, clock, service
from halfkilo.web.models import Person
from tests.web.clients import send, signed_in
from tests.web.life import STORE, a_morning, beginning, entry, months, someone, training, wire

pytestmark = [pytest.mark.hazard("H25"), pytest.mark.django_db]
LOADS = {"seated_row": 10_000, "pallof_press": 4_000}
Be = Callable[[datetime], None]


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Be:
    """Let it be a moment for the site."""
    def put(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment.astimezone(UTC))

    return put


def at(zone: str, text: str, fold: int = 0) -> datetime:
    """A local time; `fold=1` is the second of an hour that comes twice."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def living_in(zone: str, moment: datetime, be: Be, days: int = 14) -> tuple[Person, Client]:
    """Somebody with two weeks of mornings and sessions before `moment`, local times all."""
    be(moment)
    person = someone(f"Asha {new_id()}")
    accounts.live_in(person, zone)
    lived = [*beginning("low_back", at=moment - timedelta(days=days + 3)), *months(days, LOADS, moment - timedelta(days=1))]
    pins = [entry("limit_set", limit_set.Body(limit_set.What.PIN, exercise=slug), moment - timedelta(days=days + 2)) for slug in LOADS]
    assert {one.fate for one in service.STORE.append(person.pk, [*lived, *pins])} == {Fate.KEPT}
    return person, signed_in(person)


def stored(client: Client, *entries: Entry) -> None:
    """Sent and kept."""
    results = send(client, "/api/entries", {"entries": [wire(one) for one in entries]}).json()["results"]
    assert {one["status"] for one in results} == {"stored"}, results


def loads(person: Person, on: date | None = None) -> dict[tuple[str, str], int]:
    """What today asks for, grams by exercise and side."""
    session = service.today_of(person, STORE.state(person.pk), service.choice_of(30), on)
    found = {(item.exercise, item.side.value): item.grams for item in session.items}
    assert any(found.values()), "nothing to be heavier or lighter"
    return found


def whole(person: Person) -> None:
    """What the head says is what the entries fold to, in the order of their instants."""
    kept = list(STORE.entries(person.pk))
    assert [one.instant for one in kept] == sorted(one.instant for one in kept)
    assert STORE.state(person.pk) == fold(kept)


def test_a_session_across_midnight_is_one_session_and_may_go_on(be: Be) -> None:
    evening = at("Europe/Berlin", "2026-05-06T23:30")
    person, client = living_in("Europe/Berlin", evening, be, days=0)
    lines = training(new_id(), evening.date(), evening, LOADS)
    session = str(lines[1].body["session"])
    stored(client, *lines[:2])
    be(at("Europe/Berlin", "2026-05-07T00:10"))
    item = next(one for one in service.today_of(person, STORE.state(person.pk), service.choice_of(20), evening.date()).items
                if one.tool is Tool.CABLE)
    asked = {"session": session, "exercise": item.exercise, "side": item.side.value}
    assert send(client, "/api/gym/ticket", asked).status_code == 200, "cut off at midnight"
    later = training(session, evening.date(), evening + timedelta(minutes=38), LOADS)[2:]
    assert {one.local.date() for one in later} == {date(2026, 5, 7)}
    stored(client, *later)
    assert service.day_of(person) == date(2026, 5, 7)
    assert [one["on"] for one in STORE.state(person.pk)["sessions"] if one["id"] == session] == ["2026-05-06"]
    whole(person)
    be(at("Europe/Berlin", "2026-05-07T12:00"))
    assert send(client, "/api/gym/ticket", asked).status_code == 409, "yesterday's session loads at noon"


CHANGES = [("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("Australia/Lord_Howe", "2026-04-05"),
           ("Australia/Lord_Howe", "2026-10-04"), ("Asia/Kolkata", "2026-03-29")]


@pytest.mark.parametrize("zone, day", CHANGES)
def test_the_days_around_a_change_of_the_clock_dose_like_any_other_days(be: Be, zone: str, day: str) -> None:
    found = []
    for where in (zone, "UTC"):
        start = at(where, f"{day}T07:00") - timedelta(days=2)
        person, client = living_in(where, start, be)
        for ahead in range(5):
            moment = start + timedelta(days=ahead)
            be(moment)
            stored(client, a_morning(moment.date(), 3, moment))
            if ahead % 2 == 0:
                be(moment + timedelta(hours=2))
                stored(client, *training(new_id(), moment.date(), moment + timedelta(hours=1), LOADS))
        be(start + timedelta(days=5))
        whole(person)
        found.append((service.day_of(person), loads(person), STORE.state(person.pk)["morning_last"]))
    assert found[0] == found[1]


def test_the_hour_that_comes_twice_keeps_its_order(be: Be) -> None:
    first, second = at("Europe/Berlin", "2026-10-25T02:40"), at("Europe/Berlin", "2026-10-25T02:10", fold=1)
    assert first.astimezone(UTC) < second.astimezone(UTC)
    person, client = living_in("Europe/Berlin", at("Europe/Berlin", "2026-10-25T01:00"), be)
    be(second + timedelta(minutes=1))
    session = new_id()
    opened = entry("session_opened", session_opened.Body(session, first.date(), planned=1), first)
    done = entry("set_done", set_done.Body(session, "seated_row", Tool.CABLE, Side.BOTH, 1, 10_000, 12, 12), second)
    stored(client, done, opened)
    assert [one.id for one in STORE.entries(person.pk)][-2:] == [opened.id, done.id]
    whole(person)


def test_travel_from_kolkata_to_london_and_back_misses_no_morning_and_moves_no_load(be: Be) -> None:
    found = []
    for away in ("Europe/London", "Asia/Kolkata"):
        person, client = living_in("Asia/Kolkata", at("Asia/Kolkata", "2026-06-01T07:00"), be)
        for day in range(1, 10):
            where = away if 4 <= day <= 6 else "Asia/Kolkata"
            accounts.live_in(person, where)
            moment = at(where, f"2026-06-{day:02}T07:00")
            be(moment)
            stored(client, a_morning(moment.date(), 3, moment))
            assert service.day_of(person) == date(2026, 6, day) and client.get("/api/today").status_code == 200
        mornings = [on for on, _ in STORE.state(person.pk)["regions"]["low_back"]["mornings"]]
        assert mornings[-9:] == [f"2026-06-{day:02}" for day in range(1, 10)]
        whole(person)
        found.append(loads(person))
    assert found[0] == found[1]


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(days=-2), timedelta(hours=-30)], ids=str)
def test_a_device_whose_clock_is_off_is_kept_and_never_raises_a_load(be: Be, off: timedelta) -> None:
    now = at("Europe/Berlin", "2026-05-06T18:00")
    person, client = living_in("Europe/Berlin", now, be)
    before, here = loads(person), now + off
    stored(client, a_morning(here.date(), 0, here), *training(new_id(), here.date(), here, LOADS))
    whole(person)
    for moment in (now, now + timedelta(hours=16), now + timedelta(days=2)):
        be(moment)
        answer = client.get("/api/today")
        assert answer.status_code == 200
        after = loads(person)
        assert all(grams <= before.get(key, grams) for key, grams in after.items()), "heavier by itself"


def test_a_device_two_days_ahead_is_told_about_its_clock_and_nothing_changes(be: Be) -> None:
    now = at("Europe/Berlin", "2026-05-06T18:00")
    person, client = living_in("Europe/Berlin", now, be)
    before, seq, here = loads(person), STORE.seq(person.pk), now + timedelta(days=2)
    results = send(client, "/api/entries", {"entries": [wire(a_morning(here.date(), 0, here))]}).json()["results"]
    assert results[0]["status"] == "refused" and "clock of the device" in results[0]["message"]
    assert STORE.seq(person.pk) == seq and loads(person) == before


def test_a_leap_day_is_a_day_and_a_leap_day_that_is_none_is_refused(be: Be) -> None:
    start = at("Europe/Berlin", "2028-02-27T07:00")
    person, client = living_in("Europe/Berlin", start, be)
    for ahead in range(4):
        moment = start + timedelta(days=ahead)
        be(moment)
        stored(client, a_morning(moment.date(), 3, moment))
        assert client.get("/api/today").json()["on"] == moment.date().isoformat()
    assert [on for on, _ in STORE.state(person.pk)["regions"]["low_back"]["mornings"]][-4:] == [
        "2028-02-27", "2028-02-28", "2028-02-29", "2028-03-01"]
    none = wire(a_morning(start.date(), 3, moment)) | {"body": {"on": "2027-02-29", "pain": {"low_back": 3}}}
    result = send(client, "/api/entries", {"entries": [none]}).json()["results"][0]
    assert result["status"] == "refused" and result["message"].startswith("body.on")
    whole(person)


@pytest.mark.campaign
@pytest.mark.parametrize("zone", sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))[::7])
def test_a_year_of_mornings_anywhere_is_a_year_of_days(be: Be, zone: str) -> None:
    person, client = living_in(zone, at(zone, "2026-01-01T07:00"), be)
    for ahead in range(0, 365, 5):
        moment = at(zone, "2026-01-01T07:00") + timedelta(days=ahead)
        be(moment)
        body = morning.Body(moment.date(), {Region.LOW_BACK: 3})
        stored(client, make("morning", body, at=clock.stamp(moment), author="person", id=new_id()))
        assert service.day_of(person) == moment.date() == date.fromisoformat(STORE.state(person.pk)["morning_last"])
    whole(person)
