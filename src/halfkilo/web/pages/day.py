"""Home: one sentence, one button, one glance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from halfkilo.dose import Item, Session, Status, Verdict
from halfkilo.dose.explain import home as home_sentence
from halfkilo.dose.explain import ladder, notice, why
from halfkilo.exercises import catalogue, words
from halfkilo.journal.fields import Away, Mode, Offered
from halfkilo.journal.state import State
from halfkilo.web import service
from halfkilo.web.pages.clinic.glance import care_team
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.progress.week import sentence as week_sentence
from halfkilo.web.pages.purposes import with_aim
from halfkilo.words import say

LENGTHS = (2, 10, 20, 30)

TELLING = (
    "E1",
    "E2",
    "E3-cut",
    "E4",
    "back",
    "back-stay",
    "accepted",
    "E5",
    "E6",
    "E3",
    "E7-reps",
    "E6-again",
    "E7",
    "E7-easy",
    "find",
    "start",
)
"""Rules worth telling on home, the most telling first; others only say that nothing changed."""


def home(request: HttpRequest) -> HttpResponse:
    """One sentence, one button, one glance; everything else below."""
    person = me(request)
    session = service.open_day(person, choice_of(request))
    state = service.state_of(person)
    tongue = language(request)
    return page(
        request,
        "home",
        sentence=home_sentence(session, tongue),
        session=session,
        day=session.status.value,
        next=next_step(request, session, state),
        kicker=say("today.date", tongue, on=service.day_of(person)),
        why_day=say("page.home.why_day", tongue),
        notices=_notices(session, tongue),
        items=plan_rows(session, tongue),
        reasons=[why(reason, tongue) for reason in session.reasons],
        care=_care(session, state, tongue),
        ruler=glance(session, tongue),
        heard=heard(session, tongue),
        query=request.GET.urlencode(),
        care_team=care_team(person, state),
        bad_day=state["notes"].get("bad_day_plan", "") if session.mode is Mode.RESCUE else "",
        week=week_sentence(state, service.day_of(person), tongue) if session.status in (Status.DONE, Status.REST_DAY) else "",
        flare=[name for name, region in state["regions"].items() if region["flares"] and region["flares"][-1]["until"] is None],
    )


def next_step(request: HttpRequest, session: Session, state: State) -> dict[str, str]:
    """The one clear next step: where it leads and what the button says."""
    tongue, query = language(request), f"?{request.GET.urlencode()}" if request.GET else ""
    mornings = any(asked.id == "morning" for asked in session.questions)
    steps = {
        Status.NEEDS_SCREEN: ("start", "next.screen"),
        Status.NEEDS_PROFILE: ("start", "next.profile"),
        Status.NEEDS_PLAN: ("start", "next.plan"),
        Status.STOP: ("cleared", "next.cleared"),
        Status.SEE_FIRST: ("cleared", "next.cleared"),
    }
    if session.status in steps:
        name, words_ = steps[session.status]
        return {"url": reverse(name), "words": say(words_, tongue)}
    if session.status in (Status.DONE, Status.REST_DAY):
        name, words_ = ("morning", "next.morning") if mornings else ("progress", "next.progress")
        return {"url": reverse(name), "words": say(words_, tongue)}
    if open_session(state, session):
        return {"url": reverse("train") + query, "words": say("next.go_on", tongue)}
    asked = any(one.id in ("before", "different") for one in session.questions)
    return {"url": reverse("check-in" if asked else "offers" if session.offers else "train") + query, "words": say("next.begin", tongue)}


def open_session(state: State, session: Session) -> str | None:
    return next((one["id"] for one in reversed(state["sessions"]) if one["on"] == session.on.isoformat() and not one["closed"]), None)


def choice_of(request: HttpRequest) -> Any:
    """What was chosen for today, from the address: minutes, away, mode. What is not understood is as if it were not there."""
    asked = request.GET.get("minutes", "")
    minutes = int(asked) if asked.isdigit() and int(asked) in LENGTHS else None
    away = Away(request.GET["away"]) if request.GET.get("away") in list(Away) else Away.NO
    mode = Mode(request.GET["mode"]) if request.GET.get("mode") in list(Mode) else None
    return service.choice_of(minutes, away, None, mode)


def _notices(session: Session, tongue: str) -> list[dict[str, str]]:
    """What the plan as a whole has to say, each with what can be done about it; at most two at once (H26)."""
    found = []
    for reason in session.notices[:2]:
        url, act = _ACTS.get(reason.rule, ("", ""))
        found.append(
            {
                "rule": reason.rule,
                "text": notice(reason, tongue),
                "url": url and reverse(url),
                "act": act and say(act, tongue),
                "query": "?minutes=2" if reason.rule == "missed" else "",
            }
        )
    return found


_ACTS = {
    "review": ("review", "next.review"),
    "missed": ("home", "next.short"),
    "usual_up": ("progress", "next.progress"),
    "not_helping": ("progress", "next.progress"),
}


def _care(session: Session, state: State, tongue: str) -> list[dict[str, str]]:
    """What to do now, for stop signs and items of the screen that close the day."""
    if session.status not in (Status.STOP, Status.SEE_FIRST):
        return []
    number = state["screen"]["emergency"] or "112"
    out = []
    for reason in session.reasons:
        key = f"sign.{reason.facts['sign']}" if "sign" in reason.facts else f"screen.{reason.facts['item']}"
        out.append(
            {
                "title": say(f"{key}.ask" if "sign" in reason.facts else f"{key}.short", tongue),
                "text": say(f"{key}.then", tongue, emergency_number=number),
            }
        )
    return out


def plan_rows(session: Session, tongue: str) -> list[dict[str, Any]]:
    """Today's exercises for the list: one row per exercise, sides together."""
    rows: dict[str, dict[str, Any]] = {}
    for part in session.parts:
        for item in part.items:
            row = rows.setdefault(
                item.exercise,
                {
                    "name": words(item.exercise, tongue).name,
                    "purpose": with_aim(part.purpose, [item], tongue),
                    "load": [],
                    "target": amount(item, tongue),
                    "why": ladder(item.reasons, tongue)[:-1],
                    "rule": ladder(item.reasons, tongue, session.rules)[-1],
                    "slug": item.exercise,
                },
            )
            row["load"].append(load_words(item, tongue))
    for row in rows.values():
        row["load"] = " / ".join(dict.fromkeys(row["load"]))
    return list(rows.values())


