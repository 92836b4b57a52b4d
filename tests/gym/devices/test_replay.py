"""A recording as a device: the same again, at its pace or faster, and never a load."""

from __future__ import annotations

import asyncio
import math
import time

import pytest

from halfkilo.gym.devices import opener
from halfkilo.gym.devices.replay import driver as replay
from halfkilo.gym.devices.replay.play import NotTheOne, Place
from halfkilo.gym.driver import Answer, CableReading, Garbled, Info, Reading
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.quality import Loads, qualities
from halfkilo.gym.recording.about import About, NoRecording, Source
from halfkilo.gym.recording.columns import Link, LinkWord
from halfkilo.gym.recording.recorder import Recorder
from halfkilo.gym.recording.sessions import Recording
from halfkilo.gym.sensing import Charge, HeartRate
from halfkilo.gym.supervisor.guard import Ceilings, check
from halfkilo.gym.ticket import Role, Ticket
from halfkilo.units import Side

BOTH = {"gym": Source("VOLTRA I", "voltra", False), "strap": Source("HRM", "heart_rate", False)}


class Ear:
    """Everything that was heard, with its time."""

    def __init__(self):
        self.heard = []

    def __getattr__(self, name):
        return lambda *what: self.heard.append((name, time.monotonic(), *what))

    def all(self, name):
        return [one[2] for one in self.heard if one[0] == name]


def cable(grams, force):
    return CableReading(300, 100, force, grams, 2)


def reading(ms, grams=8_000, force=8_200):
    return Reading(ms, "loaded", "", True, 180, cable(grams, force), cable(0, force))


@pytest.fixture
def folder(tmp_path):
    """A machine that went away once, and a strap; a row every 20 ms."""
    now = [0]
    with Recorder(tmp_path / "s1", About("s1", 5, BOTH), clock=lambda: now[0]) as one:
        for at, (source, heard) in enumerate([
            ("gym", LinkWord(Link.UP)), ("gym", reading(0)), ("strap", HeartRate(88, True)), ("gym", LinkWord(Link.DOWN)),
            ("gym", LinkWord(Link.UP)), ("gym", LinkWord(Link.GARBLED, "odd")), ("gym", reading(100)), ("strap", Charge(80)),
        ]):
            now[0] = at * 20_000_000
            one.put(source, heard)
    return tmp_path / "s1"


def play(device, seconds=5.0, until=lambda: False):
    """Run it until it has nothing more to say."""
    async def some_time():
        task = asyncio.create_task(device.run())
        ends = time.monotonic() + seconds
        while not until() and time.monotonic() < ends:
            await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(some_time())


def play_machine(folder, pace=math.inf):
    ear = Ear()
    play(replay.ReplayMachine(f"{folder}#gym", ear, pace), until=lambda: [one[0] for one in ear.heard].count("link_down") == 2)
    return ear


def test_a_machine_is_heard_again_and_holds_nothing(folder):
    ear = play_machine(folder)

    assert [one[0] for one in ear.heard] == ["link_up", "reading", "link_down", "link_up", "garbled", "reading", "link_down"]
    now = ear.all("reading")
    assert [(one.left.position_mm, one.left.force_g, one.left.reps) for one in now] == [(300, 8_200, 2)] * 2
    assert all(one.held == 0 and not one.armed and one.state == "replay" for one in now)
    assert ear.all("garbled") == [Garbled("odd")]
    assert list(Recording(folder).readings("gym")) == [reading(0), reading(100)]  # what was held then is not forgotten


def test_it_is_marked_wherever_a_model_is_shown(folder):
    [info, _] = play_machine(folder).all("link_up")
    assert isinstance(info, Info)
    assert info.capabilities.model == "replay of VOLTRA I" and info.capabilities.simulated
    assert info.serial == "replay-s1" and info.capabilities.most == 0


@pytest.mark.hazard("H03")
def test_it_takes_no_load_and_every_release(folder):
    ear = Ear()
    device = replay.ReplayMachine(f"{folder}#gym", ear)
    device.hold(1, 500, 500, 250)
    device.release(2)
    assert ear.heard == []  # nobody is there yet, and nobody minds

    async def ask():
        task = asyncio.create_task(device.run())
        await asyncio.sleep(0.01)
        device.arm(3, 250)
        device.hold(4, 500, 500, 250)
        device.self_test(5)
        device.release(6)
        await asyncio.sleep(0.2)
        task.cancel()

    asyncio.run(ask())
    assert ear.all("answer") == [Answer(3, False, "replay"), Answer(4, False, "replay"), Answer(5, False, "replay"), Answer(6, True, "")]
    assert all(one.held == 0 for one in ear.all("reading"))
    assert ear.all("reading")[-1].pull == 0  # whoever let go sees it come true
    ticket = Ticket("asha", "s1", Role.TRAIN, "row", Side.BOTH, 20_000, 2**40)
    with pytest.raises(Refused) as refused:
        check(500, 0, Ceilings(ear.all("link_up")[0].capabilities, ticket, 60_000))
    assert refused.value.reason is Reason.ABOVE_MODEL


def test_a_strap_is_heard_again(folder):
    ear = Ear()
    device = replay.open_sensor(None, f"{folder}#strap", ear)
    device._pace = math.inf
    play(device, until=lambda: bool([one for one in ear.heard if one[0] == "down"]))

    assert ear.all("sample") == [HeartRate(88, True), Charge(80)]
    assert ear.all("up")[0].model == "replay of HRM"
    assert asyncio.run(device.zero()) is False


def test_it_keeps_its_pace_or_goes_faster(folder):
    def gap(pace):
        times = [one[1] for one in play_machine(folder, pace).heard if one[0] == "reading"]
        return times[1] - times[0]

    assert gap(1.0) >= 0.095  # 100 ms apart when it was recorded
    assert gap(math.inf) < 0.095


def test_it_must_be_clear_what_is_played(folder, tmp_path):
    with pytest.raises(NotTheOne, match="gym, strap"):
        Place.of(str(folder))
    with pytest.raises(NotTheOne, match="gym, strap"):
        Place.of(f"{folder}#rower")
    with pytest.raises(NoRecording):
        opener("replay")(str(tmp_path / "nowhere"), Ear())
    with Recorder(tmp_path / "alone", About("s2", 0, {"strap": BOTH["strap"]})):
        pass
    assert Place.of(str(tmp_path / "alone")).source == "strap"


def test_its_page_says_that_it_never_loads():
    quality = qualities()["replay"]
    assert quality.loads is Loads.NEVER and quality.most_g == 0
