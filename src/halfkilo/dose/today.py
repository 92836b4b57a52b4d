"""Today: state + exercises + what is at hand + limits -> session. No clock, no network, no database, no float for load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from halfkilo import limits
from halfkilo.dose.budget import within_budget
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.direction import plain
from halfkilo.dose.gates import gates
from halfkilo.dose.items import MINUTE, seconds_of
from halfkilo.dose.offers import offers_of
from halfkilo.dose.once import changed
from halfkilo.dose.plan_level import notices, sessions_of_week
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.questions import finder_taps, morning_questions, session_questions
from halfkilo.dose.reintroduce import reintroduced
from halfkilo.dose.rise import may_grow
from halfkilo.dose.session import Asked, Basis, Item, Offer, Part, Reason, Session, Status, Verdict
from halfkilo.dose.sets import with_a_set
from halfkilo.dose.sought import put_off
from halfkilo.dose.spare import gentle_parts
from halfkilo.dose.training import Row, Training, training
from halfkilo.dose.waiting import parted, without
from halfkilo.dose.weekly import weekly_questions
from halfkilo.exercises import Catalogue
from halfkilo.exercises import catalogue as shipped
from halfkilo.journal.entry import derived_id
from halfkilo.journal.fields import Mode
from halfkilo.journal.kinds.proposed import Body as Proposed
from halfkilo.journal.kinds.proposed import DoseLine
from halfkilo.journal.kinds.proposed import Offer as OfferLine
from halfkilo.journal.state import State
from halfkilo.programmes import Programme, planned
from halfkilo.programmes.programme import Part as PartName


def today(state: State, on: date, choice: Choice | None = None, catalogue: Catalogue | None = None,
          policy: Policy = STANDARD) -> Session:
    """The session of day `on`, decided from the state alone. The same state, day and choice give the same session."""
    begun = begin(Day(state, on.isoformat(), choice or Choice(), catalogue or shipped(), policy))
    return begun if isinstance(begun, Session) else session_of(begun)


def begin(day: Day) -> Session | Training:
    """What the day is: a session that needs no more deciding, because nothing is trained in it, or a training day (`session_of`)."""
    state, gate = day.state, gates(day)
    if gate.status is Status.SEE_FIRST:
        return replace(_empty(day, Status.SEE_FIRST, gate.reasons), parts=gentle_parts(day), mode=Mode.GENTLE)
    if gate.status is not Status.READY:
        return _empty(day, gate.status, gate.reasons)
    programme = planned(state["plan"])
    if state["profile"] is None or programme is None:
        return _empty(day, Status.NEEDS_PROFILE if state["profile"] is None else Status.NEEDS_PLAN, ())
    if _done(day):
        return _empty(day, Status.DONE, ())
    return training(day, gate, programme)


def session_of(begun: Training) -> Session:
    """The session of a training day: its exercises within time, taps and places, with what is asked and offered."""
    day, gate, programme, minutes, mode = begun.day, begun.gate, begun.programme, begun.minutes, begun.mode
    plan = day.state["plan"] or {}
    rows = _in_time(day, _affordable(day, begun.rows()), minutes)
    rows = with_a_set(day, rows, minutes) if mode is Mode.NORMAL else rows
    rows = within_budget(day, _with_again(rows, reintroduced(day, gate, begun.effort)) if mode is Mode.NORMAL else rows)
    grown = frozenset(case.exercise.slug for _, _, _, case in rows) - {case.exercise.slug for _, _, _, case in rows if may_grow(case)}
    asked, items = session_questions(day, gate, [item for _, item, _, _ in rows], grown)
    decision = _decision_id(day)
    wished = () if mode is Mode.RESCUE else offers_of(day, gate, [(decided, case) for _, _, decided, case in rows], decision)
    offers, waiting = parted(day, wished)
    parts = _parts(programme, [(pick, without(item, waiting)) for (pick, *_), item in zip(rows, items, strict=True)])
    status = Status.REST_DAY if rest_day(day, plan) else Status.READY
    questions = asked if status is Status.READY else tuple(morning_questions(day))
    reasons = tuple(gate.resting.values()) + tuple(gate.holding.values())
    return Session(
        date.fromisoformat(day.on),
        status,
        mode,
        day.choice.away,
        minutes,
        programme.slug,
        _towards(day, parts),
        parts,
        offers,
        (*questions, *_weekly(day, status)),
        reasons,
        notices(day),
        not day.unlocked,
        day.policy.version,
        decision,
        Basis(day.state),
        waiting,
    )


def _weekly(day: Day, status: Status) -> tuple[Asked, ...]:
    return weekly_questions(day) if status in (Status.READY, Status.REST_DAY) else ()


def _with_again(rows: list[Row], again: list[Row]) -> list[Row]:
    """A movement that is met again stands after the usual work, before the calm end."""
    end = next((index for index, (pick, *_) in enumerate(rows) if pick.slot.part is PartName.CALM), len(rows))
    return [*rows[:end], *again, *rows[end:]]


def _affordable(day: Day, rows: list[Row]) -> list[Row]:
    """At most four first loads are found in a day, and no more than leave taps for the questions; each step is a tap, and
    one-sided exercises take theirs twice. An exercise keeps both of its sides or waits for another day."""
    kept, found = list[Row](), set[str]()
    left = finder_taps(day)
    for row in rows:
        item = row[1]
        if item.verdict is Verdict.FIND and item.exercise not in found:
            steps = sum(len(other.steps) for _, other, _, _ in rows if other.exercise == item.exercise)
            if len(found) >= limits.FINDER_EXERCISES.first or not item.steps or steps > left:
                kept += [(row[0], put_off(item, row[3]), *row[2:])] if item.rule == "anew" else []
                continue
            left -= steps
            found.add(item.exercise)
        elif item.verdict is Verdict.FIND and not item.steps:
            continue
        kept.append(row)
    return kept


def _in_time(day: Day, rows: list[Row], minutes: int) -> list[Row]:
    """Fit the time: second sets go first, from the last strength exercise on; a session never loses its first two items."""
    rows = list(rows)
    over = sum([seconds_of(row[1], day) for row in rows]) - minutes * MINUTE
    for _ in range(40):
        index = max([i for i, row in enumerate(rows) if row[1].sets > 1], default=None) if over > 0 else None
        if index is None:
            break
        pick, item, decided, case = rows[index]
        fewer = changed(item, sets=item.sets - 1)
        over -= seconds_of(item, day) - seconds_of(fewer, day)
        rows[index] = (pick, fewer, decided, case)
    return rows


def _parts(programme: Programme, rows: list[tuple[Pick, Item]]) -> tuple[Part, ...]:
    """Items in parts; each part says what it is for. Exercises that only wait for a yes are offered, not listed."""
    says = programme.say().purpose
    listed = [(pick, item) for pick, item in rows if item.verdict is not Verdict.REST]
    runs = groupby(listed, key=lambda row: (row[0].slot.part.value, says.get(row[0].slot.name, "")))
    return tuple([Part(kind, purpose, tuple([item for _, item in run])) for (kind, purpose), run in runs])


def _empty(day: Day, status: Status, reasons: tuple[Reason, ...]) -> Session:
    plan = day.state["plan"] or {}
    questions = tuple(morning_questions(day)) if status in (Status.DONE, Status.SEE_FIRST) else ()
    return Session(
        date.fromisoformat(day.on),
        status,
        Mode.NORMAL,
        day.choice.away,
        0,
        plan.get("programme", ""),
        _towards(day),
        (),
        (),
        questions,
        reasons,
        notices(day) if status is Status.DONE else (),
        not day.unlocked,
        day.policy.version,
        _decision_id(day),
        Basis(day.state),
    )


def _done(day: Day) -> bool:
    """A session was closed today, and no other one is open; another may still be asked for by naming its minutes."""
    todays = [session for session in day.state["sessions"] if session["on"] == day.on]
    return bool(todays) and all(session["closed"] for session in todays) and day.choice.minutes is None


def rest_day(day: Day, plan: dict[str, object]) -> bool:
    """Days between sessions: not a chosen weekday, the week's sessions done, or yesterday trained at up to three a week."""
    if day.choice.minutes is not None or any(s["on"] == day.on for s in day.state["sessions"]):
        return False
    chosen = plan.get("weekdays")
    on = date.fromisoformat(day.on)
    if isinstance(chosen, list) and chosen:
        return on.weekday() not in chosen
    per_week = int(str(plan["days"]))
    trained_yesterday = any(day.days_since(s["on"]) == 1 and s["mode"] == Mode.NORMAL for s in day.state["sessions"])
    return len(sessions_of_week(day)) >= per_week or (per_week <= 3 and trained_yesterday)


