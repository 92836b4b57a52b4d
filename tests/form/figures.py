"""`python -m tests.form.figures --write`: measure what form is held to, and write docs/form-figures.md.

Whole people are held out everywhere: one person's repetitions are never on both sides of a split.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from halfkilo.form.baseline import Baseline, baseline
from halfkilo.form.change import Model, change, odds
from halfkilo.form.exercise import Known
from halfkilo.form.landmarks import Landmarks, joined
from halfkilo.form.score import scores
from halfkilo.form.shape import shape
from halfkilo.form.watcher import Repetition, watch
from tests.form import sets
from tests.form.people import FIRST, MOVEMENTS, Judged, compared, everybody, in_egcn, judged, models, people

PAGE = Path(__file__).parents[2] / "docs" / "form-figures.md"


def of_strangers() -> Judged:
    """The headline: people never seen."""
    return judged(compared(everybody()), models())


def of_strangers_and_movements() -> Judged:
    """Neither the person nor the movement was ever seen."""
    return judged(compared(everybody()), models(unseen_movement=True), unseen_movement=True)


def of_vicon() -> Judged:
    """Another sensor than the model was fitted on."""
    return judged(compared(everybody("vicon")), models())


def in_subset(found: Judged) -> Judged:
    """Only the repetitions that EGCN's authors kept."""
    kept = [index for index, one in enumerate(found.ones) if one.key in in_egcn()]
    return Judged(tuple(found.ones[index] for index in kept), found.odds[kept], found.level)


def two_of_three(found: Judged) -> dict[str, float]:
    """Set by set in the order recorded: share of repetitions at which two of the last three were off."""
    shares: dict[bool, list[bool]] = {True: [], False: []}
    for right in (True, False):
        for move in range(1, len(MOVEMENTS) + 1):
            for person in people():
                off = [odds > found.level for one, odds in zip(found.ones, found.odds, strict=True)
                       if (one.move, one.person, one.right) == (move, person, right)]
                shares[right] += [sum(off[index - 2:index + 1]) >= 2 for index in range(2, len(off))]
    return {"false": float(np.mean(shares[True])), "missed": float(1 - np.mean(shares[False]))}


def changed(change: sets.Change, both: bool = False) -> Judged:
    """What is judged is changed, the baseline (unless `both`) is not."""
    ones, plain = everybody(), [shape(one.seen) for one in everybody()]
    forms = [form if one.first and not both else shape(change(one.seen)) for one, form in zip(ones, plain, strict=True)]
    return judged(compared(ones, forms), models())


def turned_with_depth(degrees: float) -> sets.Change:
    """Seen from the side by a camera that is three times less sure of depth than of what lies across: 5 mm and 15 mm."""
    chance = np.random.default_rng(11)

    def change(seen: Landmarks) -> Landmarks:
        other = seen.turned(degrees)
        noise = chance.normal(0, 1, other.places.shape) * np.array([15.0, 5.0, 5.0])
        return Landmarks(other.times, other.places + noise)
    return change


def whole_chain() -> dict[str, float]:
    """Joined, cut by ourselves, judged by the model that knows neither."""
    right: dict[int, list[bool]] = {}
    wrong: list[bool] = []
    for person in people():
        model = models()[person, 0]
        for move in range(1, len(MOVEMENTS) + 1):
            signal = sets.signal_of(move, person)
            exercise = Known("", signal)
            mine = [one for one in everybody() if (one.move, one.person) == (move, person)]
            good = list(watch(joined([one.seen for one in mine if one.right]), exercise))
            bad = list(watch(joined([one.seen for one in mine if not one.right]), exercise))
            usual = baseline([one.shape for one in good[:FIRST]])

            def off(one: Repetition, usual: Baseline = usual, model: Model = model) -> bool:
                return odds(change(one.shape, usual, model.everybody), model) > model.level
            right.setdefault(person, []).extend(map(off, good[FIRST:]))
            wrong += map(off, bad)
    everyone = [off for found in right.values() for off in found]
    hits = len(everyone) - sum(everyone) + sum(wrong)
    return {"accuracy": hits / (len(everyone) + len(wrong)), "false": float(np.mean(everyone)), "missed": float(1 - np.mean(wrong)),
            "worst": max(float(np.mean(found)) for found in right.values()), "n": len(everyone) + len(wrong)}


