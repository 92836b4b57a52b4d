"""`halfkilo loads`: what an exercise asks of each joint, for one person and one load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from importlib.util import find_spec

from halfkilo.commands.told import Code, Trouble, say, told
from halfkilo.exercises import catalogue
from halfkilo.exercises.facts import Exercise, Sides, Variant
from halfkilo.units import kilograms

NOTE = ("Relative load from a rigid-body model: it compares exercises and loads, it does not measure tissue. "
        "Muscles that work against each other add to it (10 to 40 %).")


@dataclass(frozen=True)
class Wish:
    """For whom and with what. `kg`: per cable, dumbbell or band; None is the first way's own start."""

    kg: float
    mass: float
    height: float
    way: str | None = None


@dataclass(frozen=True)
class Row:
    """One joint: peak moment (N m) and its parts, what one more kilogram adds (N m), peak and mean contact (body weights), when."""

    joint: str
    side: str
    moment: float
    flexion: float
    sideways: float
    turn: float
    per_kg: float
    contact: float
    contact_mean: float
    phase: str


@told
def show(slug: str, wish: Wish, as_json: bool) -> None:
    """Print the loads of an exercise."""
    exercise = _known(slug)
    missing = [name for name in ("numpy", "mujoco", "mink") if find_spec(name) is None]
    if missing:
        raise Trouble(f"Weighing joints needs {', '.join(missing)}. Run: pip install 'halfkilo[body]'")
    variant = _way(exercise, wish)
    rows, unmet = _weigh(exercise, variant, wish)
    if as_json:
        say(json.dumps({"exercise": slug, "with": variant.with_.value, "kg": wish.kg, "pieces": variant.pieces, "mass_kg": wish.mass,
                        "height_m": wish.height, "unmet": unmet, "note": NOTE, "joints": [asdict(row) for row in rows]}, indent=1))
        return
    _table(exercise, variant, wish, rows)
    for line in _notes(exercise, unmet):
        say(line)


def _known(slug: str) -> Exercise:
    if slug not in catalogue():
        close = get_close_matches(slug, list(catalogue()), 3)
        hint = f"Did you mean {' or '.join(close)}?" if close else "`halfkilo film --list` names them all."
        raise Trouble(f"No exercise is called {slug!r}. {hint}", Code.USAGE)
    return catalogue()[slug]


def _way(exercise: Exercise, wish: Wish) -> Variant:
    """The way of loading that was asked for, else the first loaded one when there are kilograms, else the first."""
    ways = exercise.facts.variant
    offered = ", ".join(way.with_.value for way in ways)
    if wish.way is not None:
        found = next((way for way in ways if way.with_.value == wish.way), None)
        if found is None:
            raise Trouble(f"{exercise.slug} is not done with {wish.way!r}; it is done with: {offered}.", Code.USAGE)
    else:
        found = next((way for way in ways if way.loaded), ways[0]) if wish.kg else ways[0]
    if wish.kg and not found.loaded:
        raise Trouble(f"{exercise.slug} is done with: {offered}. Nothing is lifted there; leave out --kg.", Code.USAGE)
    if wish.kg * 1000 > found.ceiling:
        raise Trouble(f"{exercise.slug} goes up to {kilograms(found.ceiling)} kg with {found.with_.value}.", Code.USAGE)
    return found


def _weigh(exercise: Exercise, variant: Variant, wish: Wish) -> tuple[list[Row], float]:
    import numpy as np

    from halfkilo.body.loads import joints
    from halfkilo.body.loads.evaluate import evaluate
    from halfkilo.body.loads.library import exercise as scene_of
    from halfkilo.body.person import person

    place = scene_of(exercise.slug, person(wish.height, wish.mass), variant.with_)
    loads, more = evaluate(place, variant.with_, wish.kg), evaluate(place, variant.with_, wish.kg + 1)
    kept, rows = loads.carried, []
    phases = [phase for phase, good in zip(place.play.phase, kept, strict=True) if good]
    for index, name in enumerate(joints.names()):
        if name.endswith("blade"):
            continue
        peak = int(loads.size[kept, index].argmax())
        flexion, sideways, turn = (round(float(part), 1) for part in loads.moments[kept][peak, index])
        per = float(np.linalg.norm((more.moments - loads.moments)[kept, index], axis=1).max()) if variant.loaded else 0.0
        pressed = loads.contact[kept, index] / place.seen.who.weight
        side = joints.places()[index].side or "middle"
        rows.append(Row(name.removeprefix(f"{side}_"), side, round(float(loads.size[kept][peak, index]), 1), flexion, sideways, turn,
                        round(per, 2), round(float(pressed.max()), 2), round(float(pressed.mean()), 2), phases[peak]))
    return rows, round(loads.unbalanced, 4)


def _table(exercise: Exercise, variant: Variant, wish: Wish, rows: list[Row]) -> None:
    from rich.console import Console
    from rich.table import Table

    from halfkilo.exercises.words import words

    load = f"{wish.kg:g} kg per piece x {variant.pieces}, {variant.with_.value}" if wish.kg else "no load"
    table = Table(title=f"{words(exercise.slug).name}: relative load ({load}; {wish.mass:g} kg, {wish.height:g} m)", title_justify="left")
    for name in ("joint", "side", "moment N m", "flexion", "side bend", "turn", "per kg", "contact BW", "mean BW", "peak in"):
        table.add_column(name, justify="left" if name in {"joint", "side", "peak in"} else "right")
    for row in rows:
        table.add_row(row.joint.replace("_", " "), row.side, f"{row.moment:.1f}", f"{row.flexion:.1f}", f"{row.sideways:.1f}",
                      f"{row.turn:.1f}", f"{row.per_kg:.2f}", f"{row.contact:.2f}", f"{row.contact_mean:.2f}", row.phase)
    Console(width=None if Console().is_terminal else 110).print(table)


def _notes(exercise: Exercise, unmet: float) -> Iterator[str]:
    yield NOTE
    yield "BW: body weights. Signs: + bends forward, lifts or turns inward; the number is what muscles must make."
    if exercise.facts.sides is Sides.EACH:
        yield "The right side works; for the left, read right and left exchanged."
    if unmet > 0.03:
        yield f"This movement is not balanced by itself at this load ({unmet:.0%} of body weight stay unmet): a body would lean or step."