def _towards(day: Day, parts: tuple[Part, ...] = ()) -> str:
    """The first of the person's activities that something today serves, in their words; else the first one."""
    names = [str(one["name"]) for one in (day.state["profile"] or {}).get("activities", [])]
    served = {reason.facts["activity"] for part in parts for item in part.items for reason in item.reasons if reason.rule == "towards"}
    return next((name for name in names if plain(name) in served), names[0] if names else "")


def _decision_id(day: Day) -> str:
    """Derived from (person's basis, day, rules, choice): two tabs make one decision. The state's last entry names the person."""
    noon = int(date.fromisoformat(day.on).toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
    first = day.choice
    basis = day.state["basis_id"], day.state["basis"], day.on, day.policy.version
    return derived_id(noon, *basis, first.minutes, first.away, first.tools, first.mode)


def record(session: Session) -> Proposed:
    """The body of the `proposed` entry of a decision; its id is `session.decision`."""
    lines = tuple(DoseLine(item.exercise, item.tool, item.side, item.grams, item.target, item.sets, item.rule, item.range_percent,
                           item.slower)
                  for item in session.items)
    return Proposed(session.on, session.rules, session.digest, lines[:60], _lines(session.offers), _lines(session.waiting))


def _lines(offers: Sequence[Offer]) -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine(
            offer.id,
            offer.offered,
            offer.exercise,
            offer.tool,
            offer.side,
            offer.grams,
            offer.target,
            offer.reasons[0].rule if offer.reasons else "",
            offer.other,
            offer.stage,
        )
        for offer in offers[:60]
    )