def load_words(item: Item, tongue: str) -> str:
    """A load for the list: kilograms, or what there is instead."""
    if item.verdict is Verdict.FIND:
        return say("load.find", tongue)
    return say("load.kg", tongue, grams=item.grams) if item.grams else say("load.body", tongue)


def amount(item: Item, tongue: str) -> str:
    """Sets and target in words: "2 x 10"."""
    count = catalogue()[item.exercise].facts.count.value
    return say(f"amount.{count}", tongue, sets=item.sets, target=item.target)


def glance(session: Session, tongue: str) -> dict[str, Any] | None:
    """The ruler of home: the exercise with an offer, else the first with a load."""
    loaded = [item for item in session.items if item.grams]
    offered = {(offer.exercise, offer.side): offer for offer in session.offers if offer.offered is Offered.LOAD}
    item = next((one for one in loaded if (one.exercise, one.side) in offered), loaded[0] if loaded else None)
    if item is None:
        return None
    offer = offered.get((item.exercise, item.side))
    name = words(item.exercise, tongue).name
    return {
        "name": name,
        "step": item.step,
        "today": item.grams,
        "last": item.last["grams"] if item.last else None,
        "next": offer.grams if offer else None,
        "low": 0,
        "high": item.most,
        "words": say("load.of", tongue, name=name, grams=item.grams),
    }


def heard(session: Session, tongue: str) -> str:
    """How the session has listened: the most telling reason of the day, in one sentence; nothing where nothing is worth telling."""
    told = [
        (TELLING.index(reason.rule), why(reason, tongue), words(item.exercise, tongue).name)
        for item in session.items
        for reason in item.reasons[:1]
        if reason.rule in TELLING
    ]
    if not told:
        return ""
    _, sentence, name = min(told)
    return say("home.heard", tongue, name=name, sentence=sentence)


URLS = [path("today/", home, name="home")]
