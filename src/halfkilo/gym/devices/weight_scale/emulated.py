"""The twin of a body scale: somebody steps on, it settles and tells one weighing; who steps off too early is not weighed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from halfkilo.gym.bodies.stand import Stander
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.weight_scale import codec
from halfkilo.gym.devices.weight_scale.codec import FEATURE, MEASUREMENT, SERVICE, Weighing
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

SAMPLE_US = 50_000
SETTLED = 40
"""Two seconds of readings."""
STEADY_G = 150
LEAST_G = 5_000
FEATURES = (0b11).to_bytes(4, "little")
"""Time stamps and several users."""


class BodyScale:
    """clock: what the scale's own clock said when it was switched on; None where nobody ever set it. stay_s: how long somebody stands."""

    mtu = 23

    def __init__(self, seed: int, clock: datetime | None = None, stay_s: float = 5.0) -> None:
        self.stander = Stander(seed, wait_s=1.0, stay_s=stay_s, away_s=5.0)
        self._chance = Random(seed)
        self._serial = f"W{self._chance.randrange(10**6):06d}"
        self._clock, self._ticks = clock, Ticks(SAMPLE_US, self.stander.step, self._weigh)
        self._lately: list[float] = []
        self._told = False
        self._kept: list[Weighing] = []
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement("Body scale", (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """What the SIG asks for."""
        return (
            Service(SERVICE, (Characteristic(FEATURE, read=lambda: FEATURES), Characteristic(MEASUREMENT, indicate=True))),
            sig.emulated_information("Twin", "Body scale", self._serial, "1.0"),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """What was kept is told with the next step, when the host has had time to listen."""
        self._say = say

    def disconnected(self) -> None:
        """Keeps what comes until somebody is there."""
        self._say = None

    def step(self, ms: int) -> None:
        """Weigh twenty times a second."""
        for kept in self._kept if self._say else ():
            self._tell(kept)
        self._kept = [] if self._say else self._kept
        self._ticks.step(ms)

    def _weigh(self) -> None:
        now = self.stander.grams + self._chance.gauss(0.0, 15.0)
        self._lately = [*self._lately, now][-SETTLED:]
        if now < LEAST_G:
            self._told = False
        elif not self._told and len(self._lately) == SETTLED and max(self._lately) - min(self._lately) < STEADY_G * 2:
            self._told = True
            self._tell(self._weighing(round(sum(self._lately) / len(self._lately) / 5)))

    def _weighing(self, raw: int) -> Weighing:
        at = self._clock + timedelta(microseconds=self._ticks.us) if self._clock else None
        return Weighing(raw, timed=True, at=at.replace(microsecond=0) if at else None, asked_user=True)

    def _tell(self, weighing: Weighing) -> None:
        if self._say:
            self._say(MEASUREMENT, codec.encode(weighing))
        else:
            self._kept.append(weighing)


def peripheral(seed: int) -> BodyScale:
    """A scale on which somebody stands for five seconds, every ten; its clock was never set."""
    return BodyScale(seed)
