"""Before and into a session: the check-in, the offers, the player."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from halfkilo.dose import Offer, Session, Status
from halfkilo.dose.explain import ladder
from halfkilo.exercises import words
from halfkilo.journal import new_id
from halfkilo.journal.fields import Answer, Different, Moment, Offered, Question, Soreness
from halfkilo.journal.kinds import answered, checked_in, morning
from halfkilo.journal.state import State
from halfkilo.units import Region
from halfkilo.web import build, clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import picked, scores
from halfkilo.web.pages.day import choice_of, open_session
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.web.pages.player_data import session_data
from halfkilo.words import say


def check_in(request: HttpRequest) -> HttpResponse:
    """Before a session: pain now per region, anything different today; a missed morning may be recalled here."""
    person = me(request)
    session = service.open_day(person, choice_of(request))
    regions = [asked.about for asked in session.questions if asked.id == "before"]
    mornings = [asked.about for asked in session.questions if asked.id == "morning"]
    missed = [asked.about for asked in session.questions if asked.id == "recall"]
    ids = {asked.id for asked in session.questions}
    state = service.state_of(person)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _take_check_in(request, person, regions, mornings, missed)
        if not problems:
            return _after_check_in(request, person)
    tongue = language(request)
    return page(
        request,
        "check_in",
        regions=region_pairs(regions, tongue, state, problems, "pain"),
        mornings=region_pairs(mornings, tongue, state, problems, "morning") + region_pairs(missed, tongue, state, problems, "recall"),
        different=_differences(tongue, problems),
        soreness="soreness" in ids,
        flares=[one.about for one in session.questions if one.id == "flare"],
        problems=problems,
        query=request.GET.urlencode(),
        status=422 if problems else 200,
    )


def region_pairs(regions: list[str], tongue: str, state: State, problems: dict[str, str], name: str) -> list[dict[str, Any]]:
    return [
        {
            "name": f"{name}-{region}",
            "legend": say(f"ask.{name}", tongue, region=region),
            "error": problems.get(f"{name}-{region}"),
            "was": state["regions"][region]["mornings"][-1][1] if state["regions"][region]["mornings"] else None,
        }
        for region in regions
    ]


def _differences(tongue: str, problems: dict[str, str]) -> dict[str, Any]:
    options = [{"value": one.value, "words": say(f"different.{one.value}", tongue), "on": False} for one in Different]
    return {"legend": say("ask.different", tongue), "options": options, "error": problems.get("different")}


def _take_check_in(
    request: HttpRequest, person: Person, regions: list[str], mornings: list[str], missed: list[str]
) -> dict[str, str]:
    """Write what was answered; unanswered stays unanswered, and what can't be read is said."""
    problems: dict[str, str] = {}
    pain = scores(request, "pain", regions, problems)
    woke = scores(request, "morning", mornings, problems)
    recalled = scores(request, "recall", missed, problems)
    different = picked(request, "different", Different, problems)
    sore = picked(request, "soreness", Soreness, problems)
    if problems:
        return problems
    on = service.day_of(person)
    if recalled:
        service.write(person, "morning", morning.Body(on - timedelta(days=1), recalled))
    if woke:
        service.write(person, "morning", morning.Body(on, woke, sore))
    for region in [Region(name.removeprefix("flare-")) for name in request.POST if name.startswith("flare-") and name[6:] in list(Region)]:
        said = Answer.YES if request.POST[f"flare-{region.value}"] == "yes" else Answer.NO
        service.write(person, "answered", answered.Body(Question.FLARE, said, region=region))
    if pain or different:
        service.write(person, "checked_in", checked_in.Body(Moment.BEFORE, on, pain=pain or None, different=different))
    return {}


def _after_check_in(request: HttpRequest, person: Person) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    different = request.POST.get("different", "")
    if different == Different.FLARE:
        return redirect(reverse("flare") + query)
    if different == Different.NEW_SYMPTOM:
        return redirect(reverse("symptom") + query)
    session = service.open_day(person, choice_of(request))
    return redirect(reverse("offers" if session.offers else "home") + query)


