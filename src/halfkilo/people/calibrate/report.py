"""The calibration as a page: each target beside the simulated figure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from halfkilo.people.calibrate.alarms import RULES, rows
from halfkilo.people.calibrate.frozen import BIOLOGY, fingerprint
from halfkilo.people.calibrate.targets import Target

HEAD = """# Calibration of the simulated people

Written by `python -m halfkilo.people.calibrate`; run it again rather than editing this page. It ends with code 1 when a target is missed.
A biology that meets every line may still be far from real people: it is held against averages, and what was never measured is ours. Nothing
on this page is evidence about anybody.

- Biology: `{hash}` (SHA-256 over {files}). A test fails when the biology has changed since this page was written.
- {count} targets, {met} met. {size} people in each arm. They train by fixed schedules: none, low constant load, higher constant load,
  visits without movement. No dose of halfkilo's is in it.
- Letters: V read, V2 secondary, S abstract seen, C computed, M memory, D our own choice.
"""

LINE = "| {name} | {source} | {low} to {high} | {simulated} | {met} |"

TAIL = """## Seen, and not aimed at

- **28 % needed a rescue session in 12 weeks** (Bartholdy 2016: pain of 5 or more before a session). With the usual pain of 7.1 and the
  variation of 7.2 most people have such a day among 36 sessions. The three do not fit one population; levels and variation were followed.
- **-1.8 (SWORD, Hinge, ViViRA: up to -3.4) in completers of single trials**: best cases, not the mean of exercise trials.
- **Triggers of one hour (buckling, weather, sitting)**: not in the model; they are part of the spontaneous flares.
- **Correlations with disability, depression, catastrophising scores**: these scales are not in the model.
- **Online registry follow-up of 54 % at 3 months**: loss of answers, not of people.
- **A faster approach of pain and strength in people who improve** (fibromyalgia): direction not seen in the source.

## Ours (D), because nobody has measured it

How much a place bears (mean {tolerance}), its spread between people and from day
to day, how it adapts, how a load above it becomes soreness and flares, how strongly people differ in that, how sets add up, three classes
of response, the behaviour of fear. These decide how dosing rules compare, so rules are compared in other biologies, too (docs/people.md).
"""


def page(found: Sequence[Target], size: int) -> str:
    """The whole of docs/calibration.md."""
    met = sum(one.met for one in found)
    parts = [HEAD.format(hash=fingerprint(), files=", ".join(BIOLOGY), count=len(found), met=met, size=f"{size:,}")]
    for part, targets in groupby(found, key=lambda one: one.part):
        parts.append(f"## {part.capitalize()}\n\n| target | source | range | simulated | |\n|---|---|---|---|---|\n"
                     + "\n".join(_line(one) for one in targets) + "\n")
    return "\n".join([*parts, _alarms(size), TAIL.format(tolerance="0.64 of all that can be done, times the demand of the exercise")])


def missed(found: Sequence[Target]) -> str:
    """What is missed, a line each; empty when nothing is."""
    return "\n".join(f"missed: {one.part}, {one.name}: {_number(one.simulated)}, wanted {_number(one.low)} to {_number(one.high)} "
                     f"({one.source})" for one in found if not one.met)


def _line(one: Target) -> str:
    return LINE.format(name=one.name, source=one.source, low=_number(one.low), high=_number(one.high), simulated=_number(one.simulated),
                       met="met" if one.met else "**missed**")


def _alarms(size: int) -> str:
    """Evidence 7.6 again, published and simulated side by side."""
    lines = ["## Next-morning rules, percent of mornings flagged without / with a flare: published, then simulated\n",
             "| usual | SD | phi | " + " | ".join(RULES) + " |", "|" + "---|" * (3 + len(RULES))]
    for setting, published, found in rows(20 * size):
        cells = [f"{a:g}/{b:g}, {c:.1f}/{d:.0f}" for (a, b), (c, d) in zip(published, found, strict=True)]
        lines.append("| " + " | ".join([*(f"{one:g}" for one in setting), *cells]) + " |")
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:.4f}" if 0.0 < abs(value) < 0.02 else f"{value:.2f}"
