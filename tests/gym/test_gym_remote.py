"""Whoever is not the person at the screen that trains may make lighter and let go, and nothing else (H31, H44, H33, H35)."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from halfkilo.gym.devices.link.codec import Arm, Hold, Release, SelfTest, State, encode
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.errors import Refused
from halfkilo.gym.radio.link import Missing, NoRadio
from halfkilo.gym.supervisor import messages
from halfkilo.gym.supervisor import web as web_module
from halfkilo.gym.supervisor.fleet import Fleet, Open
from halfkilo.gym.supervisor.pairs import Pair as Paired
from halfkilo.gym.supervisor.pairs import Pairs
from halfkilo.gym.supervisor.screen import Screen
from halfkilo.gym.supervisor.terms import Phase
from halfkilo.gym.ticket import Role, sign
from halfkilo.units import Side
from tests.gym.doors import ORIGIN, Socket, ask, played, web_of
from tests.gym.kept import Kept
from tests.gym.rig import KEY, SCREEN, Rig

EVIL = "http://evil.example"
SRC = Path(__file__).parents[2] / "src" / "halfkilo"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Nobody there yet; and at rest, armed and under load, with somebody at the screen that trains."""
    found = {}
    for name in ("nobody", "rest", "armed", "loaded"):
        rig = Rig(tmp_path_factory.mktemp(name))
        rig.advance(150)
        if name == "nobody":
            rig.screen_on = False
        elif name == "rest":
            rig.sit()
            rig.advance(900)
        elif name == "armed":
            rig.ready_to_load()
        else:
            rig.loaded(6_000)
        found[name] = Kept(rig, rig.folder)
    return found


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """Whether the disk syncs is shown elsewhere."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


# --- messages of screens --------------------------------------------------------------------------------------------------


def ticket(rig, role, person="ben", most=60_000):
    return rig.ticket(person=person, role=role, most=most)


WHO = {
    "no ticket": (ORIGIN, lambda rig: ""),
    "a page from elsewhere with a ticket to train": (EVIL, lambda rig: ticket(rig, Role.TRAIN)),
    "no page at all with a ticket to train": (None, lambda rig: ticket(rig, Role.TRAIN, "asha")),
    "somebody who watches": (ORIGIN, lambda rig: ticket(rig, Role.WATCH)),
    "a helper or clinician who watches the same person": (ORIGIN, lambda rig: ticket(rig, Role.WATCH, "asha", 0)),
    "the site": (ORIGIN, lambda rig: ticket(rig, Role.SITE, "site")),
    "another person with a ticket to train": (ORIGIN, lambda rig: ticket(rig, Role.TRAIN)),
    "the same person at a second screen": (ORIGIN, lambda rig: ticket(rig, Role.TRAIN, "asha")),
}
MAY_SIT = {"another person with a ticket to train", "the same person at a second screen"}
"""Only where nobody sits yet."""
NO_SCREEN = {"no ticket", "the site"}
loads = st.one_of(st.integers(0, 100_000), st.sampled_from([0, 500, 5_500, 6_500]))
said = st.one_of(
    st.sampled_from([{"is": name} for name in ("present", "arm", "stop", "release", "clear_hazard")]), st.just({"is": "hello"}),
    st.builds(lambda left, right: {"is": "hold", "left": left, "right": right}, loads, loads),
)


def test_every_message_there_is_was_thought_of():
    assert set(messages._KINDS) == {"hello", "present", "arm", "hold", "stop", "release", "clear_hazard"}
    assert set(Role) == {Role.TRAIN, Role.WATCH, Role.SITE}


@pytest.mark.hazard("H31")
@pytest.mark.hazard("H06")
@settings(max_examples=40)
@given(who=st.sampled_from(sorted(WHO)), moment=st.sampled_from(["nobody", "rest", "armed", "loaded"]),
       say=st.lists(said, min_size=1, max_size=6))
@example(who="no ticket", moment="loaded", say=[{"is": "present"}, {"is": "hold", "left": 9_000, "right": 9_000}, {"is": "clear_hazard"}])
@example(who="somebody who watches", moment="armed", say=[{"is": "present"}, {"is": "hold", "left": 9_000, "right": 9_000}])
@example(who="a page from elsewhere with a ticket to train", moment="nobody", say=[{"is": "present"}, {"is": "arm"}])
@example(who="the site", moment="nobody", say=[{"is": "present"}, {"is": "arm"}])
def test_whoever_is_far_away_can_only_let_go(kept, who, moment, say):
    assume(moment != "nobody" or who not in MAY_SIT)
    rig = kept[moment].again()
    origin, its_ticket = WHO[who]

    def what_is_wanted():
        return rig.unit.targets, rig.unit._button_until, rig.unit.phase, rig.house.seat, rig.house.permit

    async def scene():
        other = Socket(web_of(rig, KEY), "/player", origin)
        for one in [{"is": "hello"}, *say]:
            before, held = what_is_wanted(), max(rig.held)
            other.heard.clear()
            other.say(json.dumps(one | ({"ticket": its_ticket(rig)} if one["is"] == "hello" else {})))
            await asyncio.sleep(0.003)
            assert max(rig.held) <= held
            if one["is"] in {"stop", "release"}:
                assert rig.unit.phase not in {Phase.LOADED, Phase.ARMED} and rig.unit.targets == (0, 0)
            else:
                assert what_is_wanted() == before, one
            asks = {"arm", "hold", "clear_hazard"} | ({"hello"} if who in NO_SCREEN or origin != ORIGIN else set())
            assert one["is"] not in asks or other.told("refused"), one
            assert not any(told["writer"] for told in other.told("welcome"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web_module.asyncio, "to_thread", at_once)
        played(rig, scene())


# --- everything else the supervisor answers to ------------------------------------------------------------------------------

BODIES = [b"", b"{}", b"[]", b'{"name":"simulated"}', b'{"names":["simulated"]}', b'{"seconds":1}',
          b'{"device":"simulated","address":"127.0.0.1:1"}', b'{"device":"replay","address":"/etc/passwd"}', b'{"names":[]}', b"\xff\xfe",
          b'{"name":"\\ud800"}', b"[" * 50_000]


def with_devices(rig):
    """Its doors with the site's way to the devices."""
    def no_radio():
        raise NoRadio(Missing.NO_ADAPTER)

    web = web_of(rig, KEY)
    fleet = Fleet(rig.house, Pairs(rig.folder / "paired.json"), no_radio, lambda unit, reading: None, rig.wall)
    fleet._open["simulated"] = Open(Paired("simulated", "simulated", "127.0.0.1:1"), kept=True, ear=rig.ear)
    web.open_devices(fleet)
    return web, fleet


