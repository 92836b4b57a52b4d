"""Everyday readings that other programs keep and no exercise asks for: body weight, heart rate, steps, sleep.

They become `measured` entries (`steps` and `sleep_time` are measures of ours, the others have no folder): whole numbers by item, so that
nothing is guessed later. They set no dose, clear nothing and unlock nothing.
LOINC codes: loinc.org (29463-7 body weight, 8867-4 heart rate, 40443-4 resting heart rate, 41950-7 steps in 24 hours, 93832-4 sleep
duration). Schema names: openmhealth.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from halfkilo.exchange.amounts import POUND, NotUnderstood
from halfkilo.journal.entry import PERSON, Entry, derived_id
from halfkilo.journal.kinds import make, measured
from halfkilo.units import instant_of


@dataclass(frozen=True)
class Vital:
    """One kind of reading. item: what the number is called in `measured`. per: how many of our whole numbers make one of each unit.

    unit: the UCUM unit it goes out in. most: what is more than this is not taken.
    """

    measure: str
    item: str
    unit: str
    loinc: str
    display: str
    schema: str
    per: Mapping[str, Fraction]
    least: int
    most: int

    def whole(self, value: Decimal, unit: str) -> int:
        """A reading as our whole number.

        Raises:
            NotUnderstood: the unit is another quantity's, or the number is none that a person has.
        """
        factor = self.per.get(unit)
        if factor is None:
            raise NotUnderstood(f"{unit!r} is not a unit of {self.display.lower()}; {', '.join(self.per)} are understood")
        if not value.is_finite() or abs(value) > 10**9:
            raise NotUnderstood(f"{value} is no {self.display.lower()}")
        exact = Fraction(value) * factor
        number = int((Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1), ROUND_HALF_EVEN))
        if not self.least <= number <= self.most:
            raise NotUnderstood(f"{value} {unit} is no {self.display.lower()} that a person has")
        return number

    def told(self, number: int) -> float:
        """The reverse of `whole`, in `unit`."""
        return float(Fraction(number) / self.per[self.unit])


_RATE = {name: Fraction(1) for name in ("/min", "{beats}/min", "beats/min", "count/min", "bpm", "1/min")}
_POUND = Fraction(POUND) / 10

BODY_MASS = Vital("body_mass", "decagrams", "kg", "29463-7", "Body weight", "body-weight",
                  {"kg": Fraction(100), "g": Fraction(1, 10), "lb": _POUND, "[lb_av]": _POUND, "lbs": _POUND, "st": _POUND * 14,
                   "[stone_av]": _POUND * 14}, 500, 70_000)
HEART_RATE = Vital("heart_rate", "mean", "/min", "8867-4", "Heart rate", "heart-rate", _RATE, 15, 300)
RESTING = Vital("resting_heart_rate", "rate", "/min", "40443-4", "Heart rate --resting", "heart-rate", _RATE, 15, 200)
STEPS = Vital("steps", "steps", "{steps}", "41950-7", "Number of steps in 24 hour Measured", "step-count",
              {name: Fraction(1) for name in ("{steps}", "{#}", "1", "count", "steps")}, 0, 100_000)
SLEEP = Vital("sleep_time", "sleep", "min", "93832-4", "Sleep duration", "sleep-duration",
              {"min": Fraction(1), "h": Fraction(60), "hr": Fraction(60), "s": Fraction(1, 60), "sec": Fraction(1, 60),
               "ms": Fraction(1, 60_000)}, 0, 1440)

VITALS = {one.measure: one for one in (BODY_MASS, HEART_RATE, RESTING, STEPS, SLEEP)}
BY_LOINC = {one.loinc: one for one in VITALS.values()}


def reading(vital: Vital, values: Mapping[str, int], on: date, at: str, *parts: object) -> Entry:
    """The `measured` entry of one reading; the same `parts` give the same id.

    at: local time with its offset. parts: person, source and what names the reading there.
    """
    from datetime import datetime

    body = measured.Body(on, vital.measure, dict(values))
    name = derived_id(instant_of(datetime.fromisoformat(at)), "measured", *parts)
    return make("measured", body, at=at, author=PERSON, id=name)
