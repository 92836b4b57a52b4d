"""The link on a real socket: the driver and the simulated gym's server, both as they run."""

from __future__ import annotations

import asyncio
import threading

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from halfkilo.gym.devices.link import driver
from halfkilo.gym.devices.link.codec import Answered, Hello, Identity, Refusal, decode_report, encode
from halfkilo.gym.devices.link.conformance.reach import SocketReach
from halfkilo.gym.devices.link.conformance.requirement import Outcome
from halfkilo.gym.devices.link.conformance.run import run, who
from halfkilo.gym.devices.link.driver import MOST_G, LinkDriver, info_of
from halfkilo.gym.devices.link.frames import uri_of
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.devices.simulated.server import Server


class Ear:
    """Keeps what a driver hears."""

    def __init__(self):
        self.heard, self.readings, self.changed = [], 0, asyncio.Event()

    def _keep(self, *what):
        self.heard.append(what)
        self.changed.set()

    def link_up(self, info):
        self._keep("up", info)

    def link_down(self):
        self._keep("down")

    def reading(self, reading):
        self.readings += 1
        self.changed.set()

    def answer(self, answer):
        self._keep("answer", answer)

    def garbled(self, garbled):
        self._keep("garbled", garbled.problem)

    def tested(self, tested):
        self._keep("tested", tested)

    async def until(self, said):
        async with asyncio.timeout(20):
            while not said(self):
                self.changed.clear()
                await self.changed.wait()


class House:
    """The simulated gym's server in a thread of its own, until closed."""

    def __init__(self, port=0, **how):
        self.gym = Gym(**how)
        self.server = Server(self.gym)
        self.port = self.server.listen(port)
        self.on = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while self.on:
            self.server.turn()

    def close(self):
        self.on = False
        self.thread.join(5)
        for key in list(self.server._selector.get_map().values()):
            key.fileobj.close()
        self.server._selector.close()


@pytest.fixture
def house():
    house = House(person=True)
    house.gym.puller.obey(Order(Deed.FOLLOW, low=90, high=350, tempo_ms=(350, 20, 350, 20)))
    yield house
    house.close()


def test_a_driver_meets_the_machine_tests_it_and_hears_it():
    async def play():
        house, ear = House(), Ear()
        link = LinkDriver(f"127.0.0.1:{house.port}", ear, "simulated")
        task = asyncio.create_task(link.run())
        try:
            await ear.until(lambda ear: ear.heard and ear.readings > 1)
            assert ear.heard[0][0] == "up" and ear.heard[0][1].capabilities.simulated and ear.heard[0][1].serial == "SIM-0001"
            link.self_test(2)
            await ear.until(lambda ear: any(one[0] == "tested" for one in ear.heard))
            assert next(one[1] for one in ear.heard if one[0] == "tested").passed
            link.hold(3, 500, 0, 250)
            link.release(4)
            await ear.until(lambda ear: [one[1].sequence for one in ear.heard if one[0] == "answer"] == [2, 3, 4])
            assert [one[1].why for one in ear.heard if one[0] == "answer"] == ["", "not_armed", ""]
        finally:
            task.cancel()
            house.close()

    asyncio.run(play())


@pytest.mark.hazard("H01")
def test_a_lost_machine_is_told_and_the_next_one_is_known_by_its_boot():
    async def play():
        house, ear = House(), Ear()
        task = asyncio.create_task(LinkDriver(f"127.0.0.1:{house.port}", ear).run())
        try:
            await ear.until(lambda ear: ear.heard)
            house.close()
            await ear.until(lambda ear: ear.heard[-1] == ("down",))
            house = House(house.port)
            await ear.until(lambda ear: ear.heard[-1][0] == "up")
            ups = [one[1] for one in ear.heard if one[0] == "up"]
            assert ups[0].boot != ups[1].boot and ups[0].serial == ups[1].serial
        finally:
            task.cancel()
            house.close()

    asyncio.run(play())