def paths(web):
    return [(route.path, method) for route in web.app.routes for method in sorted(getattr(route, "methods", None) or ())]


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("moment", ["rest", "loaded"])
def test_the_site_itself_can_neither_arm_nor_raise(kept, moment):
    """Every address there is, with the site's own pass and every body that it understands: less or the same, never more."""
    rig = kept[moment].again()
    pass_ = sign(KEY, "site", "outbox", Role.SITE, "-", Side.BOTH, 0, _now() + 60_000)

    async def scene():
        web, fleet = with_devices(rig)
        asked = paths(web)
        assert {path for path, _ in asked} > {"/stop", "/release", "/outbox", "/devices", "/devices/use", "/devices/check"}
        for path, method in asked:
            for body in BODIES:
                before = max(rig.held)
                status, _ = await ask(web, method, path, body, authorization=f"Halfkilo {pass_}")
                assert status in {200, 400, 401, 409, 503}, (path, status)
                await asyncio.sleep(0.001)
                assert max(rig.held) <= before and rig.gym.firmware.state not in {State.ARMING, State.ARMED}
                assert rig.unit.phase is not Phase.ARMED
        await fleet.close()

    played(rig, scene())


@pytest.mark.hazard("H31")
def test_only_the_site_reaches_the_devices_and_the_outbox(kept):
    rig = kept["loaded"].again()
    wrong = ["", "Halfkilo", "Halfkilo x.y", "Halfkilo \u00e9", "Bearer x",
             *(f"Halfkilo {sign(KEY, 'asha', 's', role, 'row', Side.BOTH, 0, _now() + 60_000)}" for role in (Role.TRAIN, Role.WATCH)),
             f"Halfkilo {sign(b'x' * 32, 'site', 's', Role.SITE, '-', Side.BOTH, 0, _now() + 60_000)}",
             f"Halfkilo {sign(KEY, 'site', 's', Role.SITE, '-', Side.BOTH, 0, _now() - 1)}"]

    async def scene():
        web, fleet = with_devices(rig)
        for path, method in paths(web):
            if path.startswith(("/devices", "/outbox")):
                for pass_ in wrong:
                    assert (await ask(web, method, path, b'{"names":["simulated"]}', authorization=pass_))[0] == 401, path
        assert rig.unit.phase is Phase.LOADED and rig.held == [6_000, 6_000]
        await fleet.close()

    played(rig, scene())


def _now():
    return time.time_ns() // 1_000_000


