"""SIMULATION ONLY: what a test, a demo or a developer can tell the simulated person, one JSON object per line.

This channel has a port of its own that exists only with `--simulate-person`. It can never load anything: it moves
hands and plants sensor faults, the firmware judges the result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from halfkilo import strict
from halfkilo.gym.devices.link.codec import State
from halfkilo.gym.devices.simulated.firmware import Firmware
from halfkilo.gym.devices.simulated.person import Hand, Move, repetitions
from halfkilo.gym.devices.simulated.physics import Cable
from halfkilo.gym.devices.simulated.sensors import Fault, Sensors
from halfkilo.strict import Many, Range
from halfkilo.units import Side

LONGEST_ORDER = 2_048
"""Bytes."""

Millimetres = Annotated[int, Range(0, 2_000)]
Milliseconds = Annotated[int, Range(1, 60_000)]


class Deed(StrEnum):
    """What the simulated person is told to do."""

    TAKE = "take"
    MOVE = "move"
    PULL = "pull"
    LET_GO = "let_go"
    REST = "rest"
    BODY = "body"
    SENSOR = "sensor"
    FOLLOW = "follow"
    LOOK = "look"
    LOCK = "lock"


@dataclass(frozen=True)
class Order:
    """One order. `move` uses `to` and `ms`; `pull` uses `low`, `high`, `reps`, `tempo_ms`, `hesitate_ms` (a stop half
    way out of the first repetition) and `drop_in` (let go half way out of that repetition, 0 never); `body` uses
    `strength_n`, `tiring` (per cent of ordinary); `sensor` uses `force`, `current` and `position`; `follow` uses `on` and `pull`'s pace;
    `lock` turns the machine's child lock on or off with `on`, as a hand at its switch would; `look` changes nothing.
    """

    do: Deed
    side: Side = Side.BOTH
    to: Millimetres = 0
    ms: Milliseconds = 800
    low: Millimetres = 150
    high: Millimetres = 600
    reps: Annotated[int, Range(1, 1_000)] = 1
    tempo_ms: Annotated[tuple[Milliseconds, ...], Many(4)] = (1_500, 300, 1_500, 300)
    hesitate_ms: Annotated[int, Range(0, 60_000)] = 0
    drop_in: Annotated[int, Range(0, 1_000)] = 0
    strength_n: Annotated[int, Range(1, 2_000)] = 400
    tiring: Annotated[int, Range(0, 10_000)] = 100
    force: Fault = Fault.TRUE
    current: Fault = Fault.TRUE
    position: Fault = Fault.TRUE
    on: bool = True


def read_order(line: bytes) -> Order:
    """Read one line strictly.

    Raises:
        ValueError: it is not an order; the message says which field.
    """
    order = strict.read(Order, json.loads(line))
    if len(order.tempo_ms) != 4:
        raise ValueError("tempo_ms has four parts: there, hold, back, hold")
    return order


@dataclass
class Place:
    """One hand at one cable."""

    side: Side
    hand: Hand
    cable: Cable
    sensors: Sensors


class Puller:
    """The simulated person: two hands, orders, and a mode that follows the machine as a willing user would."""

    def __init__(self, places: tuple[Place, Place], firmware: Firmware) -> None:
        self.places = places
        self.following = False
        self._firmware = firmware
        self._seen = State.IDLE
        self._pace = Order(Deed.PULL)

    def obey(self, order: Order) -> None:
        """Carry out one order."""
        if order.do is Deed.FOLLOW:
            self.following, self._pace = order.on, order
        elif order.do is Deed.LOCK:
            self._firmware.lock(order.on)
        for place in self.places:
            if order.side in (Side.BOTH, place.side):
                _obey(place, order)

    def step(self, ms: int) -> None:
        """In following mode: show the range while arming, pull while loaded, rest afterwards."""
        if not self.following:
            return
        state = self._firmware.state
        if state is State.LOADED:
            self._keep_pulling()
        elif state is not self._seen:
            self._turn_to(state)
        self._seen = state

    def _turn_to(self, state: State) -> None:
        for place in self.places:
            if state is State.ARMING:
                place.hand.do([Move(self._pace.low / 1000, 500), *_reps(self._pace, 1)], place.cable)
            elif state in {State.RELEASING, State.FAULT} or (state is State.IDLE and place.hand.holding):
                place.hand.do([Move(0.0, 800, open_hand=True)], place.cable)

    def _keep_pulling(self) -> None:
        for place, side in zip(self.places, self._firmware.sides, strict=True):
            if side.loaded and place.hand.holding and not place.hand.moves:
                place.hand.do(_reps(self._pace, 1), place.cable)


def _reps(order: Order, reps: int) -> list[Move]:
    there, top, back, bottom = order.tempo_ms
    return repetitions(order.low / 1000, order.high / 1000, (there, top, back, bottom), reps)


def _obey(place: Place, order: Order) -> None:
    hand, cable = place.hand, place.cable
    match order.do:
        case Deed.TAKE:
            hand.take(cable)
        case Deed.MOVE:
            hand.do([Move(order.to / 1000, order.ms)], cable)
        case Deed.PULL:
            hand.do(_pull(order), cable)
        case Deed.LET_GO:
            hand.let_go()
        case Deed.REST:
            hand.do([Move(0.0, order.ms, open_hand=True)], cable)
        case Deed.BODY:
            hand.strength_n, hand.tiring = float(order.strength_n), order.tiring / 100
        case Deed.SENSOR:
            place.sensors.force.plant(order.force)
            place.sensors.current.plant(order.current)
            place.sensors.position.plant(order.position)


def _pull(order: Order) -> list[Move]:
    """Repetitions with a hesitation, or a sudden letting go, half way out."""
    middle, out = (order.low + order.high) / 2000, order.tempo_ms[0]
    moves = _reps(order, order.reps)
    if order.hesitate_ms:
        moves[:1] = [Move(middle, out // 2 + 1), Move(middle, order.hesitate_ms), Move(order.high / 1000, out // 2 + 1)]
    if order.drop_in:
        before = _reps(order, order.drop_in - 1) if order.drop_in > 1 else []
        moves = [*before, Move(middle, out // 2 + 1, open_hand=True)]
    return moves
