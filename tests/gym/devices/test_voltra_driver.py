"""VOLTRA I: the driver and its radio, in time that the test moves. What it says and when is tested in test_voltra.py."""

from __future__ import annotations

import asyncio

import pytest

from halfkilo.gym.devices.vitruvian.driver import VitruvianDriver
from halfkilo.gym.devices.vitruvian.emulated import Vitruvian
from halfkilo.gym.devices.voltra import driver
from halfkilo.gym.devices.voltra.codec import DECODE, Handshake, Hello, Join, Param, Read, Write
from halfkilo.gym.devices.voltra.core import LOAD, UNLOAD
from halfkilo.gym.devices.voltra.driver import COMMANDS, VoltraDriver, open_driver
from halfkilo.gym.devices.voltra.emulated import Voltra
from halfkilo.gym.radio.link import Missing, NoRadio
from halfkilo.units import Side
from tests.gym.devices.motor_air import ADDRESS, SlowRadio, alive, clock, run
from tests.gym.devices.voltra_rig import TOKEN, Ears


class Scene:
    """A unit, a radio, a driver and a supervisor that asks for the same load ten times a second."""

    def __init__(self, mtu=23, seed=1, takes_s=0.02):
        self.twin, self.ears = Voltra(seed, mtu), Ears()
        self.radio = SlowRadio(self.twin, takes_s)
        self.number = 0

    def play(self, acts):
        async def whole():
            self.machine = VoltraDriver(self.radio, ADDRESS, self.ears, Side.LEFT, TOKEN, clock=clock)
            async with alive(self.twin, self.machine):
                await acts()

        run(whole())
        assert self.radio.crowded == [], "S8: one thing after the other, 50 ms apart"
        assert {uuid for _, uuid, _ in self.radio.written} <= {COMMANDS}
        return self

    @property
    def said(self):
        return [DECODE["command"](data) for _, _, data in self.radio.written]

    def next(self):
        self.number += 1
        return self.number

    async def keep(self, grams, seconds):
        for _ in range(round(seconds * 10)):
            self.machine.hold(self.next(), grams, 0, 0)
            await asyncio.sleep(0.1)

    async def loaded(self, grams=5_000):
        await asyncio.sleep(1.5)
        self.twin.person.pull(0.1, 0.5, 60, 700, 800)
        for _ in range(25):
            self.machine.arm(self.next(), 0)
            await asyncio.sleep(0.1)
        assert self.ears.last.armed
        await self.keep(grams, 2.0)
        assert self.twin.pulling and self.ears.last.held > 0


def test_hello_in_time_and_the_published_order():
    scene = Scene()
    scene.play(lambda: asyncio.sleep(8))
    assert scene.said[:4] == [Hello("halfkilo"), Join(), Handshake(TOKEN), UNLOAD]
    assert scene.radio.written[0][0] < 1.0 and len(scene.radio.links) == 1
    assert isinstance(scene.said[5], Read) and len(scene.ears.infos) == 1
    info = scene.ears.infos[0]
    assert (info.serial, info.capabilities.lease_ms, info.capabilities.cables, info.capabilities.most) == (ADDRESS, 0, 1, 10_000)
    gaps = [after.at_ms - before.at_ms for before, after in zip(scene.ears.readings, scene.ears.readings[1:], strict=False)]
    assert max(gaps) < 300, "the supervisor takes more for silence"


@pytest.mark.parametrize("mtu", [23, 185])
def test_a_whole_set_in_small_and_large_pieces(mtu):
    scene = Scene(mtu)

    async def acts():
        await scene.loaded(5_000)
        scene.machine.release(scene.next())
        await asyncio.sleep(0.6)

    scene.play(acts)
    assert scene.ears.answered(scene.number)[0].taken and scene.ears.last.held == 0 and not scene.twin.pulling
    assert not scene.ears.problems


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("tenths", range(0, 20, 4))
def test_a_release_is_the_next_thing_that_leaves(tenths):
    scene = Scene()

    async def acts():
        await scene.loaded(3_000)
        for _ in range(5):
            scene.machine.hold(scene.next(), 9_000, 0, 0)
        await asyncio.sleep(tenths / 100)
        since = len(scene.radio.written)
        scene.machine.release(scene.next())
        for _ in range(5):
            scene.machine.hold(scene.next(), 9_000, 0, 0)
        await asyncio.sleep(0.25)
        assert scene.said[since] == UNLOAD and not scene.twin.pulling
        assert LOAD not in scene.said[since:] and not any(isinstance(one, Write) and one.param == Param.BASE for one in scene.said[since:])

    scene.play(acts)


