"""Reasons in words: facts turned into what a sentence needs, then said in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from halfkilo.dose.policy import RULES
from halfkilo.dose.session import Reason, Session, Status
from halfkilo.exercises import words
from halfkilo.journal.fields import Mode
from halfkilo.words import say


def why(reason: Reason, language: str = "en") -> str:
    """One sentence for one reason."""
    return say(f"why.{reason.rule}", language, **_said(reason, language))


def notice(reason: Reason, language: str = "en") -> str:
    """One sentence for a plan-level message."""
    return say(f"notice.{reason.rule}", language, **reason.facts)


def ladder(reasons: tuple[Reason, ...], language: str = "en", version: str = RULES) -> tuple[str, ...]:
    """The ladder of why: three to six short sentences, the deciding one first, the rule cited last. version: of the rules that decided."""
    said = list(dict.fromkeys(why(reason, language) for reason in reasons))[:5]
    return (*said, say("rule.cite", language, rule=reasons[0].rule, version=version)) if reasons else ()


def home(session: Session, language: str = "en") -> str:
    """The one thing that home says."""
    # The person's own words stand inside our sentence, so they begin small there.
    activity = session.towards[:1].lower() + session.towards[1:]
    towards = say("home.towards", language, activity=activity) if activity else ""
    facts: dict[str, Any] = {"minutes": session.minutes, "exercises": session.exercises, "towards": towards}
    if session.status is not Status.READY:
        return say(f"home.{session.status.value}", language, done_text=_rest_text(session, language))
    if session.mode is Mode.RESCUE:
        regions = [str(reason.facts["region"]) for reason in session.reasons if "region" in reason.facts]
        if not regions:
            return say("home.gentle", language, **facts)
        return say("home.rescue", language, region=regions[0], **facts)
    key = {Mode.SHORT: "home.short", Mode.GENTLE: "home.gentle"}.get(session.mode, "home.session")
    return say(key, language, **facts)


def _rest_text(session: Session, language: str) -> str:
    return say("home.rest_morning" if session.questions else "home.rest_free", language)


def _said(reason: Reason, language: str) -> dict[str, Any]:
    facts = dict(reason.facts)
    if "other" in facts:
        facts["other"] = words(str(facts["other"]), language).name
    for name, make in _MADE.items():
        facts[name] = make(reason, language)
    return facts


def _sign(reason: Reason, language: str) -> str:
    return say(f"sign.{reason.facts['sign']}.ask", language) if "sign" in reason.facts else ""


def _item(reason: Reason, language: str) -> str:
    return say(f"screen.{reason.facts['item']}.short", language) if "item" in reason.facts else ""


def _grams(reason: Reason, language: str) -> str:
    if "grams" not in reason.facts:
        return ""
    return say("rule.load", language, grams=int(reason.facts["grams"]), target=_target(reason, language))


def _target(reason: Reason, language: str) -> str:
    count = str(reason.facts.get("count", "reps"))
    return say(f"rule.{count}", language, target=int(reason.facts["target"])) if "target" in reason.facts else ""


def _peak(reason: Reason, language: str) -> str:
    peak = reason.facts.get("peak")
    return say("rule.peak", language, peak=peak) if peak is not None else ""


def _effort(reason: Reason, language: str) -> str:
    effort = reason.facts.get("effort")
    return say("rule.effort", language, effort=effort) if effort is not None else ""


def _soreness(reason: Reason, language: str) -> str:
    if "pain" not in reason.facts or "region" not in reason.facts:
        return ""
    key = "rule.sore_muscle" if reason.facts.get("soreness") == "muscle" else "rule.sore_usual"
    return say(key, language, region=reason.facts["region"], pain=reason.facts["pain"])


def _ill(reason: Reason, language: str) -> str:
    return say("rule.ill", language) if reason.facts.get("ill") else ""


def _wait(reason: Reason, language: str) -> str:
    if "needed" not in reason.facts:
        return ""
    return say("rule.wait", language, more=int(reason.facts["needed"]) - int(reason.facts["clean"]))


def _missing(reason: Reason, language: str) -> str:
    return say(f"missing.{reason.facts['missing']}", language) if "missing" in reason.facts else ""


def _still(reason: Reason, language: str) -> str:
    facts = reason.facts
    if "mornings" not in facts or "rehearsed" not in facts:
        return ""
    parts = [say("rule.still_mornings", language, mornings=facts["mornings"])] if facts["mornings"] else []
    parts += [say("rule.still_sessions", language, sessions=facts["sessions"])] if facts["sessions"] else []
    parts += [] if facts["rehearsed"] else [say("rule.still_stop", language)]
    return ", ".join(parts)


_MADE: dict[str, Callable[[Reason, str], str]] = {
    "sign": _sign,
    "item": _item,
    "grams_text": _grams,
    "target_text": _target,
    "peak_text": _peak,
    "effort_text": _effort,
    "soreness_text": _soreness,
    "ill_text": _ill,
    "wait_text": _wait,
    "missing_text": _missing,
    "still_text": _still,
    "count_text": lambda reason, language: say("rule.one", language),
}
