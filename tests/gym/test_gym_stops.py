"""Each stop in every state: afterwards nothing is held, nothing comes back, and what the stop said was true (S10).

The presses of the page (Space, Escape, a clicker's keys, the voice) end in the same message on the same socket: `tests/web/front` and
`tests/e2e` show that they do.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import struct

import pytest

from halfkilo.gym.bounds import CONFIRM_MS, PRESENCE_MS, RELEASE_MS, RENEW_MS, REST_MS, SILENT_MS, SITE_LEASE_MS
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.supervisor import __main__ as program
from halfkilo.gym.supervisor import web as web_module
from halfkilo.gym.supervisor.terms import Phase
from tests.gym.doors import Socket, ask, played, web_of
from tests.gym.kept import Kept
from tests.gym.pair import Pair
from tests.gym.rig import KEY, ON_THE_WAY_MS, SCREEN, Rig

pytestmark = [pytest.mark.hazard("H02"), pytest.mark.hazard("H45"), pytest.mark.hazard("H48")]
EVIL = "http://evil.example"
NOTHING, RELEASED, RELEASING, UNKNOWN = "nothing_was_on", "released", "releasing", "unknown"


# --- states ---------------------------------------------------------------------------------------------------------------


def disconnected(rig):
    rig.sit()
    rig.cut()


def connected(rig):
    rig.sit()
    rig.cut()
    rig.link.lose_back = 10**6
    rig.connect()


def validated(rig):
    rig.sit()
    rig.advance(900)  # the self-test of a new session


def armed(rig):
    rig.ready_to_load()


def climbing(rig):
    rig.ready_to_load()
    rig.load(18_000, 18_000)
    rig.order(Deed.PULL, low=150, high=500, reps=100)
    rig.advance(1_500)
    assert 3_000 < min(rig.held) < 12_000


def steady(rig):
    rig.loaded(8_000)


def releasing(rig):
    rig.loaded(8_000)
    rig.house.release("asked")
    rig.advance(30)
    assert 0 < min(rig.held) < 8_000


def hazard(rig):
    """Nothing is heard any more, nothing gets through for a while, and the load is still on."""
    rig.loaded(8_000)
    rig.link.lose_back, rig.link.lose = 10**6, 2
    while rig.unit.hazard is None:
        rig.advance(1)
        rig.gym.firmware._lease_until = rig.ms + 200
    rig.link.lose = 0
    rig.link.to_machine.clear()
    assert min(rig.held) > 7_000


def two_machines(pair):
    pair.loaded(8_000, 6_000)


STATES = {
    "disconnected": (disconnected, Phase.DISCONNECTED), "connected": (connected, Phase.CONNECTED),
    "validated": (validated, Phase.VALIDATED), "armed": (armed, Phase.ARMED), "climbing": (climbing, Phase.LOADED),
    "steady": (steady, Phase.LOADED), "releasing": (releasing, Phase.RELEASING), "hazard": (hazard, Phase.HAZARD),
    "two_machines": (two_machines, Phase.LOADED),
}
AT_FIRST = {
    "disconnected": {NOTHING}, "connected": {UNKNOWN}, "validated": {NOTHING}, "armed": {NOTHING, RELEASING}, "climbing": {RELEASING},
    "steady": {RELEASING}, "releasing": {RELEASING}, "hazard": {UNKNOWN}, "two_machines": {RELEASING},
}
"""What a stop may say at once. Armed: while the handles are being moved a cable may pull more than a free one does."""
AT_LAST = AT_FIRST | {
    "armed": {NOTHING, RELEASED}, "climbing": {RELEASED}, "steady": {RELEASED}, "releasing": {RELEASED}, "two_machines": {RELEASED},
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Each state, lived through once."""
    found = {}
    for name, (live, phase) in STATES.items():
        folder = tmp_path_factory.mktemp(name)
        rig = (Pair if name == "two_machines" else Rig)(folder)
        rig.advance(150)
        live(rig)
        assert {unit.shown for unit in rig.house.units.values()} == {phase}
        found[name] = Kept(rig, folder)
    return found


# --- stops ----------------------------------------------------------------------------------------------------------------


class Play:
    """One state, and everything that can stop in it. said: what the stop said at once and in the end, if it says anything."""

    def __init__(self, rig, folder):
        self.rig, self.folder = rig, folder
        self.web = web_of(rig, KEY)
        self.seat = Socket(self.web, "/player")
        self.at_first = self.at_last = self._later = None

    async def socket(self):
        """The stop's own connection, from a page nobody knows."""
        await self._on(Socket(self.web, "/stop", EVIL), "anything")

    async def message(self):
        """A message of a screen without a ticket, from a page nobody knows."""
        await self._on(Socket(self.web, "/player", EVIL), '{"is":"stop"}')

    async def release(self):
        """The ordinary end of a set, said by the screen that trains."""
        self.seat.say('{"is":"release"}')
        await asyncio.sleep(0.001)
        self.at_first = self.seat.told("stopping")[0]["units"]

    async def request(self):
        """A plain request, when no socket is open."""
        status, body = await ask(self.web, "POST", "/stop", origin=EVIL)
        assert status == 200
        self.at_last = json.loads(body)["units"]

    async def clicker(self):
        """A key of a presenter, as the kernel tells of it."""
        path = self.folder / "event"
        os.mkfifo(path)
        task = asyncio.ensure_future(program._click(path, self.rig.house))
        await asyncio.sleep(0)
        hand = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        os.write(hand, struct.pack("@llHHi", 1, 2, 1, 109, 1))
        await asyncio.sleep(0.002)
        task.cancel()
        os.close(hand)

    async def let_go(self):
        self.rig.order(Deed.LET_GO)

    async def put_down(self):
        self.rig.order(Deed.REST, ms=500)

    async def hidden(self):
        """A page that nobody sees says nothing."""
        self._screen_on(False)

    async def closed(self):
        self._screen_on(False)
        self.seat.leave()

    async def site_gone(self):
        self._site_on(False)
        self.rig.house.site_gone("site")

    async def site_silent(self):
        self._site_on(False)

    async def _on(self, socket, text):
        socket.say(text)
        await asyncio.sleep(0.001)
        self.at_first = socket.told("stopping")[0]["units"]
        self._later = socket

    def is_over(self):
        """Whether everything was said that will be."""
        if self._later is not None and (told := self._later.told("stopped")):
            self.at_last = told[0]["units"]
        return not self.says or self.at_last is not None

    @property
    def says(self):
        """Whether this stop says what came of it."""
        return self._later is not None or self.at_last is not None

    def _screen_on(self, on):
        getattr(self.rig, "left", self.rig).screen_on = on

    def _site_on(self, on):
        getattr(self.rig, "left", self.rig).site_on = on

    def everybody_is_back(self):
        """Screen and site are there again."""
        self._screen_on(True)
        self._site_on(True)


