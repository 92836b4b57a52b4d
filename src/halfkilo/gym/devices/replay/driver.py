"""A recording as a machine and as a measuring device.

As a machine it says where the cables were and how hard they were pulled, and that it holds nothing, because nothing is held: what the
machine of that time held stands in the recording. It takes no load, whoever asks; letting go always passes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from halfkilo.gym.bounds import CONFIRM_MS, LEASE_MS
from halfkilo.gym.devices.replay.play import Place, paced
from halfkilo.gym.driver import Answer, Capabilities, Driver, Garbled, Info, Listener, Reading
from halfkilo.gym.radio.link import Radio
from halfkilo.gym.recording.columns import Link, LinkWord
from halfkilo.gym.sensing import Hearer, Identity

REFUSED = "replay"
"""What a replay answers to everything but a release."""
CAPABILITIES = Capabilities("", cables=2, least=0, step=500, most=0, lease_ms=LEASE_MS, simulated=True)
"""The most is nothing, so that the supervisor refuses every load before it comes here."""
STILL_S = 1.5 * CONFIRM_MS / 1000
"""After a release nothing pulls for this long, so that whoever let go sees it come true."""


class ReplayMachine:
    """See `Driver`.

    Args:
        pace: times faster than it was.

    Raises:
        NoRecording, NotTheOne: there is nothing to play.
    """

    def __init__(self, address: str, listener: Listener, pace: float = 1.0) -> None:
        self._place, self._listener, self._pace = Place.of(address), listener, pace
        self._still_until = 0.0
        self._up = False

    def arm(self, sequence: int, lease_ms: int) -> None:
        """Refused."""
        self._refuse(sequence)

    def hold(self, sequence: int, left: int, right: int, lease_ms: int) -> None:
        """Refused."""
        self._refuse(sequence)

    def release(self, sequence: int) -> None:
        """Always taken, though there is nothing to let go of."""
        self._still_until = time.monotonic() + STILL_S
        if self._up:
            self._listener.answer(Answer(sequence, True, ""))

    def self_test(self, sequence: int) -> None:
        """Refused: there are no sensors."""
        self._refuse(sequence)

    async def run(self) -> None:
        """Play it once; then the device is gone. Until cancelled."""
        self._go_up()
        async for row in paced(self._place.recording.rows(self._place.source), self._pace):
            self._play(row.heard)
        self._go_down()
        await asyncio.Event().wait()

    def _play(self, heard: object) -> None:
        if isinstance(heard, Reading):
            self._go_up()
            self._listener.reading(self._free(heard))
        elif isinstance(heard, LinkWord):
            self._link(heard)

    def _link(self, word: LinkWord) -> None:
        if word.link is Link.GARBLED:
            self._listener.garbled(Garbled(word.problem))
        elif word.link is Link.UP:
            self._go_up()
        else:
            self._go_down()

    def _free(self, then: Reading) -> Reading:
        """What was read then, from a machine that holds nothing now."""
        quiet = {"force_g": 0, "velocity_mm_s": 0} if time.monotonic() < self._still_until else {}
        left, right = (replace(cable, held_g=0, **quiet) for cable in (then.left, then.right))
        return replace(then, state="replay", why="", armed=False, lease_left_ms=0, left=left, right=right)

    def _go_up(self) -> None:
        if not self._up:
            self._up = True
            about = self._place.recording.about
            self._listener.link_up(Info(replace(CAPABILITIES, model=self._place.model), f"replay-{about.session}", str(about.began)))

    def _go_down(self) -> None:
        if self._up:
            self._up = False
            self._listener.link_down()

    def _refuse(self, sequence: int) -> None:
        if self._up:
            self._listener.answer(Answer(sequence, False, REFUSED))


class ReplaySensor:
    """See `sensing.Sensor`. pace: times faster than it was."""

    def __init__(self, address: str, hearer: Hearer, pace: float = 1.0) -> None:
        self._place, self._hearer, self._pace = Place.of(address), hearer, pace
        self._up = False

    async def run(self) -> None:
        """Play it once; then the device is gone. Until cancelled."""
        self._go_up()
        async for row in paced(self._place.recording.rows(self._place.source), self._pace):
            if isinstance(row.heard, LinkWord):
                self._link(row.heard)
            elif not isinstance(row.heard, Reading):
                self._go_up()
                self._hearer.sample(row.heard)
        self._go_down()
        await asyncio.Event().wait()

    async def zero(self) -> bool:
        """What was, was."""
        return False

    def _link(self, word: LinkWord) -> None:
        if word.link is Link.GARBLED:
            self._hearer.garbled(Garbled(word.problem))
        elif word.link is Link.UP:
            self._go_up()
        else:
            self._go_down()

    def _go_up(self) -> None:
        if not self._up:
            self._up = True
            self._hearer.up(Identity(self._place.model, f"replay-{self._place.recording.about.session}"))

    def _go_down(self) -> None:
        if self._up:
            self._up = False
            self._hearer.down()


def open_driver(address: str, listener: Listener) -> Driver:
    """A recorded machine: `FOLDER` or `FOLDER#SOURCE`."""
    return ReplayMachine(address, listener)


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> ReplaySensor:
    """A recorded measuring device: `FOLDER` or `FOLDER#SOURCE`. The radio is not used."""
    return ReplaySensor(address, hearer)
