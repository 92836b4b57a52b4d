"""Two machines with one cable each in one home: two rigs that share the supervisor, the screen and the clock."""

from __future__ import annotations

from pathlib import Path

from halfkilo.gym.bounds import RAMP_UP
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.supervisor.terms import Phase
from halfkilo.units import Side
from tests.gym.rig import SCREEN, Rig


class LeftOne(Rig):
    """The machine for the left side; its rig also moves the supervisor's time."""

    name = "left one"

    def take_in(self, house, serves=Side.LEFT):
        super().take_in(house, serves)


class RightOne(Rig):
    """The machine for the right side, in the house of the left one."""

    name = "right one"

    def __init__(self, other: Rig) -> None:
        self.other = other
        super().__init__(other.folder)

    def start_supervisor(self) -> None:
        self.house = self.other.house
        self.take_in(self.house, Side.RIGHT)
        self.unit.door.driver = self.link

    def _live(self) -> None:
        """The left one's rig does it."""


class Pair:
    """Both, used together."""

    def __init__(self, folder: Path) -> None:
        self.left = LeftOne(folder)
        self.right = RightOne(self.left)
        self.house.use((LeftOne.name, RightOne.name))

    @property
    def house(self):
        return self.left.house

    @property
    def units(self):
        return self.left.unit, self.right.unit

    @property
    def held(self) -> list[float]:
        """What the left motor of the one and the right motor of the other hold; their other cables hold nothing, ever."""
        assert self.left.held[1] == self.right.held[0] == 0
        return [self.left.held[0], self.right.held[1]]

    def advance(self, ms: int) -> None:
        for _ in range(ms):
            self.left.advance(1)
            self.right.advance(1)

    def order(self, do: Deed, **what) -> None:
        for rig in (self.left, self.right):
            rig.order(do, **what)

    def sit(self, **what) -> None:
        self.left.sit(**what)
        self.right.ceiling = self.left.ceiling

    def load(self, left: int, right: int) -> None:
        self.left.load(left, right)

    def ready_to_load(self, **what) -> None:
        self.advance(200)
        self.sit(**what)
        self.advance(700)  # the self-test of a new session, handles down
        self.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
        for _ in range(25):
            self.house.arm(SCREEN)
            self.advance(100)
        assert [unit.phase for unit in self.units] == [Phase.ARMED, Phase.ARMED]

    def loaded(self, left: int = 8_000, right: int = 6_000) -> None:
        self.ready_to_load()
        self.load(left, right)
        self.order(Deed.PULL, low=150, high=500, reps=100)
        self.advance(400 + max(left, right) * 1000 // RAMP_UP)
        assert self.held == [left, right]

    def restart(self) -> None:
        """kill -9 of the supervisor, and a new one that knows both."""
        for rig in (self.left, self.right):
            rig.cut(heard=False)
        self.left.start_supervisor()
        self.right.start_supervisor()
        self.house.use((LeftOne.name, RightOne.name))
