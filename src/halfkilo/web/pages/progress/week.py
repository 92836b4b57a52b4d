"""The last seven days in one sentence, and the milestones of the person's own activities. From the head row alone: home says it as well."""

from __future__ import annotations

from datetime import date, timedelta

from halfkilo import limits
from halfkilo.insight.milestones import TIMES, Kind, Milestone, Week, of_activity
from halfkilo.insight.says_week import of_week
from halfkilo.journal.corridor import Usual
from halfkilo.journal.state import RegionState, State

DAYS = 7


def sentence(state: State, today: date, tongue: str) -> str:
    """The seven days that end with today, told; nothing before the first of them has an entry."""
    if not state["morning_count"] and not state["session_count"]:
        return ""
    return of_week(held(state, today), tongue)


def held(state: State, today: date) -> Week:
    """What the seven days that end with today held."""
    first = (today - timedelta(days=DAYS - 1)).isoformat()
    done = [one["on"] for one in state["sessions"] if one["done"]]
    within = sorted(on for on in done if on >= first)
    before = max((on for on in done if on < first), default=None)
    away = (date.fromisoformat(within[0]) - date.fromisoformat(before)).days - 1 if within and before else 0
    regions = [region for region in state["regions"].values() if region["tracked"]]
    mornings, usual = _loudest(regions, first)
    return Week(len(within), any(_flared(region, first) for region in regions), away, mornings, usual, reached(state, first))


def reached(state: State, since: str) -> tuple[Milestone, ...]:
    """Milestones of these days, the activities' last: those are told."""
    first = date.fromisoformat(since).toordinal()
    found = [Milestone(Kind.SESSIONS, date.fromisoformat(one["on"]).toordinal(), {"n": one["n"]}) for one in state["sessions"]
             if one["n"] in TIMES and one["on"] >= since]
    return (*found, *(one for one in of_activities(state) if one.day >= first))


def of_activities(state: State) -> list[Milestone]:
    """The milestones of the activities, in order of their days, as far back as the head row remembers."""
    taken = sorted((date.fromisoformat(on).toordinal(), values) for on, values in state["measures"].get("psfs", []))
    found: list[Milestone] = []
    for activity in (state["profile"] or {}).get("activities", []):
        answers = {day: values[activity["id"]] for day, values in taken if activity["id"] in values}
        found += of_activity(activity["name"], activity["now"], list(answers.items()))
    return sorted(found, key=lambda one: one.day)


def _flared(region: RegionState, first: str) -> bool:
    return any(flare["until"] is None or flare["until"] > first for flare in region["flares"])


def _loudest(regions: list[RegionState], first: str) -> tuple[tuple[float, ...], float | None]:
    """The mornings of the place that was furthest above its own usual, and that usual; the usual is that of the days before."""
    found: list[tuple[float, tuple[float, ...], float | None]] = []
    eve = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    for region in regions:
        told = tuple(float(pain) for on, pain in region["mornings"] if on >= first)
        if told:
            known = Usual(region)
            enough = len(known.last(limits.BASE_DAYS.first, eve)) >= limits.BASE_LEAST.first
            usual = float(known.corridor(eve).usual) if enough else None
            found.append((sum(told) / len(told) - usual if usual is not None else -10.0, told, usual))
    return max(found)[1:] if found else ((), None)
