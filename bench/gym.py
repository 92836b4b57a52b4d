"""What the simulated gym costs: its share of a core under load with a host that hears a hundred samples a second, and its physics alone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Row

SECONDS = 8.0
RENEW_S = 0.1
STEPS = 20_000
MOST_PERCENT = 30


def rows() -> Iterator[Row]:
    """A thousand steps a second are twice what was asked of it."""
    yield Row("simulated gym under load, 1,000 steps a second", _share(), "%", MOST_PERCENT)
    yield Row("simulated gym, a step of physics, sensors and firmware", _step_us(), "us", 1_000 * MOST_PERCENT / 100)


def _share() -> float:
    """Per cent of a core of the machine's process, the load renewed as the supervisor does, the person pulling."""
    from halfkilo.gym.devices.link.conformance.reach import SocketReach
    from halfkilo.gym.devices.link.conformance.trial import Trial
    from halfkilo.gym.launch import start_machine

    machine = start_machine(person="following")
    trial = Trial(SocketReach(f"127.0.0.1:{machine.ports['machine']}"))
    try:
        talk = trial.writer()
        grams = trial.load(talk)
        began, used = time.monotonic(), _used_s(machine.process.pid)
        while time.monotonic() - began < SECONDS:
            if not talk.hold(grams).taken:
                trial.load(talk)
            talk.spend(int(RENEW_S * 1000))
        return 100 * (_used_s(machine.process.pid) - used) / (time.monotonic() - began)
    finally:
        trial.end()
        machine.stop()


def _used_s(process: int) -> float:
    """Processor time of a process so far, seconds."""
    after_name = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(int(ticks) for ticks in after_name[11:13]) / os.sysconf("SC_CLK_TCK")


def _step_us() -> float:
    """Microseconds of processor time, both cables loaded and moving."""
    from halfkilo.gym.devices.link.codec import Arm, Hold, State
    from halfkilo.gym.devices.simulated.machine import Gym
    from halfkilo.gym.devices.simulated.orders import Deed, Order

    gym, seq = Gym(person=True), 0
    assert gym.puller is not None
    gym.puller.obey(Order(Deed.FOLLOW))
    while gym.firmware.state is not State.ARMED:
        seq += 1
        gym.take(Arm(seq, 250))
        gym.advance(100)
    began = time.process_time()
    for _ in range(STEPS // 100):
        seq += 1
        gym.take(Hold(seq, 5_000, 5_000, 250))
        gym.advance(100)
    return (time.process_time() - began) / STEPS * 1e6