# --- the child lock -------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H44")
def test_a_locked_machine_is_armed_and_loaded_by_nobody_and_nothing_comes_back_when_it_is_opened(kept):
    rig = kept["loaded"].again()
    rig.order(Deed.LOCK, on=True)
    rig.advance(400)
    assert rig.held == [0, 0] and rig.unit.phase is Phase.RELEASED and rig.gym.firmware.state is State.LOCKED
    rig.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
    for _ in range(25):
        rig.house.arm(SCREEN)
        rig.advance(100)
    with pytest.raises(Refused):
        rig.load(500, 500)
    assert rig.unit.phase is not Phase.ARMED and rig.held == [0, 0]
    rig.order(Deed.LOCK, on=False)
    rig.advance(1_500)
    assert rig.held == [0, 0] and rig.gym.firmware.state is State.IDLE and rig.unit.phase is not Phase.ARMED


def on_the_wire(kind, value, seq):
    """One line as a host may say it."""
    match kind:
        case "arm":
            return encode(Arm(seq, value))
        case "hold":
            return encode(Hold(seq, value, value, 250))
        case "test":
            return encode(SelfTest(seq))
        case "release":
            return encode(Release(seq))
        case "unlock":
            return json.dumps({"v": 2, "is": "unlock", "seq": seq, "unlock": True})
        case _:
            return value


@pytest.mark.hazard("H44")
@settings(max_examples=25)
@given(orders=st.lists(st.one_of(
    st.builds(lambda lease: ("arm", lease), st.integers(1, 250)), st.just(("test", 0)), st.just(("release", 0)), st.just(("unlock", 0)),
    st.builds(lambda grams: ("hold", grams), st.integers(0, 100_000)), st.text(max_size=30).map(lambda text: ("text", text)),
), max_size=25))
def test_nothing_on_the_wire_opens_the_lock(kept, orders):
    rig = kept["rest"].again()
    rig.order(Deed.LOCK, on=True)
    rig.order(Deed.PULL, low=150, high=500, reps=50, tempo_ms=(300, 30, 300, 30))
    for seq, (kind, value) in enumerate(orders, 1_000):
        if rig.guest is None:
            rig.connect()
        rig.link.to_machine.append((rig.ms, on_the_wire(kind, value, seq)))
        rig.advance(30)
        assert rig.gym.firmware.state is State.LOCKED and rig.held == [0, 0]


# --- no door of tests in a release ------------------------------------------------------------------------------------------


def started(module, *arguments):
    """A program as in a release: its first line and its complaints."""
    env = {name: value for name, value in os.environ.items() if name != "HALFKILO_TEST"}
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = process.stdout.readline()
    process.terminate()
    return line, process.communicate()[1]


@pytest.mark.hazard("H35")
def test_a_release_takes_no_orders_for_its_simulated_person():
    line, _ = started("halfkilo.gym.devices.simulated", "--simulate-person", "following")
    assert line.startswith("ready machine=") and "person=" not in line
    line, complaint = started("halfkilo.gym.devices.simulated", "--simulate-person", "ordered")
    assert line == "" and "tests only" in complaint


@pytest.mark.hazard("H35")
def test_a_release_runs_no_faster_than_life(tmp_path):
    line, complaint = started("halfkilo.gym.supervisor", "--machine", "127.0.0.1:1", "--state", str(tmp_path),
                              "--site-key-file", str(tmp_path / "key"), "--speed", "5")
    assert line == "" and "tests only" in complaint


@pytest.mark.hazard("H35")
def test_what_only_tests_may_has_one_door_and_nothing_shipped_knows_of_the_tests():
    """The name is read in one file and set by the program that measures; no shipped file takes anything from the tests."""
    knows, takes = set(), set()
    for path in SRC.rglob("*.py"):
        text = path.read_text("utf-8")
        if re.search(r"HALFKILO_TEST\b(?!_)", re.sub(r'"""[\s\S]*?"""|#.*|GymError\(.*\)', "", text)):
            knows.add(path.relative_to(SRC).as_posix())
        if re.search(r"^\s*(from|import) tests\b", text, re.MULTILINE):
            takes.add(path.relative_to(SRC).as_posix())
    assert knows == {"gym/testing.py", "gym/bench.py"} and takes == set()


# --- nonsense -------------------------------------------------------------------------------------------------------------

ODD = [None, True, False, -1, 0, 1, 500, 500.0, 1e308, float("inf"), float("nan"), 2**63, -(2**63), "", "500", "\u0000", "\ud800",
       [], [500], {}, {"left": 500}, "a" * 5_000, "../..", "' or 1=1"]