def untrained_score() -> dict[str, float]:
    """How well the score, which learned from nobody, tells right from wrong across people: area under the curve, by movement."""
    areas = []
    for move in range(1, len(MOVEMENTS) + 1):
        right, wrong = [], []
        for person in people():
            for good, into in ((True, right), (False, wrong)):
                mine = [shape(one.seen) for one in everybody() if (one.move, one.person, one.right) == (move, person, good)]
                into += [score.whole for score in scores(mine)]
        areas.append(float((np.array(right)[:, None] > np.array(wrong)[None]).mean()))
    return {"mean": float(np.mean(areas)), "least": min(areas), "most": max(areas)}


def _row(name: str, found: dict[str, float]) -> str:
    cells = [f"{found['accuracy']:.3f}", f"{found['auc']:.3f}" if "auc" in found else "", *(f"{100 * found[key]:.1f} %" for key in
             ("false", "missed", "worst")), str(round(found["n"]))]
    return f"| {name} | {' | '.join(cells)} |"


def _judging() -> Iterator[str]:
    yield "| | accuracy | AUC | false cues | missed | worst person | repetitions |"
    yield "|---|---|---|---|---|---|---|"
    strangers = of_strangers()
    yield _row("people never seen", strangers.figures())
    yield _row("of these, what EGCN's authors kept", in_subset(strangers).figures())
    yield _row("neither person nor movement seen", of_strangers_and_movements().figures())
    yield _row("cut by ourselves from joined sets", whole_chain())
    yield _row("Vicon markers, model from Kinect", of_vicon().figures())
    for degrees in (45, 90):
        yield _row(f"turned by {degrees} degrees, baseline not", changed(lambda seen, by=degrees: seen.turned(by)).figures())
    yield _row("depth noise, facing, baseline too", changed(turned_with_depth(0), both=True).figures())
    for degrees in (45, 90):
        yield _row(f"depth noise, turned by {degrees}, baseline too", changed(turned_with_depth(degrees), both=True).figures())
    for name, joints in sets.LIMBS.items():
        yield _row(f"{name} out of view", changed(sets.without(*joints)).figures())
    pair = two_of_three(strangers)
    yield ""
    yield f"Two of the last three repetitions: false {100 * pair['false']:.1f} %, missed {100 * pair['missed']:.1f} %."


COUNTS = {
    "as recorded": ("others", lambda seen: seen), "signal from the person's own first three": ("own", lambda seen: seen),
    "nothing known of the movement": ("none", lambda seen: seen), "turned by 90 degrees": ("others", lambda seen: seen.turned(90)),
    "head and feet out of the picture": ("others", sets.CROPPED), "20 mm of jitter": ("others", sets.jittered(20)),
    "a third of the frames dropped": ("others", sets.dropped(1 / 3)), "10 frames/s": ("others", sets.at_rate(10)),
    "60 frames/s": ("others", sets.at_rate(60)), "in a mirror (side chosen likewise)": ("own mirrored", lambda seen: seen.mirrored),
}


def count_of(name: str, every: int = 1) -> dict[str, float]:
    """One line of the counting table."""
    signal, change = COUNTS[name]
    if signal != "own mirrored":
        return sets.in_sets(change, signal, every)
    missed = [abs(sets.counted(joined([one.seen for one in ones]).mirrored, sets.signal_of(move, person).mirrored) - len(ones))
              for index, (move, person, _, ones) in enumerate(sets.sets()) if index % every == 0]
    return {"within one": float(np.mean([miss <= 1 for miss in missed])), "exact": float(np.mean([miss == 0 for miss in missed])),
            "sets": len(missed), "least": float("nan"), "least_movement": 0}


def _counting() -> Iterator[str]:
    yield "| | within one | exact | sets | least well counted |"
    yield "|---|---|---|---|---|"
    for name in COUNTS:
        found = count_of(name)
        least = f"{MOVEMENTS[int(found['least_movement']) - 1]} {100 * found['least']:.0f} %" if found["least_movement"] else ""
        yield f"| {name} | {100 * found['within one']:.1f} % | {100 * found['exact']:.1f} % | {found['sets']} | {least} |"


def page() -> str:
    """The whole of docs/form-figures.md."""
    text = Path(__file__).with_name("figures.md").read_text(encoding="utf-8")
    score = untrained_score()
    return text.format(judging="\n".join(_judging()), counting="\n".join(_counting()), **{f"score_{key}": f"{value:.2f}" for key, value in
                                                                                         score.items()})


def main() -> None:
    """Print, or write the page."""
    parser = argparse.ArgumentParser(prog="tests.form.figures", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/form-figures.md")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page())


if __name__ == "__main__":
    main()
