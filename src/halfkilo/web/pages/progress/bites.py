"""Short pieces of what is known, chosen by what a person's own record shows. At most one at a time, each with its source; one that was put
away stays away, and after that none comes for a week.

The sentences stand in `words/<language>/bites.toml`, written by us and no wider than what the source found (evidence 1 to 7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import pstdev

from halfkilo.insight.milestones import AWAY
from halfkilo.journal.fields import Soreness
from halfkilo.journal.state import RegionState, State
from halfkilo.units import Region

COOKIE = "bites"
YEAR = 400 * 24 * 3600
QUIET = 7
"""Days without any after one was put away. D."""
RECENT = 14
SCATTER = 1.0
"""Standard deviation of four weeks of mornings from which on single days are worth a word; the usual one is 1.2 (evidence 7.2)."""
ENOUGH = 14
"""Mornings that this needs."""
STANDING = 6
"""Outings of one exercise at the same load, from which on a word about heavier loads fits. D."""
LONG = 56
"""Days after which an average is worth comparing with: trials look after eight to twelve weeks."""
KNEES = (Region.KNEE_LEFT.value, Region.KNEE_RIGHT.value)


@dataclass(frozen=True)
class Bite:
    """id: its words are `bites.<id>`. source: where it stands. address: where it can be read, without https. fits: whether the
    record shows what it is about."""

    id: str
    source: str
    address: str
    fits: Callable[[State, str, str], bool]


def _flare(state: State, today: str, since: str) -> bool:
    return any(flare["until"] is None or flare["until"] >= since for region in _tracked(state).values() for flare in region["flares"])


def _sore(state: State, today: str, since: str) -> bool:
    on, what = state["soreness"] or ("", "")
    return on >= since and what == Soreness.MUSCLE.value


def _back_again(state: State, today: str, since: str) -> bool:
    days = sorted(one["on"] for one in state["sessions"] if one["done"])
    gaps = [after for before, after in pairwise(days) if after >= _day(before, AWAY)]
    return bool(gaps) and gaps[-1] >= since


def _event(state: State, today: str, since: str) -> bool:
    return any(on >= since and severity == "self_care" for on, severity in state["events"])


def _aches(state: State, today: str, since: str) -> bool:
    return any(outing["d"] >= since and outing["p"] is not None and 3 <= outing["p"] <= 5
               for one in state["exercises"].values() for outing in one["outings"])


def _scatters(state: State, today: str, since: str) -> bool:
    for region in _tracked(state).values():
        told = [pain for on, pain in region["mornings"] if on >= _day(today, -28)]
        if len(told) >= ENOUGH and pstdev(told) >= SCATTER:
            return True
    return False


def _little(state: State, today: str, since: str) -> bool:
    planned = 2 * (state["plan"] or {"days": 0})["days"]
    return state["session_count"] > 0 and 2 * sum(one["on"] >= since and bool(one["done"]) for one in state["sessions"]) < planned


def _stands(state: State, today: str, since: str) -> bool:
    if not any(name in KNEES for name in _tracked(state)):
        return False
    loads = [[outing["g"] for outing in one["outings"]][-STANDING:] for one in state["exercises"].values()]
    return any(len(held) == STANDING and held[0] > 0 and len(set(held)) == 1 for held in loads)


def _mood(state: State, today: str, since: str) -> bool:
    return any(on >= since for on, _ in state["measures"].get("own_mood", []))


def _long_back(state: State, today: str, since: str) -> bool:
    back = state["regions"].get(Region.LOW_BACK.value)
    return back is not None and back["tracked"] and back["since"] <= _day(today, -LONG)


BITES = (
    Bite("flare", "Thomas 2021, Osteoarthritis and Cartilage", "doi.org/10.1016/j.joca.2021.04.007", _flare),
    Bite("sore", "Sports Medicine - Open, 2023", "doi.org/10.1186/s40798-023-00597-1", _sore),
    Bite("event", "British Journal of Sports Medicine", "doi.org/10.1136/bjsports-2018-100461", _event),
    Bite("back_again", "PubMed 29777475", "pubmed.ncbi.nlm.nih.gov/29777475", _back_again),
    Bite("ache", "British Journal of Sports Medicine", "doi.org/10.1136/bjsports-2016-097383", _aches),
    Bite("scatter", "The Journal of Pain", "doi.org/10.1016/j.jpain.2022.01.001", _scatters),
    Bite("two_minutes", "Andersen 2011, Pain", "doi.org/10.1016/j.pain.2010.11.016", _little),
    Bite("heavy", "START, JAMA 2021", "doi.org/10.1001/jama.2021.0411", _stands),
    Bite("mood", "JAMA Psychiatry 2018", "doi.org/10.1001/jamapsychiatry.2018.0572", _mood),
    Bite("average", "British Journal of Sports Medicine", "doi.org/10.1136/bjsports-2019-101205", _long_back),
)
"""The first that fits is shown."""


def chosen(state: State, today: date, cookie: str) -> Bite | None:
    """The one to show today, None where nothing fits or one was put away within the last days. cookie: what was put away."""
    gone = put_away(cookie)
    if any(on > _day(today.isoformat(), -QUIET) for on in gone.values()):
        return None
    since = _day(today.isoformat(), -RECENT)
    return next((one for one in BITES if one.id not in gone and one.fits(state, today.isoformat(), since)), None)


def put_away(cookie: str) -> Mapping[str, str]:
    """What was put away and on which day; what can't be read in the cookie is as if it were not there."""
    known = {one.id for one in BITES}
    pairs = (one.partition(".") for one in cookie.split("-and-"))
    return {id: day for id, _, day in pairs if id in known and _is_day(day)}


def with_away(cookie: str, id: str, today: date) -> str:
    """The cookie after one more was put away.

    Raises:
        KeyError: there is no such piece.
    """
    if id not in {one.id for one in BITES}:
        raise KeyError(id)
    return "-and-".join(f"{one}.{day}" for one, day in {**put_away(cookie), id: today.isoformat()}.items())


def _tracked(state: State) -> dict[str, RegionState]:
    return {name: region for name, region in state["regions"].items() if region["tracked"]}


def _day(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
