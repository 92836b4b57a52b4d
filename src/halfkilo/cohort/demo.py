"""The demo person: ten believable weeks of "Asha", low back and a little knee, ending yesterday.

    python -m halfkilo.cohort.demo --out FILE.jsonl [--today YYYY-MM-DD]

A made-up life by simulation, for looking around. It shows what the pages can show, not what the programme can do.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from halfkilo.cohort.live import live
from halfkilo.cohort.story import Span, Story
from halfkilo.cohort.summary import summary
from halfkilo.journal import Entry, make
from halfkilo.journal.entry import derived_id
from halfkilo.journal.kinds import equipped, measured, profiled
from halfkilo.people import Parameters, Place, VirtualPerson
from halfkilo.units import Region

WEEKS = 10
SEED = 9
VISITS = 16
"""Mornings answered between two times that chair stands and balance are looked at."""

ASHA = Parameters(
    places=(Place(Region.LOW_BACK, 4.5, 0.75, 0.34, 0.0), Place(Region.KNEE_RIGHT, 2.8, 0.7, 0.42, 0.0)),
    age=58, strength=0.9, attends=0.96, answers=0.96, leaves_early=0.0, leaves_later=0.0, flare_gain=0.0, accepts=0.9)
"""Flares come from the story alone, so that the demo shows one of them."""

STORY = Story(
    name="Asha", start_usual=(5, 3),
    activities=(profiled.Activity("stairs", "Two flights of stairs", 4), profiled.Activity("garden", "An hour in the garden", 3)),
    tools=equipped.Body(equipped.Gym("simulated"), (1000, 2000, 3000, 4000, 5000), (1000, 2000, 3000),
                        (equipped.Band("yellow", 1500), equipped.Band("red", 2500))),
    pins=("seated_chest_press",), flares={31: 4.5}, travel=(Span(48, 52),), breaks=(Span(57, 59),))


def demo_journal(today: date) -> list[Entry]:
    """Asha's entries of the ten weeks that end the day before `today`, oldest first; the same for the same day."""
    start = today - timedelta(days=7 * WEEKS)
    # Training days count from the start, so that every day shows the same ten weeks, and today is one of them.
    weekdays = tuple(sorted((start.weekday() + after) % 7 for after in (0, 2, 4)))
    life = live(VirtualPerson(ASHA, SEED), "low_back", 7 * WEEKS, start, replace(STORY, weekdays=weekdays))
    return sorted([*life, *_watch(life)], key=lambda entry: entry.order)


def _watch(life: list[Entry]) -> list[Entry]:
    """What her watch adds to most mornings: the night's sleep and the steps of the day before; and chair stands and a counter now
    and then. Nights before louder mornings are made a little shorter, so that the page about mornings has something to find."""
    chance = random.Random(SEED)
    found: list[Entry] = []
    for number, one in enumerate(entry for entry in life if entry.kind == "morning"):
        on, pain = date.fromisoformat(one.body["on"]), one.body["pain"][Region.LOW_BACK.value]
        if number and chance.random() < 0.9:
            night, steps = round(430 - 22 * (pain - 3.5) + chance.gauss(0.0, 28.0)), chance.randrange(2800, 8200)
            found += _measured(one, on - timedelta(days=1), {"sleep_time": {"sleep": night}, "steps": {"steps": steps}})
        if number % VISITS == 6:
            stands, seconds = 9 + number // VISITS, 24 + 2 * (number // VISITS)
            counter = {"together": 300, "one_ahead": 10 * seconds}
            found += _measured(one, on, {"chair_stand_30": {"stands": stands}, "balance_counter": counter})
    return found


def _measured(after: Entry, on: date, taken: dict[str, dict[str, int]]) -> list[Entry]:
    """Entries written in the seconds after another one."""
    found = []
    for place, (slug, values) in enumerate(taken.items(), 1):
        at, id = after.local + timedelta(seconds=place), derived_id(after.instant + 1000 * place, "watch", slug, on.isoformat())
        found.append(make("measured", measured.Body(on, slug, values), at=at.isoformat(), author="person", id=id))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Write the demo journal to a file and say what is in it."""
    parser = argparse.ArgumentParser(description="ten made-up weeks of one person, as JSON Lines")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="the day after the last one (default: today)")
    chosen = parser.parse_args(arguments)
    entries = demo_journal(chosen.today)
    chosen.out.write_text("".join(entry.line + "\n" for entry in entries), encoding="utf-8")
    print(summary(entries))


if __name__ == "__main__":
    main()
