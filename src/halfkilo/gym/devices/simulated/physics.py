"""One cable of the gym: motor, drum, cable, handle; stepped a thousand times a second by semi-implicit Euler.

Everything is written along the cable, which runs level to the hand, so the handle's weight does not pull along it.
`x` is how far the handle (or the drum's rim) has come out, metres; forces in newtons, positive outwards for the hand,
positive inwards for the motor. Fastest motion: the handle on its stop and cable, about 440 rad/s, so a step of 1 ms is
0.44 rad, well inside the method's limit of 2.
"""

from __future__ import annotations

from math import tanh

G = 9.80665
STEP_S = 0.001

DRUM_RADIUS_M = 0.03
DRUM_INERTIA = 5.4e-4
"""Drum and rotor, kg m^2: 0.6 kg felt at the rim."""
TORQUE_MOST = 31.0
"""N m: 105 kg at the rim, so 100 kg is held with a little to spare and nothing can be much heavier."""
MOTOR_LAG_S = 0.002
HANDLE_KG = 0.35
STIFF = 40_000.0
"""Cable, webbing and pulleys together, N/m: 25 mm of stretch at 100 kg."""
DAMP = 60.0
COULOMB = 2.0
COULOMB_SHARE = 0.015
"""Friction of drum and pulleys: 2 N, and 1.5 % of the cable's pull."""
SMOOTH_M_S = 0.01
VISCOUS = 2.0
TAKE_UP = 4.0
"""N: always wound in with this much, so that a free cable does not sag; lighter than the first notch."""
WIND_FREE_M_S = 0.6
WIND_LOADED_M_S = 2.0
BRAKE = 250.0
"""N s/m: the motor brakes winding faster than the two speeds above, so that a handle let go does not fly."""
LENGTH_M = 2.2
STOP_STIFF = 30_000.0
STOP_DAMP = 120.0

_DRUM_KG = DRUM_INERTIA / DRUM_RADIUS_M**2
_MOTOR_MOST = TORQUE_MOST / DRUM_RADIUS_M


def newtons(grams: float) -> float:
    """The weight of `grams`."""
    return grams * G / 1000.0


def grams_of(force: float) -> int:
    """A force as the mass it would carry."""
    return round(force / G * 1000.0)


class Cable:
    """The state of one cable; `step` moves it on by one millisecond."""

    __slots__ = ("drum_v", "drum_x", "friction", "handle_v", "handle_x", "motor", "tension")

    def __init__(self) -> None:
        self.drum_x = self.drum_v = self.handle_x = self.handle_v = 0.0
        self.motor = TAKE_UP
        self.tension = TAKE_UP
        self.friction = 0.0

    def step(self, load_n: float, hand_n: float, hand_kg: float) -> None:
        """One millisecond with the motor told to pull `load_n` and a hand of `hand_kg` pulling `hand_n`."""
        self._turn_motor(load_n)
        tension = self._stretch()
        self.friction = tanh(self.drum_v / SMOOTH_M_S) * (COULOMB + COULOMB_SHARE * tension) + VISCOUS * self.drum_v
        self.drum_v += (tension - self.motor - self.friction) / _DRUM_KG * STEP_S
        self.handle_v += (hand_n - tension + self._stops()) / (HANDLE_KG + hand_kg) * STEP_S
        self.drum_x += self.drum_v * STEP_S
        self.handle_x += self.handle_v * STEP_S

    def _turn_motor(self, load_n: float) -> None:
        """The torque follows the command with a short lag, brakes fast winding, and has a limit."""
        quickest = WIND_LOADED_M_S if load_n > 0.0 else WIND_FREE_M_S
        wanted = max(load_n, TAKE_UP) - BRAKE * max(0.0, -self.drum_v - quickest)
        wanted = min(max(wanted, -_MOTOR_MOST), _MOTOR_MOST)
        self.motor += (wanted - self.motor) * (STEP_S / MOTOR_LAG_S)

    def _stretch(self) -> float:
        """A cable pulls when it is stretched and never pushes."""
        stretch = self.handle_x - self.drum_x
        pull = STIFF * stretch + DAMP * (self.handle_v - self.drum_v) if stretch > 0.0 else 0.0
        self.tension = max(0.0, pull)
        return self.tension

    def _stops(self) -> float:
        """The rubber stop the handle rests on, and the knot at the far end of the cable."""
        if self.handle_x < 0.0:
            return max(0.0, -STOP_STIFF * self.handle_x - STOP_DAMP * self.handle_v)
        beyond = self.handle_x - LENGTH_M
        return min(0.0, -STOP_STIFF * beyond - STOP_DAMP * self.handle_v) if beyond > 0.0 else 0.0

    @property
    def stored(self) -> float:
        """Energy in motion and stretch, joules (a free-hanging handle: the hand's own mass is the hand's)."""
        stretch = max(0.0, self.handle_x - self.drum_x)
        return 0.5 * (_DRUM_KG * self.drum_v**2 + HANDLE_KG * self.handle_v**2 + STIFF * stretch**2)

    @property
    def asleep(self) -> bool:
        """Nothing moves and the handle is on its stop: stepping would change nothing."""
        still = abs(self.drum_v) < 1e-4 and abs(self.handle_v) < 1e-4
        return still and self.handle_x < 0.001 and abs(self.motor - TAKE_UP) < 1e-3
