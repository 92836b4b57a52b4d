"""Tickets for the gym, and what the gym's outbox brings home."""

from __future__ import annotations

import time
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from halfkilo.gym.client import Entry as Outgoing
from halfkilo.gym.errors import Refused
from halfkilo.gym.launch import start_machine, start_supervisor
from halfkilo.gym.ticket import Role, read_key, verify
from halfkilo.journal import new_id
from halfkilo.journal.kinds import session_closed, session_opened, set_done
from halfkilo.units import Side, Tool
from halfkilo.web import accounts, clock, gymlink, service, tickets
from tests.conftest import Cast
from tests.life import BACK, Life
from tests.web.clients import send, signed_in
from tests.web.life import STORE, entry


def opened(person, minutes: int = 20) -> str:
    session = new_id()
    STORE.append(person.pk, [entry("session_opened", session_opened.Body(session, service.day_of(person), minutes=minutes))])
    return session


def a_cable_item(person):
    return next(item for item in service.open_day(person, service.choice_of(20)).items if item.tool is Tool.CABLE and item.most)


@pytest.mark.hazard("H17")
@pytest.mark.hazard("H18")
def test_a_ticket_is_for_this_person_exercise_side_and_no_more_than_today_allows(cast: Cast) -> None:
    item, session = a_cable_item(cast.asha), opened(cast.asha)
    answer = send(signed_in(cast.asha), "/api/gym/ticket", {"session": session, "exercise": item.exercise, "side": item.side.value})
    assert answer.status_code == 200, answer.content
    ticket = verify(read_key(tickets.key_file()), answer.json()["ticket"], clock.instant())
    assert (ticket.person, ticket.session, ticket.exercise, ticket.side) == (str(cast.asha.pk), session, item.exercise, item.side)
    assert ticket.role is Role.TRAIN and ticket.most_grams == answer.json()["most_grams"] == item.most
    with pytest.raises(Refused):
        verify(read_key(tickets.key_file()), answer.json()["ticket"], clock.instant() + 121_000)


@pytest.mark.hazard("H31")
def test_nobody_gets_a_ticket_for_somebody_elses_session(cast: Cast) -> None:
    item, session = a_cable_item(cast.asha), opened(cast.asha)
    for other in (cast.ben, cast.rao, cast.mallory):
        answer = send(signed_in(other), "/api/gym/ticket", {"session": session, "exercise": item.exercise, "side": item.side.value})
        assert answer.status_code == 409 and "ticket" not in answer.json()


def test_no_ticket_without_an_open_session_of_today_or_for_what_is_not_part_of_it(cast: Cast) -> None:
    item = a_cable_item(cast.asha)
    with pytest.raises(tickets.NoTicket, match="not open"):
        tickets.ticket(cast.asha, new_id(), item.exercise, item.side)
    session = opened(cast.asha)
    with pytest.raises(tickets.NoTicket, match="no cable load"):
        tickets.ticket(cast.asha, session, "slow_breathing", Side.BOTH)
    STORE.append(cast.asha.pk, [entry("session_closed", session_closed.Body(session), clock.now() + timedelta(seconds=1))])
    with pytest.raises(tickets.NoTicket, match="not open"):
        tickets.ticket(cast.asha, session, item.exercise, item.side)


def test_a_clinicians_limit_bounds_the_ticket(cast: Cast) -> None:
    from halfkilo.journal.kinds import limit_set

    item, session = a_cable_item(cast.asha), opened(cast.asha)
    limit = limit_set.Body(limit_set.What.LOAD_MOST, 1000, item.exercise)
    STORE.append(cast.asha.pk, [entry("limit_set", limit, author=f"clinician:{cast.rao.pk}")])
    try:
        most = tickets.ticket(cast.asha, session, item.exercise, item.side).most
    except tickets.NoTicket:
        most = 0
    assert most <= 1000 < item.most


def hazard(person: str, id: str, kind: str = "hazard_raised") -> Outgoing:
    body = {"unit": "simulated", "cause": "link_lost", "left": 12_000, "right": 500} if kind == "hazard_raised" else {"unit": "simulated"}
    return Outgoing(1, id, kind, clock.instant(), person, "", body)


@pytest.mark.hazard("H08")
def test_a_hazard_of_the_gym_comes_home_once_with_the_heavier_reading(cast: Cast) -> None:
    raised = hazard(str(cast.asha.pk), new_id())
    gymlink.keep([raised])
    gymlink.keep([raised, hazard(str(cast.asha.pk), new_id(), "set_counted"), hazard("nobody", new_id()), hazard(new_id(), new_id())])
    kept = [one for one in STORE.entries(cast.asha.pk) if one.kind == "hazard_raised"]
    assert [(one.author, one.body["grams"]) for one in kept] == [("gym", 12_000)]
    assert STORE.state(cast.asha.pk)["hazards"]["simulated"][1:] == ["link_lost", 12_000]
    gymlink.keep([hazard(str(cast.asha.pk), new_id(clock.instant() + 1), "hazard_cleared")])
    assert STORE.state(cast.asha.pk)["hazards"] == {}