GOES = ON_THE_WAY_MS + RELEASE_MS + 5
STOPS = {
    "socket": GOES, "message": GOES, "release": GOES, "request": GOES, "clicker": GOES, "closed": GOES, "site_gone": GOES,
    "let_go": 600, "put_down": 500 + REST_MS + 400, "hidden": PRESENCE_MS + 2 * RENEW_MS + GOES,
    "site_silent": SITE_LEASE_MS + 2 * RENEW_MS + GOES,
}
"""Milliseconds until nothing is held."""


def free(rig) -> bool:
    return max(rig.held) == 0


async def scene(play, stop, state):
    rig = play.rig
    await asyncio.sleep(0)
    left = STOPS[stop]
    before = getattr(rig, "left", rig).ms
    await getattr(play, stop)()
    if play.at_first:
        told_true(play.at_first, AT_FIRST[state], rig)
    left -= getattr(rig, "left", rig).ms - before if stop != "request" else 0
    while left > 0 and not free(rig):
        await asyncio.sleep(0.001)
        left -= 1
    assert free(rig), f"{rig.held} g are still held"
    await asyncio.sleep(0.1)
    for _ in range((CONFIRM_MS + SILENT_MS) // 50):
        if play.is_over():
            break
        await asyncio.sleep(0.05)
    if play.says:
        assert play.is_over(), "it never said what came of it"
        told_true(play.at_last, AT_LAST[state], rig)
    play.everybody_is_back()
    for _ in range(3):
        await asyncio.sleep(0.05)
        assert free(rig), "it came back by itself"
    assert state != "hazard" or rig.unit.hazard is not None, "a stop does not clear a hazard"


def told_true(units, expected, rig):
    assert {one["outcome"] for one in units} <= expected
    if not free(rig):
        assert not {one["outcome"] for one in units} & {NOTHING, RELEASED}, "said to be free, and is not"
    assert all(one["believed"] >= 0.9 * max(rig.held) for one in units if one["outcome"] == UNKNOWN)
    assert [one["unit"] for one in units] == list(rig.house.units)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("stop", STOPS)
def test_each_stop_in_every_state(kept, tmp_path, monkeypatch, stop, state):
    monkeypatch.setattr(secrets, "token_hex", lambda _bytes: SCREEN)
    rig = kept[state].again()

    async def on_the_rigs_clock():
        await scene(Play(rig, tmp_path), stop, state)

    played(rig, on_the_rigs_clock())


def test_a_stop_is_a_stop_again_and_again_and_never_waits_for_the_one_before(kept):
    rig = kept["steady"].again()

    async def on_the_rigs_clock():
        socket = Socket(web_of(rig, KEY), "/stop", EVIL)
        for pressed in range(1, 6):
            socket.say(b"\x00" if pressed % 2 else "")
            await asyncio.sleep(0.001)
            assert len(socket.told("stopping")) == pressed
        await asyncio.sleep(1.2)
        assert len(socket.told("stopped")) == 5 and free(rig)
        assert {one["outcome"] for told in socket.told("stopped") for one in told["units"]} == {RELEASED}

    played(rig, on_the_rigs_clock())


def test_a_stop_does_not_wait_for_a_disk_that_hangs_in_the_middle_of_a_wish(kept, monkeypatch):
    """The intention is on its way to the disk, the stop comes, the disk wakes up: the wish is not granted any more."""
    rig = kept["armed"].again()
    monkeypatch.setattr(secrets, "token_hex", lambda _bytes: SCREEN)

    async def on_the_rigs_clock():
        hangs = asyncio.Event()

        async def slow(_save):
            await hangs.wait()

        monkeypatch.setattr(web_module.asyncio, "to_thread", slow)
        web = web_of(rig, KEY)
        seat, stop = Socket(web, "/player"), Socket(web, "/stop", EVIL)
        seat.say('{"is":"hold","left":5000,"right":5000}')
        await asyncio.sleep(0.01)
        stop.say("stop")
        await asyncio.sleep(0.002)
        assert stop.told("stopping")
        hangs.set()
        await asyncio.sleep(0.3)
        assert [one["reason"] for one in seat.told("refused")] == ["releasing"]
        assert free(rig) and rig.link.holds == []

    played(rig, on_the_rigs_clock())
