"""What every device driver looks like from the supervisor's side, so that simulated and real machines are alike.

A driver never decides anything. It turns four absolute commands into bytes and bytes into readings; what may be sent
is decided in `supervisor.unit`. Commands never block and never wait; a release overtakes whatever is queued.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from halfkilo.units import Grams, round_down


@dataclass(frozen=True)
class Capabilities:
    """What a model can do. Loads are grams per cable; `lease_ms` is 0 for a machine that keeps no lease of its own."""

    model: str
    cables: int
    least: int
    step: int
    most: int
    lease_ms: int
    simulated: bool = False
    experimental: bool = False
    self_tests: bool = False
    """Whether it can zero and check its own sensors, and says how that came out (H11)."""

    def quantise(self, grams: int) -> tuple[Grams, int]:
        """(load on this machine's grid, what was left off): the load is never above what was asked."""
        commanded = round_down(grams, self.step, self.least)
        return commanded, grams - commanded


@dataclass(frozen=True)
class Info:
    """Who answered: its serial number is pinned when pairing, `boot` is new each time the machine starts."""

    capabilities: Capabilities
    serial: str
    boot: str


@dataclass(frozen=True)
class CableReading:
    """One cable at one moment."""

    position_mm: int
    velocity_mm_s: int
    force_g: int
    held_g: int
    reps: int


@dataclass(frozen=True)
class Reading:
    """All cables at one moment of the machine's own clock (`at_ms` since it started)."""

    at_ms: int
    state: str
    why: str
    armed: bool
    lease_left_ms: int
    left: CableReading
    right: CableReading

    @property
    def held(self) -> int:
        """The heavier of the two cables, grams."""
        return max(self.left.held_g, self.right.held_g)

    @property
    def pull(self) -> int:
        """The harder of the two measured pulls, grams."""
        return max(self.left.force_g, self.right.force_g)


@dataclass(frozen=True)
class Answer:
    """The machine's word on one command: `why` is empty when it was taken."""

    sequence: int
    taken: bool
    why: str


@dataclass(frozen=True)
class SelfTested:
    """How a self-test came out. again: somebody moved a handle meanwhile, so it says nothing. problems: what was found, in plain words."""

    passed: bool
    again: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Garbled:
    """Bytes that made no sense: a value, not an exception, so that a stream can count them."""

    problem: str


class Listener(Protocol):
    """Who is told what a driver hears."""

    def link_up(self, info: Info) -> None:
        """The machine answered and said who it is."""

    def link_down(self) -> None:
        """The machine cannot be heard any more."""

    def reading(self, reading: Reading) -> None:
        """New readings."""

    def answer(self, answer: Answer) -> None:
        """The machine took or refused a command."""

    def garbled(self, garbled: Garbled) -> None:
        """Something unreadable arrived."""


@runtime_checkable
class HearsTests(Protocol):
    """A listener that also wants to know how self-tests came out."""

    def tested(self, tested: SelfTested) -> None:
        """A self-test came out, a while after it was asked for."""


class Driver(Protocol):
    """A motorised device. Sequence numbers rise with every command; the same command twice does nothing new."""

    def arm(self, sequence: int, lease_ms: int) -> None:
        """Say that the button is held."""

    def hold(self, sequence: int, left: int, right: int, lease_ms: int) -> None:
        """Ask for these loads, grams per cable, for `lease_ms`."""

    def release(self, sequence: int) -> None:
        """Let go, before anything else that is waiting."""

    def self_test(self, sequence: int) -> None:
        """Zero the sensors and look for faults; only without load."""

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""


OpenDriver = Callable[[str, Listener], Driver]
"""`open_driver(address, listener)`: the address is the device's own notation (`HOST:PORT` for the simulated gym)."""
