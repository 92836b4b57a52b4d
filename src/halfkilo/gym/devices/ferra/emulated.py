"""The twin of a Ferra plate: four corners with noise and offset, smoothed and combined as the plate does, under somebody who sways."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.stand import Stander
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.ferra import codec
from halfkilo.gym.devices.ferra.codec import COMMAND, DATA, INFO, SERVICE, Frame
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

HALF_CM = 33.9411 / 2
SENSOR_US = 12_500
SMOOTHING = 0.30
NOISE_G = 15.0
NOBODY_G = 15_000


class ForcePlate:
    """mtu: what was negotiated; at 23 the corners are cut off. `refused` keeps every order that no program of ours may ever give."""

    def __init__(self, seed: int, mtu: int = 64, calibrated: bool = True) -> None:
        self.mtu, self._calibrated = mtu, calibrated
        self.stander = Stander(seed)
        self.refused: list[bytes] = []
        self._chance = Random(seed)
        self._offsets = [self._chance.uniform(-400, 400) for _ in range(4)]
        self._smooth = list(self._offsets)
        self._zeros = [0.0] * 4
        self._ticks, self._odd = Ticks(SENSOR_US, self.stander.step, self._read_corners), False
        self._streaming = False
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement("FerraPlate", (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """Readings, orders, lines."""
        return (
            Service(SERVICE, (
                Characteristic(DATA, notify=True, read=lambda: codec.encode(self.frame())),
                Characteristic(COMMAND, written=self._ordered, without_response=True),
                Characteristic(INFO, notify=True),
            )),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Readings come by themselves once it is calibrated."""
        self._say, self._streaming = say, self._calibrated

    def disconnected(self) -> None:
        """Waits for the next."""
        self._say, self._streaming = None, False

    def step(self, ms: int) -> None:
        """The corners are read 80 times a second; every second reading is told."""
        self._ticks.step(ms)

    def frame(self) -> Frame:
        """The reading now."""
        corners = [smooth - zero for smooth, zero in zip(self._smooth, self._zeros, strict=True)]
        front_left, front_right, back_left, back_right = corners
        total = sum(corners)
        right = forward = 0.0
        if total >= NOBODY_G:
            right = HALF_CM * ((front_right + back_right) - (front_left + back_left)) / total
            forward = HALF_CM * ((front_left + front_right) - (back_left + back_right)) / total
        told = (round(front_left), round(front_right), round(back_left), round(back_right))
        return Frame(self._ticks.us // 1000 % (1 << 32), round(right * 100), round(forward * 100), round(total), told)

    def _read_corners(self) -> None:
        x, y = self.stander.right_m * 100 / HALF_CM, self.stander.forward_m * 100 / HALF_CM
        for corner, (right, forward) in enumerate(((-1, 1), (1, 1), (-1, -1), (1, -1))):
            true = self.stander.grams / 4 * (1 + right * x) * (1 + forward * y)
            raw = true + self._offsets[corner] + self._chance.gauss(0.0, NOISE_G)
            self._smooth[corner] += SMOOTHING * (raw - self._smooth[corner])
        self._odd = not self._odd
        if self._odd and self._streaming and self._say:
            self._say(DATA, codec.encode(self.frame()))

    def _ordered(self, data: bytes) -> None:
        word = data[:63].decode("ascii", "replace").strip().lower()
        if word == "start":
            self._streaming = self._calibrated
            self._tell("[INFO] streaming" if self._calibrated else "[INFO] not calibrated")
        elif word == "stop":
            self._streaming = False
        elif word in ("zero", "t"):
            self._zeros = list(self._smooth)
            self._tell("[INFO] zero set")
        elif word in ("status", "s"):
            names = enumerate(("FL", "FR", "BL", "BR"))
            cells = [{"id": i, "name": name, "connected": True, "calibrated": self._calibrated} for i, name in names]
            self._tell("[STATUS] " + json.dumps({"cells": cells, "postingMode": "ble", "ble": True, "heap": 200_000}))
        else:
            self.refused.append(data)

    def _tell(self, line: str) -> None:
        if self._say:
            for piece in codec.pieces(line):
                self._say(INFO, piece)


def peripheral(seed: int) -> ForcePlate:
    """A plate with somebody who stands on it for 40 s, steps off for six, and again."""
    return ForcePlate(seed)
