"""`halfkilo form agreement` and `halfkilo form evaluate`: how far raters agree, and figures on a user's own copy of other people's data."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from halfkilo.commands.told import Code, Trouble, say, told

if TYPE_CHECKING:
    from halfkilo.form.agreement import Agreement, Figure

SPLIT = "Nothing was trained on these data: every person in them is a stranger to it."
ROUGH = "Below ten people the limits themselves are a guess."


@told
def agreement(file: Path | None, data: Path | None, as_json: bool) -> None:
    """Per exercise: percent, kappa, weighted kappa, with limits over people."""
    _needs_numpy()
    from halfkilo.form import agreement as room
    from halfkilo.form.errors import FormError

    if (file is None) == (data is None):
        raise Trouble("Name a table of labels, or a site's folder with --data.", Code.USAGE)
    try:
        rows, skipped = (room.of_file(file), 0) if file is not None else room.of_site(data or Path())
    except FormError as problem:
        raise Trouble(str(problem)) from problem
    found = room.agreement(rows)
    if as_json:
        say(json.dumps({"yardstick": {"percent": room.YARDSTICK, "kaia": room.YARDSTICK_KAIA, "source": room.YARDSTICK_SOURCE},
                        "unreadable": skipped, "each": [one.plain() for one in found]}))
        return
    if not found:
        say("No repetition was labelled by two, nor by one and the engine. There is nothing to compare yet.")
    for one in found:
        say(_line(one))
    if skipped:
        say(f"{skipped} recordings could not be read and are not in it.")
    if any(one.people < room.FEW_PEOPLE for one in found):
        say(ROUGH)
    say(f"Beside the percent: {room.YARDSTICK:.3f}, {room.YARDSTICK_SOURCE}.")


def _line(one: Agreement) -> str:
    who = "people" if one.between == "people" else "people and engine"
    return (f"{one.exercise}, {who}: {one.repetitions} repetitions of {one.people} people, {one.raters} raters\n"
            f"    alike {_figure(one.percent)}  kappa {_figure(one.right)}  which fault {_figure(one.fault)}  "
            f"score {_figure(one.score)}  can't tell {one.cant_tell:.0%}")


def _figure(one: Figure) -> str:
    if math.isnan(one.value):
        return "not known"
    return f"{one.value:.2f}" if math.isnan(one.low) else f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


@told
def evaluate(what: str, folder: Path, as_json: bool) -> None:
    """kimore: rank correlation with clinicians' scores. countix: counts within one."""
    _needs_numpy()
    from halfkilo.form.errors import FormError
    from halfkilo.form.evaluate import countix, kimore

    if not folder.is_dir():
        raise Trouble(f"{folder} is not there. These data are not part of halfkilo; name the folder of your own copy "
                      "(docs/form-recordings.md says how it must look).", Code.USAGE)
    try:
        told_of = _ranking(kimore.evaluate(folder)) if what == "kimore" else _counting(countix.evaluate(folder))
    except FormError as problem:
        raise Trouble(str(problem)) from problem
    plain, lines = told_of
    for line in [json.dumps({**plain, "note": SPLIT})] if as_json else [*lines, SPLIT]:
        say(line)


def _ranking(found: Any) -> tuple[dict[str, Any], list[str]]:
    plain = {"by_exercise": {name: rank.plain() for name, rank in found.by_exercise.items()},
             "mean": None if math.isnan(found.mean) else round(found.mean, 3), "people": found.people, "recordings": found.recordings,
             "passed_over": found.passed_over}
    lines = [f"{name}: " + (f"Spearman {rank.value:.2f} ({rank.low:.2f} to {rank.high:.2f}), {rank.people} people"
                            if not math.isnan(rank.value) else f"{rank.people} people are too few")
             for name, rank in found.by_exercise.items()]
    mean = "not known" if math.isnan(found.mean) else f"{found.mean:.2f}"
    return plain, [*lines, f"mean over exercises {mean}; {found.recordings} recordings of {found.people} people; left out {_left(found)}"]


def _counting(found: Any) -> tuple[dict[str, Any], list[str]]:
    lines = [f"{kind}: {share:.0%} within one" for kind, share in found.by_kind.items()]
    whole = (f"{found.videos} videos: {found.within_one:.1%} within one, error {found.error:.3f}; always answering the median count "
             f"{found.constant:.1%}; left out {_left(found)}")
    return asdict(found), [*lines, whole]


def _left(found: Any) -> str:
    return ", ".join(f"{count} {why}" for why, count in found.passed_over.items()) or "none"


def _needs_numpy() -> None:
    if find_spec("numpy") is None:
        raise Trouble("Looking at form needs numpy. Run: pip install 'halfkilo[film]'")
