"""What a suggestion would change, in words: what holds now and what would hold then."""

from __future__ import annotations

from typing import Any

from halfkilo.exercises import catalogue, words
from halfkilo.journal.kinds.limit_set import Body as Limit
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.kinds.plan_chosen import Body as Plan
from halfkilo.journal.remote import theirs
from halfkilo.journal.state import State
from halfkilo.programmes import programmes
from halfkilo.screening import BY_ID
from halfkilo.words import say


def change(kind: str, body: Any, state: State, tongue: str) -> dict[str, str]:
    """title: what would be; now: what is, where there is something to say."""
    if kind == "limit_set":
        return _limit(body, state, tongue)
    if kind == "plan_chosen":
        return {"title": _plan(body, tongue), "now": _plan_now(state, tongue)}
    items = ", ".join(say(f"screen.{item}.short" if item in BY_ID else f"sign.{item}.ask", tongue) for item in body.items)
    return {"title": say("clinic.change.cleared", tongue, items=items), "now": say("clinic.change.cleared_now", tongue)}


def limit_words(one: dict[str, Any], tongue: str) -> str:
    """A limit that stands, as in the state."""
    slug = one.get("exercise")
    about = words(slug, tongue).name if slug in catalogue() else say("clinic.limit.everything", tongue)
    if one.get("region"):
        about = say("clinic.limit.of_region", tongue, region=one["region"])
    if one.get("side") in ("left", "right"):
        about = say(f"clinic.limit.{one['side']}", tongue, name=about)
    left_out = say(f"load_class.{one['load_class']}", tongue) if one.get("load_class") else ""
    text = say(f"clinic.limit.{one['what']}", tongue, name=about, value=one.get("value") or 0, left_out=left_out)
    return f"{text} {say('clinic.limit.until', tongue, on=one['until'])}" if one.get("until") else text


def plain_limit(body: Limit) -> dict[str, Any]:
    """A limit's body as the state has it."""
    return {
        "what": body.what.value,
        "value": body.value,
        "exercise": body.exercise,
        "side": body.side and body.side.value,
        "region": body.region and body.region.value,
        "load_class": body.load_class and body.load_class.value,
        "until": body.until and body.until.isoformat(),
    }


def _limit(body: Limit, state: State, tongue: str) -> dict[str, str]:
    old = next(iter(theirs(state, body)), None)
    now = limit_words(old, tongue) if old is not None else ""
    if body.lift:
        return {"title": say("clinic.change.lift", tongue, limit=limit_words(old or plain_limit(body), tongue)), "now": now}
    return {"title": limit_words(plain_limit(body), tongue), "now": now if body.what is not What.PIN else ""}


def _plan(body: Plan, tongue: str) -> str:
    name = say(f"clinic.programme.{body.programme}", tongue) if body.programme in programmes() else body.programme
    return say("clinic.change.plan", tongue, name=name, days=body.days, minutes=body.minutes)


def _plan_now(state: State, tongue: str) -> str:
    plan = state["plan"]
    return _plan(Plan(plan["programme"], plan["days"], plan["minutes"]), tongue) if plan is not None else ""
