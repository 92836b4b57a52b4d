"""`halfkilo measures`: which measures there are, and bringing the words for a slot."""

from __future__ import annotations

import json
import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from halfkilo import words
from halfkilo.commands.told import Trouble, say, told
from halfkilo.measures import Measure, Taken, measures
from halfkilo.measures.installed import Installed, install, installed

RIGHT = ("These words stay in your data folder and belong to their owners. "
         "halfkilo can't check the right you named; whoever runs this site answers for it.")


@told
def listed(data: Path | None, as_json: bool) -> None:
    """Print every measure."""
    brought = installed(_folder(data))
    rows = [_row(measure, brought) for measure in measures().values()]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = f"{row['state']}, words in {', '.join(row['words'])}" if row["words"] else row["state"]
        say(f"{row['measure']:26} {row['name']:40} every {row['every']:3} days  {state}")


@told
def add(file: Path, slug: str, right: str, language: str, data: Path | None) -> None:
    """Take in the words for a slot."""
    slots = [name for name, measure in measures().items() if measure.slot]
    if slug not in slots:
        near = get_close_matches(slug, slots, 1)
        raise Trouble(f"There is no slot {slug!r}. " + (f"Do you mean {near[0]}? " if near else "") + f"Slots are: {', '.join(slots)}.")
    made = install(_folder(data), slug, file.read_bytes(), right, language)
    say(f"{measures()[slug].slot} can be asked in {made.words.language} here: {len(made.words.items)} items, right: {made.right}.")
    say(RIGHT)


def _row(measure: Measure, brought: Any) -> dict[str, Any]:
    brought_in = sorted(language for slug, language in brought if slug == measure.slug)
    state = "a slot" if measure.slot else {Taken.ALONE: "ours", Taken.CLINICIAN: "with a clinician beside",
                                                         Taken.ENTERED: "typed in or imported"}[measure.taken]
    rights = [one.right for one in brought.values() if isinstance(one, Installed) and one.measure == measure.slug]
    return {"measure": measure.slug, "name": measure.slot or _named(measure.slug), "state": state, "every": measure.every,
            "better": measure.better.value, "range": [end / 10 for end in measure.reach], "change": measure.change / 10,
            "change_source": measure.change_source, "licence": measure.licence, "words": brought_in, "rights": rights}


def _named(slug: str) -> str:
    """What it is called, where it has a name beside its question."""
    key = next((key for key in (f"measure.{slug}.name", f"trial.{slug}", f"measure.about.{slug}") if words.has(key)), "")
    return words.say(key) if key else ""


def _folder(data: Path | None) -> Path:
    return data if data is not None else Path(os.environ.get("HALFKILO_DATA") or "data")