def nonsense(rng: random.Random, tickets: list[str]) -> str:
    """A message with something of it changed: most are nearly right."""
    name = rng.choice(list(messages._KINDS))
    value = {"is": name} | ({"left": rng.randrange(0, 25_000), "right": rng.randrange(0, 25_000)} if name == "hold" else {})
    value |= {"ticket": rng.choice(tickets)} if name == "hello" else {}
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        _change(rng, value)
    text = json.dumps(value, ensure_ascii=rng.random() < 0.8)
    return _spoil(rng, text) if rng.random() < 0.3 else text


def _change(rng: random.Random, value: dict) -> None:
    key = rng.choice([*value, rng.choice(["left", "right", "is", "ticket", "who", "", "speed", "unlock"])])
    if rng.random() < 0.3:
        value.pop(key, None)
    elif key == "ticket" and isinstance(value.get(key), str) and rng.random() < 0.7:
        value[key] = _spoil(rng, value[key])
    else:
        value[key] = rng.choice(ODD)


def _spoil(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    match rng.randrange(6):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + chr(rng.choice((0, 34, 92, 123, 125, 0x7F, 0x2028, 0xFFFF))) + text[at:]
        case 2:
            return text + text
        case 3:
            return "[" * rng.randrange(1, 4_000) + text
        case 4:
            return text[:at] + text[at + 1:]
        case _:
            return text[:at] + text[: rng.randrange(len(text) + 1)] + text[at:]


async def at_once(save):
    save()


class Voice:
    """A screen that says nonsense; what it is told is read as a page would."""

    def __init__(self, web, *, trusted, id=None):
        class Nowhere:
            headers = {"origin": EVIL}

        self.screen = Screen(Nowhere(), trusted=trusted)
        self.screen.id = id or self.screen.id
        self._web = web

    def say(self, text):
        self._web._hear(self.screen, text)
        while self.screen._waiting:
            told = json.loads(self.screen._waiting.popleft())
            assert told["is"] in {"refused", "welcome", "stopping", "stopped"}


def talk_nonsense(kept, times: int, seed: int, monkeypatch) -> int:
    """So many messages of a stranger, a watcher, a second screen and the screen that trains; how many of them were heard under load."""
    monkeypatch.setattr(web_module.asyncio, "to_thread", at_once)
    rng, under_load = random.Random(seed), 0
    while times > 0:
        part = min(times, 250)
        times -= part
        rig = kept["loaded"].again()
        under_load += played(rig, _some_nonsense(rig, rng, part))
    return under_load


async def _some_nonsense(rig, rng, part) -> int:
    web, under_load = web_of(rig, KEY), 0
    tickets = [ticket(rig, role, person) for role in Role for person in ("asha", "ben")]
    far = [Voice(web, trusted=False), Voice(web, trusted=True), Voice(web, trusted=True)]
    near = Voice(web, trusted=True, id=SCREEN)
    only_far = rng.random() < 0.7
    for number in range(part):
        held, holds = max(rig.held), len(rig.link.holds)
        under_load += held > 0
        text = nonsense(rng, tickets if not only_far else tickets[2:])
        (rng.choice(far) if only_far or rng.random() < 0.5 else near).say(text)
        if only_far:
            assert len(rig.link.holds) == holds and max(rig.unit.targets) <= 6_000
        if number % 10 == 9:
            rig.ceiling = 60_000
            await asyncio.sleep(0.001)
    return under_load


@pytest.mark.hazard("H33")
def test_nonsense_on_a_screen_breaks_nothing_and_loads_nothing(kept, monkeypatch):
    assert talk_nonsense(kept, 3_000, 1, monkeypatch) > 100


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
@pytest.mark.hazard("H33")
def test_a_hundred_thousand_messages_of_nonsense(kept, monkeypatch):
    """HALFKILO_NONSENSE: how many."""
    assert talk_nonsense(kept, int(os.environ.get("HALFKILO_NONSENSE", "100000")), 2, monkeypatch) > 3_000


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("path", ["/player", "/site"])
@pytest.mark.parametrize("first", [b"\x00\xff", "", "[]", '{"is":"answer","proof":"\\ud800"}', '{"is":"answer"}', "[" * 10_000])
def test_a_connection_that_says_something_else_ends_or_is_told_so(kept, path, first):
    rig = kept["loaded"].again()

    async def scene():
        socket = Socket(web_of(rig, KEY), path, ORIGIN if path == "/player" else None)
        await asyncio.sleep(0.001)
        socket.say(first)
        await asyncio.sleep(0.01)
        if path == "/site":
            assert socket.task.done()
        if socket.task.done():
            assert socket.task.exception() is None
        assert rig.unit.phase is Phase.LOADED and rig.house.seat == SCREEN

    played(rig, scene())
