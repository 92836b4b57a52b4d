"""What the unit was heard to say, and when: the only truth about what is on. What was sent counts for nothing here (S4)."""

from __future__ import annotations

from halfkilo.gym.devices.voltra.codec import (
    LOADED,
    UNIT_MOST_LB,
    UNLOADED,
    Param,
    Params,
    Telemetry,
    grams,
    grams_of_tenths,
)

BELIEVED_MS = 700
"""Mode and weight that were not heard of for so long are not known any more, and no reading is made of them."""
TELEMETRY_MS = 300
MATTERS = (Param.BASE, Param.CHAINS, Param.ECCENTRIC, Param.MODE, Param.WORKOUT, Param.POSITION, Param.FORCE)
"""What is asked for again and again."""


class Belief:
    """Values by number with the time they were heard, and the last telemetry."""

    def __init__(self) -> None:
        self._heard: dict[int, tuple[int, int]] = {}
        self.telemetry: Telemetry | None = None
        self.telemetry_at = 0

    def hear(self, params: Params, now: int) -> None:
        """Values that were told."""
        self._heard |= {param: (value, now) for param, value in params.values.items()}

    def move(self, telemetry: Telemetry, now: int) -> None:
        """A moment of a set."""
        self.telemetry, self.telemetry_at = telemetry, now

    def value(self, param: Param) -> int | None:
        """What was last heard, or None."""
        heard = self._heard.get(param)
        return heard[0] if heard else None

    def heard_at(self, param: Param) -> int:
        """When it was last heard."""
        return self._heard.get(param, (0, -1))[1]

    def known(self, now: int) -> bool:
        """Whether what is on, where the handle is and how hard it pulls are all known and recent."""
        return all(param in self._heard and now - self._heard[param][1] <= BELIEVED_MS for param in MATTERS)

    @property
    def unloaded(self) -> bool:
        """Whether the unit said that nothing is on."""
        return self.value(Param.MODE) == UNLOADED

    @property
    def held_g(self) -> int:
        """What is on, grams: nothing when the unit says so, else everything that may be added up; all it has when not told."""
        if self.unloaded:
            return 0
        base, chains = self.value(Param.BASE), self.value(Param.CHAINS) or 0
        if base is None or self.value(Param.MODE) != LOADED:
            return grams(UNIT_MOST_LB)
        return grams(base + chains + max(0, self.value(Param.ECCENTRIC) or 0))

    def moving(self, now: int) -> Telemetry | None:
        """Telemetry, while it is recent."""
        return self.telemetry if self.telemetry is not None and now - self.telemetry_at <= TELEMETRY_MS else None

    def force_g(self, now: int) -> int:
        """The measured pull: tenths of a pound while they come, else whole pounds."""
        moving = self.moving(now)
        return grams_of_tenths(moving.force_dlb) if moving else grams_of_tenths(10 * (self.value(Param.FORCE) or 0))

    @property
    def position_mm(self) -> int:
        """Always of the same source: whole centimetres, so that the range shown without load and the one under load agree."""
        return 10 * (self.value(Param.POSITION) or 0)
