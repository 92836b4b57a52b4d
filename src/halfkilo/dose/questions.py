"""The question budget (DOSE.md 1): what is asked today, and which exercises are asked about, never more than the person can bear.

Needed for a rise are peak, effort and the next morning; the rest gives way first. What is not asked is missing, and missing
means hold, so asking takes turns: whoever was asked longest ago comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.gates import Gates
from halfkilo.dose.once import changed, remembered
from halfkilo.dose.session import Asked, Item, Verdict
from halfkilo.exercises import Mechanism
from halfkilo.journal.corridor import next_day
from halfkilo.journal.state import key_of
from halfkilo.units import Region

BEGIN_AND_END = 2
"""Taps that are no answers: begin and end. The gym counts the sets; a step of the finder is one tap."""

ALIKE = 1
"""Places whose usual pain differs by no more share one question about the worst pain; it is held against the stricter of them."""

LEAST_ASKED = 2
"""Exercises that are still asked about on a day on which first loads are found."""


def finder_taps(day: Day) -> int:
    """Taps that finding first loads may take today, beside the questions of the regions and of two exercises."""
    regions = 3 * len(day.tracked) + 1
    return limits.TAPS_TRAINING_DAY.first - BEGIN_AND_END - regions - LEAST_ASKED * (1 + len(day.tracked))


def morning_questions(day: Day) -> list[Asked]:
    """Usual pain per region, and what a raised morning after training feels like; at most two answers on a rest day."""
    asked = [Asked("morning", region.value) for region in day.tracked if day.morning(region, day.on) is None]
    if soreness_due(day):
        asked.append(Asked("soreness"))
    return asked[: limits.ANSWERS_REST_DAY.first]


def recalls(day: Day) -> list[Asked]:
    """Yesterday's morning where it was missed and a session the day before waits for it: within 48 hours it may be recalled."""
    yesterday, before = next_day(day.on, -1), next_day(day.on, -2)
    waited_for = any(session["on"] == before and session["done"] for session in day.state["sessions"])
    return [Asked("recall", region.value) for region in day.tracked if waited_for and day.morning(region, yesterday) is None]


def soreness_due(day: Day) -> bool:
    """A raised morning after a training day, not yet described."""
    sore = day.state["soreness"]
    if sore and sore[0] == day.on:
        return False
    since = next_day(day.on, -2)
    raised = any(day.high(region, day.on) for region in day.tracked)
    return raised and any(since <= session["on"] < day.on for session in day.state["sessions"])


def session_questions(day: Day, gates: Gates, items: Sequence[Item],
                      grown: frozenset[str] = frozenset()) -> tuple[tuple[Asked, ...], tuple[Item, ...]]:
    """Everything asked on a training day, and the items with `ask` set within the budget. grown: exercises on which nothing can grow any
    more; they are asked about when answers are left."""
    regions = [region.value for region in day.tracked]
    asked = [Asked("morning", region) for region in regions] + recalls(day)
    asked += [Asked("before", region) for region in regions] + [Asked("different")]
    asked += [Asked("flare", region.value) for region in gates.ask_flare] + ([Asked("soreness")] if soreness_due(day) else [])
    asked += [Asked("cool_down", region) for region in regions]
    finds = [item for item in items if item.verdict is Verdict.FIND]
    left = limits.ANSWERS_TRAINING_DAY.first - len({item.exercise for item in finds})
    left = min(left, limits.TAPS_TRAINING_DAY.first - BEGIN_AND_END - sum(len(item.steps) for item in finds)) - len(asked)
    chosen = _take_turns(day, items, max(0, left), grown)
    left -= sum(cost(day, slug) for slug in chosen)
    if left > 0:
        asked.append(Asked("word"))
    for slug in chosen:
        asked += [Asked("effort", slug), *(Asked("peak", slug) for _ in range(cost(day, slug) - 1))]
    answered = tuple(changed(item, ask=item.exercise in chosen, places=places(day, item.exercise)) for item in items)
    return tuple(one for one in asked if not _known(day, one)), answered


@remembered
def places(day: Day, slug: str) -> tuple[Region, ...]:
    """The tracked regions whose worst pain is asked one by one after an exercise: those it loads on either side, where one number would
    do one of them wrong (a back that lives at 6 would be held against a knee at 2). Where both live at about the same, one number is
    asked and held against each."""
    loaded = day.places.loaded_by_any(day.catalogue[slug])
    usual = [day.corridor(region).ref for region in loaded]
    apart = len({region.joint for region in loaded}) == len(loaded)  # two sides of a joint are never one question
    alike = len(loaded) > 1 and apart and max(usual) - min(usual) <= ALIKE
    return loaded[:1] if alike else loaded


def cost(day: Day, slug: str) -> int:
    """Answers that asking about an exercise costs: effort, and the worst pain once or place by place."""
    return 1 + max(1, len(places(day, slug)))


def _take_turns(day: Day, items: Sequence[Item], most: int, grown: frozenset[str]) -> tuple[str, ...]:
    """The exercises asked about: the longest unasked first, among these the ones that load a tracked region, while answers are left.

    The other way round, what loads no tracked region would never be asked about beside those that do, and never rise.
    """
    turns = []
    for place, item in enumerate(items):
        if _worth_asking(day, item):
            key = key_of(item.exercise, item.tool, item.side)
            turns.append((item.exercise in grown, _asked_last(day, key), not day.places.heard_at(key), place))
    chosen: list[str] = []
    for slug in dict.fromkeys([items[place].exercise for *_, place in sorted(turns)]):
        most -= cost(day, slug)
        if most < 0:
            break
        chosen.append(slug)
    return tuple(chosen)


def _worth_asking(day: Day, item: Item) -> bool:
    mechanism = day.catalogue[item.exercise].facts.mechanism
    return item.verdict is not Verdict.FIND and mechanism not in (Mechanism.MOBILITY, Mechanism.CALM)


def _asked_last(day: Day, key: str) -> str:
    past = day.state["exercises"].get(key)
    return max([outing["d"] for outing in past["outings"] if outing["e"] is not None], default="") if past else ""


def _known(day: Day, asked: Asked) -> bool:
    """Whether it was answered already today."""
    here = day.checked
    if asked.id == "morning":
        return day.morning(Region(asked.about), day.on) is not None
    if asked.id == "before":
        return here is not None and asked.about in here["pre"]
    return asked.id == "different" and here is not None and here["different"] is not None
