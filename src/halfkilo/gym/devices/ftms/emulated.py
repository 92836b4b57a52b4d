"""Twins of a rower, bike, cross trainer and treadmill: a record a second, split where packets are short. Writing to them is noted."""

from __future__ import annotations

from collections.abc import Callable

from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.bodies.workout import DRIVE, Worker
from halfkilo.gym.devices.ftms import codec
from halfkilo.gym.devices.ftms.codec import CONTROL_POINT, FEATURE, SERVICE
from halfkilo.gym.devices.ftms.layout import LAYOUTS, Machine
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

TELL_US = 1_000_000
NAMES = {Machine.TREADMILL: "Treadmill", Machine.CROSS_TRAINER: "Elliptical", Machine.ROWER: "Rower", Machine.BIKE: "Bike"}
PEOPLE = {
    Machine.TREADMILL: (40.0, 110.0, 1.0, 15.0), Machine.CROSS_TRAINER: (80.0, 120.0, 1.0, 11.0),
    Machine.ROWER: (110.0, 24.0, DRIVE, 2.8), Machine.BIKE: (100.0, 75.0, 1.0, 0.34),
}
"""Watts, cadence, share of a turn that pushes, drag."""


class FitnessMachineTwin:
    """`written` keeps what was written to the control point: no program of ours may ever do that."""

    def __init__(self, seed: int, machine: Machine = Machine.ROWER, mtu: int = 23) -> None:
        self.mtu, self.machine = mtu, machine
        self.worker = Worker(seed, *PEOPLE[machine])
        self._seed = seed
        self.written: list[bytes] = []
        self._ticks = Ticks(TELL_US, self.worker.step, self._tell, first_us=TELL_US)
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement(NAMES[self.machine], (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """Features, records, and the control point that is left alone."""
        return (
            Service(SERVICE, (
                Characteristic(FEATURE, read=lambda: bytes(8)),
                Characteristic(LAYOUTS[self.machine].characteristic, notify=True),
                Characteristic(CONTROL_POINT, indicate=True, written=self.written.append),
            )),
            sig.emulated_information("Twin", NAMES[self.machine], f"M{self._seed:06d}", "1.0"),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Records come by themselves."""
        self._say = say

    def disconnected(self) -> None:
        """The person goes on."""
        self._say = None

    def step(self, ms: int) -> None:
        """A record each second of the machine's time."""
        self._ticks.step(ms)

    def record(self) -> dict[str, int]:
        """Everything this machine says now, raw."""
        worker = self.worker
        seconds = max(1.0, worker.seconds)
        common = {
            "distance_m": int(worker.metres), "watts": round(worker.mean_watts), "average_watts": round(worker.joules / seconds),
            "kcal": int(worker.kcal), "kcal_an_hour": round(worker.kcal / seconds * 3600),
            "kcal_a_minute": round(worker.kcal / seconds * 60),
            "bpm": round(worker.heart), "elapsed_s": int(worker.seconds),
        }
        return common | self._own(seconds)

    def _own(self, seconds: float) -> dict[str, int]:
        worker = self.worker
        mean = worker.metres / seconds
        speeds = {"speed_10m_h": round(worker.speed * 360), "average_speed_10m_h": round(mean * 360)}
        if self.machine is Machine.ROWER:
            return {
                "strokes_half_a_minute": round(worker.cadence * 2), "strokes": worker.turns,
                "average_strokes_half_a_minute": round(worker.turns / seconds * 120),
                "pace_s_500m": _pace(worker.speed), "average_pace_s_500m": _pace(mean),
            }
        if self.machine is Machine.BIKE:
            return speeds | {"turns_half_a_minute": round(worker.cadence * 2)}
        if self.machine is Machine.CROSS_TRAINER:
            return speeds | {"steps_a_minute": round(worker.cadence), "average_steps_a_minute": round(worker.turns / seconds * 60)}
        return speeds

    def _tell(self) -> None:
        if self._say:
            for part in codec.split(self.machine, self.record(), self.mtu - 3):
                self._say(LAYOUTS[self.machine].characteristic, part)


def _pace(speed: float) -> int:
    """Seconds for 500 m; 0 where nobody moves."""
    return min(0xFFFE, round(500 / speed)) if speed > 0.05 else 0


def peripheral(seed: int) -> FitnessMachineTwin:
    """A rower with packets so short that every record is split."""
    return FitnessMachineTwin(seed)
