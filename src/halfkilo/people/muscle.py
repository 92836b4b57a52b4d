"""Strength of a simulated person: one gain for each joint and side, trained by what an exercise asks of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters
from halfkilo.units import PAIRED, Joint, Side


@dataclass
class Half:
    """One side of a joint. gain: share gained over the fresh strength; today: the day's largest stimulus; idle: days without any."""

    gain: float = 0.0
    today: float = 0.0
    idle: int = 0

    def night(self, p: Parameters) -> None:
        """A trained side gains, an idle one fades."""
        if self.today > 0.0:
            self.gain = biology.gain(p, self.gain, self.today)
            self.idle, self.today = 0, 0.0
        elif self.gain > 0.0:
            self.gain = biology.fade(p, self.gain, self.idle)
            self.idle += 1


@dataclass
class Muscle:
    """Both sides of a joint; where a joint lies in the middle they are the same."""

    left: Half = field(default_factory=Half)
    right: Half = field(default_factory=Half)

    @property
    def gain(self) -> float:
        """The mean of both sides, as a share of the fresh strength."""
        return (self.left.gain + self.right.gain) / 2.0

    def of(self, side: Side) -> tuple[Half, ...]:
        """The sides that work while `side` does."""
        if self.left is self.right or side is Side.LEFT:
            return (self.left,)
        return (self.right,) if side is Side.RIGHT else (self.left, self.right)


def muscle(joint: Joint) -> Muscle:
    """A fresh one."""
    middle = Half()
    return Muscle() if joint in PAIRED else Muscle(middle, middle)
