"""The twin of a chest strap on somebody who rests, moves and recovers: rates that follow, beats that vary, skin lost now and then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, pi, sin
from random import Random

from halfkilo.gym.devices.heart_rate.codec import (
    CONTROL,
    LOCATION,
    MEASUREMENT,
    RESET_ENERGY,
    RR_PER_S,
    SERVICE,
    Location,
    Measurement,
    encode,
)
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service
from halfkilo.gym.radio.sig import BATTERY_LEVEL, BATTERY_SERVICE, emulated_information

REST_S, MOVE_S, RECOVER_S = 60.0, 180.0, 240.0
RISE_S, FALL_S = 25.0, 55.0
"""Time constants of a heart that speeds up and slows down with moderate effort: up in half a minute, down in a minute."""
BREATHS_HZ_AT_REST, BREATHS_HZ_MOVING = 0.24, 0.45
CALM_SWING, CALM_NOISE = 0.035, 0.012
"""Share of a beat that breathing and chance add at rest; both shrink as the heart speeds up."""
AVERAGED = 5
"""A strap shows the mean of its last beats."""
ENERGY_EVERY = 10
"""Energy goes into every tenth notification only, as the profile recommends."""
LOOSE_EVERY_S, LOOSE_S = 400.0, 6.0
MOST_KJ = 0xFFFF
BATTERY_PER_HOUR = 0.4


@dataclass
class Heart:
    """A heart with a rate at rest and a rate when moving, beats a minute. `seconds` since it began."""

    chance: Random
    rest: float
    moving: float
    seconds: float = 0.0
    rate: float = 0.0

    def __post_init__(self) -> None:
        self.rate = self.rest

    @property
    def moves(self) -> bool:
        """Rest, move, recover, and again."""
        return REST_S <= self.seconds % (REST_S + MOVE_S + RECOVER_S) < REST_S + MOVE_S

    def beat(self) -> float:
        """Seconds until the next beat; time goes on by as much."""
        calm = max(0.0, min(1.0, (self.moving - self.rate) / (self.moving - self.rest)))
        breaths = BREATHS_HZ_AT_REST if calm > 0.5 else BREATHS_HZ_MOVING
        swing = CALM_SWING * (0.1 + calm) * sin(2 * pi * breaths * self.seconds)
        seconds = 60 / self.rate * (1 + swing + self.chance.gauss(0.0, CALM_NOISE * (0.15 + calm)))
        self._follow(seconds)
        return seconds

    def _follow(self, seconds: float) -> None:
        towards = self.moving if self.moves else self.rest
        constant = RISE_S if towards > self.rate else FALL_S
        self.rate += (towards - self.rate) * (1 - exp(-seconds / constant))
        self.seconds += seconds


class ChestStrap:
    """mtu: as negotiated. tells_energy, tells_contact: what the model can. `lifted`: somebody holds it away from the skin."""

    def __init__(self, seed: int, mtu: int = 23, *, tells_energy: bool = True, tells_contact: bool = True) -> None:
        self.mtu = mtu
        self.lifted = False
        self.energy_j = 0.0
        chance = Random(seed)
        self._serial = f"{chance.randrange(1 << 32):08X}"
        rest = chance.uniform(56, 80)
        self.heart = Heart(chance, rest, rest + chance.uniform(30, 60))
        self._loose_from_s = chance.uniform(0.3, 1.0) * LOOSE_EVERY_S
        self._tells_energy, self._tells_contact = tells_energy, tells_contact
        self._ms = self._told = 0
        self._beat_at_s = self.heart.beat()
        self._last = deque([self._beat_at_s], maxlen=AVERAGED)
        self._new: list[int] = []
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement(f"Strap {self._serial[:4]}", (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """Heart rate, battery, who it is."""
        return (
            Service(SERVICE, (
                Characteristic(MEASUREMENT, notify=True),
                Characteristic(LOCATION, read=lambda: bytes([Location.CHEST])),
                Characteristic(CONTROL, written=self._controlled),
            )),
            Service(BATTERY_SERVICE, (Characteristic(BATTERY_LEVEL, notify=True, read=lambda: bytes([self.percent])),)),
            emulated_information("Emulated", "Chest Strap", self._serial, "1.0"),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Begins to tell."""
        self._say = say
        self._new = []

    def disconnected(self) -> None:
        """Nobody to tell."""
        self._say = None

    @property
    def percent(self) -> int:
        """Battery, slowly falling from full."""
        return max(0, 100 - int(self._ms / 3_600_000 * BATTERY_PER_HOUR))

    @property
    def touching(self) -> bool:
        """Whether it feels skin: straps slip now and then."""
        return not self.lifted and (self._ms / 1000 - self._loose_from_s) % LOOSE_EVERY_S >= LOOSE_S

    @property
    def bpm(self) -> int:
        """What it shows: the mean over the last beats."""
        return round(60 * len(self._last) / sum(self._last))

    def step(self, ms: int) -> None:
        """Beats as they come, a notification each second; the same however finely time is cut."""
        for _ in range(ms):
            self._ms += 1
            while self._beat_at_s * 1000 <= self._ms:
                self._beat()
            if self._ms % 1000 == 0:
                self._tell()

    def _beat(self) -> None:
        seconds = self.heart.beat()
        self._beat_at_s += seconds
        self.energy_j += seconds * max(0.0, self.heart.rate - 40) * 8
        if self.touching:
            self._last.append(seconds)
            self._new.append(round(seconds * RR_PER_S))

    def _tell(self) -> None:
        fits = (self.mtu - 3 - 5) // 2
        beats, self._new = tuple(self._new[-fits:]), []
        energy = min(MOST_KJ, int(self.energy_j / 1000)) if self._tells_energy and self._told % ENERGY_EVERY == 0 else None
        self._told += 1
        if self._say:
            self._say(MEASUREMENT, encode(Measurement(self.bpm, self.touching if self._tells_contact else None, energy, beats)))

    def _controlled(self, data: bytes) -> None:
        if data == RESET_ENERGY:
            self.energy_j = 0.0


def peripheral(seed: int) -> ChestStrap:
    """A strap on somebody who rests for a minute, moves for three, recovers for four, and again."""
    return ChestStrap(seed)