@pytest.mark.hazard("H01")
def test_s1_s3_a_lost_link_is_told_and_coming_back_only_lets_go():
    scene = Scene()

    async def acts():
        await scene.loaded()
        scene.radio.links[-1].drop()
        await asyncio.sleep(0.5)
        assert scene.twin.pulling and scene.ears.downs == 1
        since = len(scene.radio.written)
        await asyncio.sleep(4)
        assert not scene.twin.pulling and len(scene.ears.infos) == 2
        assert next(one for one in scene.said[since:] if isinstance(one, Write)) == UNLOAD
        assert LOAD not in scene.said[since:]

    scene.play(acts)


def test_leaving_lets_go_once_more():
    scene = Scene()
    scene.play(scene.loaded)
    assert scene.said[-1] == UNLOAD and not scene.twin.pulling and scene.ears.downs == 1


@pytest.mark.parametrize("make", [
    lambda radio: VoltraDriver(radio, ADDRESS, Ears(), Side.LEFT, TOKEN, clock=clock),
    lambda radio: VitruvianDriver(radio, ADDRESS, Ears(), clock),
])
def test_told_to_leave_in_the_moment_of_a_word_it_leaves(make):
    async def scene():
        for ms in range(0, 120, 5):
            twin = Vitruvian(1) if isinstance(make(None), VitruvianDriver) else Voltra(1)
            machine = make(SlowRadio(twin))
            running = asyncio.create_task(machine.run())
            await asyncio.sleep(1 + ms / 1000)
            machine.release(1)
            running.cancel()
            done, _ = await asyncio.wait([running], timeout=1)
            assert done

    run(scene())


def test_a_write_that_is_not_acknowledged_ends_the_link_so_that_a_release_can_pass():
    scene = Scene()

    async def acts():
        await scene.loaded()
        scene.radio.takes_s = 60.0
        scene.machine.release(scene.next())
        await asyncio.sleep(driver.WRITE_S + 0.3)
        assert scene.ears.downs == 1
        scene.radio.takes_s = 0.02
        await asyncio.sleep(65)
        assert not scene.twin.pulling

    scene.play(acts)


def test_a_unit_that_does_not_accept_us_is_told_and_not_loaded():
    scene = Scene()
    scene.twin.faults.stranger = True
    scene.play(lambda: asyncio.sleep(6))
    assert any("does not answer" in problem for problem in scene.ears.problems)
    assert not scene.ears.infos and not scene.ears.readings


def test_a_frame_that_loses_its_end_is_given_up_in_time():
    scene = Scene()

    async def acts():
        await asyncio.sleep(2)
        heard = len(scene.ears.readings)
        scene.twin._say(driver.REPORTS, bytes.fromhex("553a047010aa40012000"))
        await asyncio.sleep(1.5)
        assert len(scene.ears.readings) > heard + 3 and scene.ears.problems

    scene.play(acts)


def test_the_twin_ends_the_link_without_a_hello_after_five_seconds():
    twin, dropped = Voltra(1), []
    twin.connected(lambda *_: None, lambda: dropped.append(True))
    twin.step(5_040)
    assert not dropped
    twin.step(20)
    assert dropped


def test_no_bluetooth_is_told_once_and_a_token_is_kept_where_it_is_asked_to(tmp_path):
    class Nothing:
        def connect(self, address, spacing_ms=0):
            raise NoRadio(Missing.NO_ADAPTER)

    async def scene():
        await open_driver(Nothing(), ADDRESS, Ears(), Side.RIGHT, tmp_path).run()

    with pytest.raises(NoRadio):
        run(scene())
    assert (tmp_path / "voltra-token").exists()