@pytest.mark.hazard("H06")
@pytest.mark.parametrize(("model", "problem"), [("another", "unknown model"), (None, "another host")])
def test_a_machine_that_is_not_ours_is_not_taken(house, model, problem):
    async def play():
        ear = Ear()
        with connect(uri_of(f"127.0.0.1:{house.port}"), compression=None, proxy=None) as other:
            other.send(encode(Hello(1, "first" if model is None else "", 1, 1)))
            assert isinstance(decode_report(other.recv(5)), Identity)
            task = asyncio.create_task(LinkDriver(f"127.0.0.1:{house.port}", ear, model).run())
            await ear.until(lambda ear: ear.heard)
            task.cancel()
        assert {one[0] for one in ear.heard} == {"garbled"} and problem in ear.heard[0][1]

    asyncio.run(play())


def test_somebody_who_never_says_who_he_is_is_left_and_asked_again(monkeypatch):
    monkeypatch.setattr(driver, "ALIVE_S", 0.05)
    monkeypatch.setattr(driver, "AGAIN_S", 0.01)

    async def play():
        asked = []
        server = await asyncio.start_server(lambda reader, writer: asked.append(writer), "127.0.0.1", 0)
        ear = Ear()
        task = asyncio.create_task(LinkDriver(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", ear).run())
        async with asyncio.timeout(20):
            while len(asked) < 3:
                await asyncio.sleep(0.02)
        task.cancel()
        server.close()
        assert ear.heard == []

    asyncio.run(play())


@pytest.mark.hazard("H01")
def test_a_driver_that_only_listens_keeps_its_seat(house, monkeypatch):
    monkeypatch.setattr(driver, "ALIVE_S", 0.05)

    async def play():
        ear = Ear()
        task = asyncio.create_task(LinkDriver(f"127.0.0.1:{house.port}", ear).run())
        await ear.until(lambda ear: ear.heard)
        guest = house.server._desk._writer
        heard = guest.heard_at
        async with asyncio.timeout(20):
            while guest.heard_at == heard:
                await asyncio.sleep(0.02)
        assert [one[0] for one in ear.heard] == ["up"]
        task.cancel()

    asyncio.run(play())


@pytest.mark.hazard("H31")
def test_web_pages_and_other_paths_are_turned_away(house):
    address = f"ws://127.0.0.1:{house.port}"
    with pytest.raises(InvalidStatus, match="403"):
        connect(address + "/link", origin=Origin("http://127.0.0.1:8000"), proxy=None)
    with pytest.raises(InvalidStatus, match="404"):
        connect(address + "/", proxy=None)


@pytest.mark.hazard("H33")
def test_who_cannot_be_read_still_hears_why(house):
    with connect(uri_of(f"127.0.0.1:{house.port}"), compression=None, proxy=None) as host:
        host.send("[" * 900)
        answer = decode_report(host.recv(5))
        assert isinstance(answer, Answered) and answer.why is Refusal.MALFORMED
        with pytest.raises(ConnectionClosed):
            host.recv(5)
        assert host.close_code == 1008 and host.close_reason == "malformed"


def test_the_checks_run_over_a_socket(house):
    reach = SocketReach(f"127.0.0.1:{house.port}")
    assert who(reach).simulated
    some = frozenset({"hello_comes_first", "binary", "pages_are_turned_away"})
    assert {result.outcome for result in run(reach, True, True, only=some)} == {Outcome.MET}


@pytest.mark.campaign
def test_every_check_is_met_over_a_socket(house):
    found = list(run(SocketReach(f"127.0.0.1:{house.port}"), True, True))
    assert {result.name: result.said for result in found if result.outcome is Outcome.MISSED} == {}


def test_an_unsimulated_machine_gets_our_own_ceiling(house):
    identity = who(SocketReach(f"127.0.0.1:{house.port}"))
    real = type(identity)(**(vars(identity) | {"simulated": False}))
    assert info_of(identity).capabilities.most == 100_000
    assert info_of(real).capabilities.most == MOST_G and info_of(real).capabilities.experimental


@pytest.mark.parametrize(("address", "uri"), [
    ("127.0.0.1:80", "ws://127.0.0.1:80/link"), ("ws://gym.local:81", "ws://gym.local:81/link"), ("wss://gym.local", "wss://gym.local:443/link"),
    ("ws://[::1]:9", "ws://[::1]:9/link"),
])
def test_addresses(address, uri):
    assert uri_of(address) == uri


@pytest.mark.parametrize("address", ["http://gym.local", "", "ws://"])
def test_what_is_no_address(address):
    with pytest.raises(ValueError, match="not the address"):
        uri_of(address)