@pytest.mark.hazard("H01")
def test_the_site_finds_its_supervisor_by_the_key_they_share(tmp_path: Path, settings) -> None:
    settings.DATA = tmp_path
    machine = start_machine()
    supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", tmp_path / "gym", tickets.key_file(), ["http://127.0.0.1:1"])
    try:
        settings.SUPERVISOR_URL = f"http://127.0.0.1:{supervisor.ports['port']}"
        link = gymlink.hold()
        deadline = time.monotonic() + 10
        while not link.connected and time.monotonic() < deadline:
            time.sleep(0.02)
        assert link.connected, link.problem
        link.close()
    finally:
        supervisor.stop()
        machine.stop()


def test_every_set_of_a_session_gets_its_ticket(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second set is allowed what the first was: a session under way does not move its own goal."""
    life = Life({BACK: 3}, unlocked=True)
    life.pin("seated_row")
    for on in (0, 2):
        life.outing(on, "seated_row", 12_000, 10, sets=2)
    life.check_in(4, 3)
    session = life.open(4)
    monkeypatch.setattr(clock, "now", lambda: life.clock.astimezone(UTC) + timedelta(minutes=1))
    person = accounts.make_person("Asha", None, demo=True)
    accounts.keep_all(person, life.entries)
    allowed = []
    for number in (1, 2):
        allowed.append(tickets.ticket(person, session, "seated_row", Side.BOTH).most)
        body = set_done.Body(session, "seated_row", Tool.CABLE, Side.BOTH, number, 12_000, 11, 11, 2)
        service.write(person, "set_done", body)

    assert allowed == [12_000, 12_000]


def taught(person, exercise: str, side: Side, least: int, most: int, at=None, **more) -> None:
    from halfkilo.journal.kinds import range_taught

    STORE.append(person.pk, [entry("range_taught", range_taught.Body(exercise, side, least, most), at or clock.now(), **more)])


@pytest.mark.hazard("H18")
@pytest.mark.hazard("H19")
def test_a_range_counts_for_the_exercise_side_and_person_it_was_taught_for_and_the_newest_one(cast: Cast) -> None:
    item = a_cable_item(cast.asha)
    taught(cast.asha, item.exercise, Side.LEFT, 100, 400, clock.now() - timedelta(days=9))
    taught(cast.asha, item.exercise, Side.LEFT, 120, 450)
    taught(cast.ben, item.exercise, Side.RIGHT, 10, 900)
    taught(cast.asha, "seated_pulldown" if item.exercise != "seated_pulldown" else "seated_row", Side.RIGHT, 10, 900)
    session = opened(cast.asha)

    answer = send(signed_in(cast.asha), "/api/gym/ticket", {"session": session, "exercise": item.exercise, "side": item.side.value}).json()
    guide = verify(read_key(tickets.key_file()), answer["ticket"], clock.instant()).guide

    assert answer["taught"] is (item.side is not Side.RIGHT)
    assert guide.right is None
    if item.side is not Side.RIGHT:
        assert (guide.left.least, guide.left.most) == (120, 450)


def test_a_hold_has_no_spotter_and_a_repetition_has(cast: Cast) -> None:
    from halfkilo.exercises import catalogue
    from halfkilo.exercises.facts import Count
    from halfkilo.web import guides

    held = next(one.slug for one in catalogue().values() if one.facts.count is Count.SECONDS)

    assert not guides.guide(cast.asha, held, Side.BOTH).spotter
    assert guides.guide(cast.asha, "seated_row", Side.BOTH).spotter


def test_what_the_gym_does_by_itself_is_chosen_in_the_settings_and_off_where_it_ends_sets(cast: Cast) -> None:
    from halfkilo.web import guides

    client = signed_in(cast.asha)
    guide = guides.guide(cast.asha, "seated_row", Side.BOTH, service.state_of(cast.asha)["profile"])
    assert (guide.slowing, guide.spotter) == (0, True)

    assert client.post("/settings/", {"slowing": "30", "spotter": "off", "zone": "UTC"}).status_code == 302
    guide = guides.guide(cast.asha, "seated_row", Side.BOTH, service.state_of(cast.asha)["profile"])
    assert (guide.slowing, guide.spotter) == (30, False)
    assert client.post("/settings/", {"slowing": "31"}).status_code == 422
    assert client.post("/settings/", {"spotter": "maybe"}).status_code == 422
    client.post("/settings/", {"hand": "left", "zone": "UTC"})
    assert service.state_of(cast.asha)["profile"]["slowing"] == 30, "what is not asked stays as it was"
