"""A scenario told day by day for one person: what happens, what is said, what is decided, what the body does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from halfkilo.cohort.scenario.cast import Cast
from halfkilo.cohort.scenario.file import Scenario
from halfkilo.cohort.scenario.happening import Event
from halfkilo.cohort.scenario.harm import Harm
from halfkilo.cohort.scenario.life import Arm, days
from halfkilo.cohort.scenario.subject import Subject
from halfkilo.dose import Item, Session
from halfkilo.journal.kinds import answered, checked_in, flare_opened, morning, stopped
from halfkilo.people import biology
from halfkilo.units import Side, kilograms


def told(scenario: Scenario, one: Cast, arm: Arm) -> Iterator[str]:
    """The life, one day after another; each day is one text of several lines."""
    before = Harm()
    for seen in days(scenario, one, arm):
        subject, harm = seen.subject, Harm(**seen.subject.harm.values)
        lines = [f"day {seen.day}"]
        lines += [f"  happens  {_event(event)}" for event in seen.began]
        lines += [f"  says     {text}" for kind, body in seen.written if (text := _said(body))]
        lines += [f"  decides  {text}" for text in (_decided(seen.session) if seen.session else ())]
        lines += [f"  lifts    {text}" for text in _lifts(subject)]
        lines += [f"  body     {text}" for text in _body(subject)]
        since = _since(before, harm)
        lines += [f"  harm     {since}"] if since else []
        before = harm
        yield "\n".join(lines)


def _event(event: Event) -> str:
    facts = {"place": event.told.place, "percent": event.told.percent, "by": event.told.by, "pain": event.told.pain,
             "effort": event.told.effort, "sign": event.told.sign, "to": event.told.to}
    text = ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)
    return f"{event.what.value} until day {event.last}" + (f" ({text})" if text else "")


def _said(body: Any) -> str:
    if isinstance(body, morning.Body):
        return "this morning " + ", ".join(f"{region} {score}" for region, score in body.pain.items())
    if isinstance(body, checked_in.Body):
        return _checked(body)
    if isinstance(body, answered.Body):
        return f"{body.question.value}: {body.answer.value}"
    if isinstance(body, flare_opened.Body):
        return f"this is a flare: {', '.join(body.regions)}"
    return f"stop: {body.why.value}" if isinstance(body, stopped.Body) else ""


def _checked(body: checked_in.Body) -> str:
    pain = ", ".join(f"{region} {score}" for region, score in (body.pain or {}).items())
    if body.exercise is not None:
        return f"{body.exercise}: effort {body.effort}, worst pain {body.peak}"
    different = f", {body.different.value}" if body.different is not None and body.different.value != "no" else ""
    return f"{body.moment.value}: {pain}{different}{f', {body.sign}' if body.sign else ''}"


def _decided(session: Session) -> Iterator[str]:
    yield " ".join([session.status.value, session.mode.value, *(reason.rule for reason in session.reasons)])
    yield from (_item(item) for item in session.items if item.grams or item.steps)
    yield from (f"offers {offer.offered.value}: {offer.exercise}{_side(offer.side)} {kilograms(offer.from_grams)} -> "
                f"{kilograms(offer.grams)} kg x {offer.target}" for offer in session.offers)


def _item(item: Item) -> str:
    rules = "+".join(dict.fromkeys((item.rule, *(reason.rule for reason in item.reasons))))
    return f"{item.exercise}{_side(item.side)} {kilograms(item.grams)} kg x {item.target} x {item.sets} ({item.verdict.value}, {rules})"


def _lifts(subject: Subject) -> Iterator[str]:
    for one in subject.lifts:
        if one.grams:
            looked = " (looking)" if one.finding else ""
            yield f"{one.exercise}{_side(one.side)} {kilograms(one.grams)} kg x {'/'.join(map(str, one.done))}{looked}"


def _side(side: Side) -> str:
    return "" if side is Side.BOTH else f" {side.value}"


def _body(subject: Subject) -> Iterator[str]:
    for region, tissue in subject.tissues.items():
        bears, asked = tissue.bears(subject.parameters), biology.together(tissue.stress)
        flare = f", in a flare for {tissue.flare:.0f} more days" if tissue.flare > 0.0 else ""
        above = ", above it" if asked > bears else ""
        yield f"{region.value}: pain {subject.true_pain(region):.1f}, bears {bears:.2f}, was asked {asked:.2f}{above}{flare}"


def _since(before: Harm, now: Harm) -> str:
    """What was added since the evening before; the night's counts show a day later."""
    return ", ".join(f"{name} +{value - before.values[name]}" for name, value in now.values.items() if value > before.values[name])
