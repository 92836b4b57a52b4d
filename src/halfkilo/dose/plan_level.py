"""Plan-level rules (DOSE.md 4, last paragraph): what several weeks say. They suggest, hold or shorten; they never raise."""

from __future__ import annotations

from datetime import date
from statistics import median_low

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.once import kept, remembered
from halfkilo.dose.session import Reason
from halfkilo.journal.corridor import next_day
from halfkilo.journal.state import SessionState
from halfkilo.units import Region


@kept
def notices(day: Day) -> tuple[Reason, ...]:
    """Everything to be said about the plan today, most important first."""
    found = [Reason("usual_up", {"region": region.value}) for region in day.tracked if usual_rising(day, region)]
    found += [reason for region in day.tracked if (reason := not_helping(day, region)) is not None][:1]
    found += [reason for reason in (support(day), missed(day), lighter_week(day)) if reason is not None]
    found += [Reason("review", {"region": region.value}) for region in review_due(day)]
    found += [Reason("hazard", {"device": device, "what": what}) for device, (_, what, _grams) in day.state["hazards"].items()]
    return tuple(found)


@remembered
def usual_rising(day: Day, region: Region) -> bool:
    """Usual pain up by 1 and more for two weeks without a flare: both of the last two weeks above the two before them."""
    usual, week = day.usual(region), limits.WEEK.first
    recent = [usual.last(week, next_day(day.on, -back)) for back in (0, week)]
    before = usual.last(limits.PLAN_RISE_DAYS.first, next_day(day.on, -2 * week))
    known = all(len(scores) >= limits.BASE_LEAST.first for scores in (*recent, before))
    return known and all(median_low(scores) >= median_low(before) + limits.PLAN_RISE.first for scores in recent)


def fewer_sets(day: Day, sets: int, regions: tuple[Region, ...]) -> int:
    """30 % fewer sets, rounded down but never under one, while the usual of a loaded region rises."""
    if not any(usual_rising(day, region) for region in regions):
        return sets
    return max(1, sets * (100 - day.policy.plan_cut) // 100)


def not_helping(day: Day, region: Region) -> Reason | None:
    """Eight weeks with pain down by less than 2 and less than 30 %, and activities up by less than 2."""
    state = day.tracked[region]
    if day.days_since(state["since"]) < limits.HELPING_WEEKS.first * limits.WEEK.first:
        return None
    drop = state["intake"] - day.corridor(region).usual
    share = limits.HELPING_PERCENT.first * state["intake"]
    if drop >= limits.HELPING_PAIN.first or (share > 0 and 100 * drop >= share) or activities_up(day) >= limits.HELPING_PSFS.first:
        return None
    return Reason("not_helping", {"region": region.value, "weeks": limits.HELPING_WEEKS.first, "intake": state["intake"]})


def activities_up(day: Day) -> int:
    """Change of the person's own activities since the start: mean, rounded down, points of 10."""
    profile, taken = day.state["profile"] or {}, day.state["measures"].get("psfs", [])
    start = {activity["id"]: activity["now"] for activity in profile.get("activities", [])}
    now = taken[-1][1] if taken else {}
    both = [name for name in start if name in now]
    return (sum(now[name] for name in both) - sum(start[name] for name in both)) // len(both) if both else 0


def support(day: Day) -> Reason | None:
    """Low mood or high worry two weeks running, on the person's own 0-10 items."""
    for measure in ("own_mood", "own_worry"):
        last = day.state["measures"].get(measure, [])[-2:]
        high = [max(values.values(), default=0) >= day.policy.low_mood for _, values in last]
        if high == [True, True] and day.days_since(last[0][0]) <= limits.REVIEW_DAYS.first:
            return Reason("support", {"measure": measure})
    return None


def missed(day: Day) -> Reason | None:
    """Two planned sessions missed in the last seven days: the two-minute mode is offered."""
    plan = day.state["plan"]
    if plan is None or day.days_since(plan["since"]) < limits.WEEK.first:
        return None
    week = next_day(day.on, -limits.WEEK.first)
    done = sum([week <= session["on"] < day.on for session in day.state["sessions"]])
    gone = plan["days"] - done
    return Reason("missed", {"missed": gone}) if gone >= limits.MISSED_IN_WEEK.first else None


def lighter_week(day: Day) -> Reason | None:
    """Six weeks of progress: a lighter week is offered, once a month at most."""
    answered = day.state["answers"].get("lighter_week", "")[:10]
    if answered and day.days_since(answered) < limits.REVIEW_DAYS.first:
        return None
    since = next_day(day.on, -limits.LIGHTER_AFTER.first * limits.WEEK.first)
    risen = [rise["d"] for state in day.state["exercises"].values() for rise in state["rises"] if rise["d"] >= since]
    weeks = {day.days_since(one) // limits.WEEK.first for one in risen}
    return Reason("lighter_week", {"weeks": len(weeks)}) if len(weeks) >= limits.LIGHTER_AFTER.first else None


@kept
def in_lighter_week(day: Day) -> bool:
    """Whether a lighter week was accepted in the last seven days."""
    answer = day.state["answers"].get("lighter_week", "")
    return answer.endswith("accept") and day.days_since(answer[:10]) < limits.WEEK.first


def review_due(day: Day) -> tuple[Region, ...]:
    """Regions whose four-weekly review is due: usual pain above the entry, red flags to be asked again."""
    return tuple(
        region
        for region, state in day.tracked.items()
        if day.days_since(state["reviewed"]) >= limits.REVIEW_DAYS.first and day.corridor(region).usual > state["entry"]
    )


def sessions_of_week(day: Day) -> list[SessionState]:
    """Sessions since Monday."""
    monday = next_day(day.on, -date.fromisoformat(day.on).weekday())
    return [session for session in day.state["sessions"] if session["on"] >= monday]
