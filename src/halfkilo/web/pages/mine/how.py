"""How a load is decided: in pictures and short sentences for everybody, and rule by rule for physiotherapists."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from halfkilo import limits
from halfkilo.dose import RULES, Policy, table_text
from halfkilo.journal.corridor import corridor
from halfkilo.journal.state import RegionState
from halfkilo.web import rules as site
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say

EXAMPLE = 3
"""Usual pain of the example: most people who live with pain tell about this (evidence 7.1)."""

TODAY = 20_000
"""Load of the example, grams: heavy enough that a step is some notches."""

LIGHT_TODAY = 8_500
STEP = 500
DAY = "2000-01-01"

LADDER = (
    ("E1", "lighter", "red"),
    ("E2", "lighter", "rise"),
    ("E3", "same", "hard"),
    ("reacts-ease", "lighter", "again"),
    ("E4", "same", "morning"),
    ("E5", "lighter", "away"),
    ("E6", "same", "amber"),
    ("E7", "more", "clean"),
    ("E8", "same", "unknown"),
)
"""The rules of the next dose in their order: id, what it does, the words for it."""

COHORT = Path(__file__).parents[5] / "docs" / "cohort.json"
"""What `halfkilo cohort compare --json` said; only in a source tree, and only once it was written there."""

COMPARED = (("gain", 1), ("load_flares", 2), ("loud", 1), ("attendance", 0))
"""Figures of the comparison that the page shows, each with its decimals."""


def how(request: HttpRequest) -> HttpResponse:
    """For everybody: true to the rules in force, without a formula."""
    me(request)
    policy, tongue = site.in_force(), language(request)
    edges = _edges(policy)
    return page(
        request,
        "mine/how",
        facts=_facts(policy),
        scale=[{"pain": pain, "zone": _zone(pain, edges)} for pain in range(11)],
        zones=_zones(edges),
        example={"usual": EXAMPLE, "green": edges[0], "red": edges[1]},
        ladder=[{"look": look, "verdict": say(f"how.ladder.{look}", tongue), "text": _step(name, policy, tongue)}
                for _, look, name in LADDER],
        breaks=[{"words": say("how.break.days", tongue, days=days), "percent": share}
                for days, share in zip(limits.BREAK_BOUNDS, limits.BREAK_PERCENT, strict=True)],
        stages=limits.WAY_BACK,
        rulers=_rulers(policy, tongue),
        version=policy.version,
        own=len(policy.changed),
    )


def rules(request: HttpRequest) -> HttpResponse:
    """For physiotherapists: the whole table, the numbers, what is known and what is not."""
    me(request)
    policy = site.in_force()
    told = table_text.plain(policy)
    stages = [{"id": stage, "title": title, "rows": [row for row in told["rules"] if row["stage"] == stage]}
              for stage, title in told["stages"].items()]
    return page(request, "mine/rules", told=told, stages=stages, version=policy.version, ours=RULES,
                own=len(policy.changed), tried=tried(COHORT))


@cache
def tried(path: Path) -> dict[str, Any] | None:
    """The comparison on virtual people: its plan, and a row of text for each policy; None where it has not been made.

    Raises:
        KeyError, TypeError: the file is another one.
    """
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))[0]
    rows = [{"policy": row["policy"].replace("_", " "), "figures": [_range(row[name], digits) for name, digits in COMPARED]}
            for row in found["rows"]]
    return {"plan": found["plan"], "rows": rows, "losses": found["losses"]}


def _range(figure: dict[str, float], digits: int) -> str:
    return f"{figure['mean']:.{digits}f} ({figure['low']:.{digits}f} to {figure['high']:.{digits}f})"


def _facts(policy: Policy) -> dict[str, int]:
    return {
        "declined": limits.DECLINED_DAYS.first,
        "base_days": limits.BASE_DAYS.first,
        "high": limits.REGION_LIMIT.first,
        "clean": policy.clean_at_top,
        "older": policy.clean_at_top_older,
        "calm": limits.CLEAN_WHEN_CALM.first,
        "age": limits.OLDER.first,
        "step": policy.demand_step,
        "week": policy.week_rise,
        "light": limits.LIGHT.first,
        "mornings": limits.UNLOCK_MORNINGS.first,
        "sessions": limits.UNLOCK_SESSIONS.first,
        "longest": limits.BREAK_BOUNDS[-1],
    }


def _edges(policy: Policy) -> tuple[int, int]:
    """Green and red edge of somebody whose usual is the example, as the rules work them out."""
    lives: RegionState = {"entry": EXAMPLE, "intake": EXAMPLE, "since": DAY, "reviewed": DAY, "tracked": True, "mornings": [],
                          "flares": [], "held": None}
    found = corridor(lives, DAY, green=policy.green_absolute, red=policy.red_absolute)
    return found.green, found.red


def _zone(pain: int, edges: tuple[int, int]) -> str:
    return "fine" if pain <= edges[0] else "over" if pain > edges[1] else "between"


def _zones(edges: tuple[int, int]) -> list[dict[str, Any]]:
    """The zones of the scale that hold a score, each with how many."""
    counted = [(zone, sum(_zone(pain, edges) == zone for pain in range(11))) for zone in ("fine", "between", "over")]
    return [{"zone": zone, "key": f"how.usual.{zone}"} for zone, count in counted if count]


def _step(name: str, policy: Policy, tongue: str) -> str:
    percent = {"red": policy.cut_red, "rise": policy.cut_unsettled, "again": policy.cut_unsettled}.get(name)
    return say(f"how.ladder.{name}", tongue, **({} if percent is None else {"percent": percent}))


def _rulers(policy: Policy, tongue: str) -> dict[str, dict[str, Any]]:
    """Two examples on the half-kilo ruler: the next notch, and the room of a week."""
    following = LIGHT_TODAY + STEP
    wanted = _notch(TODAY * (100 + policy.demand_wanted) // 100)
    high = _notch(TODAY * (100 + policy.week_rise) // 100)
    return {
        "next": {"step": STEP, "today": LIGHT_TODAY, "next": following,
                 "words": say("how.yes.ruler", tongue, today=LIGHT_TODAY, next=following)},
        "week": {"step": STEP, "today": TODAY, "next": max(wanted, TODAY + STEP) if high > TODAY else None, "low": 0, "high": high,
                 "words": say("how.up.ruler", tongue, today=TODAY, high=high)},
    }


def _notch(grams: int) -> int:
    return grams // STEP * STEP
