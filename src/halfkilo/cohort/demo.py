"""The demo person: ten believable weeks of "Asha", low back and a little knee, ending yesterday.

    python -m halfkilo.cohort.demo --out FILE.jsonl [--today YYYY-MM-DD]

A made-up life by simulation, for looking around. It shows what the pages can show, not what the programme can do.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from halfkilo.cohort.live import live
from halfkilo.cohort.story import Span, Story
from halfkilo.cohort.summary import summary
from halfkilo.journal import Entry
from halfkilo.journal.kinds import equipped, profiled
from halfkilo.people import Parameters, Place, VirtualPerson
from halfkilo.units import Region

WEEKS = 10
SEED = 9

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
    return live(VirtualPerson(ASHA, SEED), "low_back", 7 * WEEKS, start, replace(STORY, weekdays=weekdays))


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