def offers(request: HttpRequest) -> HttpResponse:
    """Everything the engine would change, on one page: accept, keep, lighter."""
    person = me(request)
    session = service.open_day(person, choice_of(request))
    if request.method == "POST":
        for same in grouped(session.offers):
            said = request.POST.get(f"offer-{same[0].id}", "")
            if said in (Answer.ACCEPT, Answer.KEEP, Answer.LIGHTER):
                for offer in same:
                    _answer(person, offer, Answer(said))
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        again = service.open_day(person, choice_of(request))
        return redirect(reverse("offers" if again.offers and "go" not in request.POST else "train") + query)
    if not session.offers:
        return redirect("home")
    tongue = language(request)
    return page(
        request, "offers", offers=[offer_card(same, session, tongue) for same in grouped(session.offers)], query=request.GET.urlencode()
    )


def grouped(offers: Sequence[Offer]) -> list[list[Offer]]:
    """The same change on both sides is one question."""
    found: dict[tuple[object, ...], list[Offer]] = {}
    for offer in offers:
        found.setdefault((offer.exercise, offer.tool, offer.offered, offer.grams, offer.target, offer.stage), []).append(offer)
    return list(found.values())


def _answer(person: Person, offer: Offer, said: Answer) -> None:
    """Lighter means one notch under where it stands; the person's yes and no are both entries."""
    try:
        service.answer_offer(person, offer.id, said, offer.lighter if said is Answer.LIGHTER and offer.lighter else None)
    except service.Refused:
        return  # answered in another tab a moment ago: that answer stands


def offer_card(same: Sequence[Offer], session: Session, tongue: str) -> dict[str, Any]:
    """One offer for the page (both sides together): title, ruler, reasons, the words of the three answers."""
    offer = same[0]
    name = words(offer.exercise, tongue).name
    side = "" if len(same) > 1 or offer.side.value == "both" else say(f"offer.{offer.side.value}", tongue)
    item = next((one for one in session.items if one.exercise == offer.exercise and one.side is offer.side), None)
    facts: dict[str, Any] = {
        "name": name,
        "side": side,
        "grams": offer.grams,
        "from": offer.from_grams,
        "target": offer.target,
        "other": words(offer.other, tongue).name if offer.other else "",
        "stage": offer.stage,
    }
    ruler = None
    if offer.grams and item is not None and offer.offered is not Offered.FIND:  # what is looked for has no place on a ruler yet
        ruler = {
            "step": item.step or 500,
            "today": offer.from_grams or None,
            "last": item.last["grams"] if item.last else None,
            "next": offer.grams,
            "low": 0,
            "high": offer.grams,
            "words": say("offer.ruler", tongue, **facts),
        }
        ruler["today"] = ruler["today"] if ruler["today"] is not None else offer.grams
    lines = ladder(offer.reasons, tongue, session.rules)
    return {
        "title": say(f"offer.{offer.offered.value}.title", tongue, **facts),
        "ruler": ruler,
        "lines": lines[:-1],
        "rule": lines[-1],
        "name": f"offer-{offer.id}",
        "accept": say(f"offer.{offer.offered.value}.accept", tongue, **facts),
        "keep": say(f"offer.{offer.offered.value}.keep", tongue, **facts),
        "lighter": say("offer.lighter", tongue) if offer.offered is Offered.LOAD and offer.lighter else "",
    }


def train(request: HttpRequest) -> HttpResponse:
    """The player with today's session; a session under way goes on under its own id."""
    person = me(request)
    session = service.open_day(person, choice_of(request))
    if session.status not in (Status.READY, Status.REST_DAY, Status.SEE_FIRST) or not session.items:
        return redirect("home")
    state = service.state_of(person)
    identity = open_session(state, session) or new_id(clock.instant())
    profile = state["profile"] or {}
    return page(
        request,
        "train",
        session=session_data(session, state, identity, language(request), build.of(request)),
        words=page_words(language(request), "player", "trial.talk", "form", "two_screens"),
        hand=profile.get("hand", "right"),
        view="across" if request.GET.get("view") == "across" else "near",
        entries="/api/entries",
        home_url=reverse("home"),
    )


URLS = [path("check-in/", check_in, name="check-in"), path("offers/", offers, name="offers"), path("train/", train, name="train")]
