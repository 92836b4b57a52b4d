"""One set more: where the record is calm, the last time was easy, the programme plans it, and today has time for it; only with a yes.

A set more does much for strength (one set gives most of it, two or three clearly more: Krieger 2009, J Strength Cond Res 23:1890, from
memory) and nothing to the load. It takes the place of a repetition more, so that one thing changes at a time, and one exercise a day is
asked about.
"""

from __future__ import annotations

from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.items import MINUTE, seconds_of
from halfkilo.dose.learn import calm
from halfkilo.dose.once import changed
from halfkilo.dose.rise import more_sets, next_rung, standing
from halfkilo.dose.session import Item, Reason, Verdict
from halfkilo.journal.fields import Offered

Row = tuple[Pick, Item, Decision, Case]


def with_a_set(day: Day, rows: list[Row], minutes: int) -> list[Row]:
    """The rows with one set more offered where there is time, on what asks least of the tracked places; a wish for a set without time for
    it is taken back, because it would never be done."""
    left = minutes * MINUTE - sum([seconds_of(row[1], day) for row in rows])
    rows = [_without(row) if _wishes(row) and _takes(row, day) > left else row for row in rows]
    refused = any(past.get("declined") == day.on for past in day.state["exercises"].values())
    if refused or any(_wishes(row) for row in rows):
        return rows  # a no today moves the question to nobody else
    able = [at for at, row in enumerate(rows) if _earned(row) and _takes(row, day) <= left]
    if able:
        at = min(able, key=lambda at: day.asks(rows[at][3].exercise))
        rows[at] = _with(rows[at])
    return rows


def _takes(row: Row, day: Day) -> int:
    return seconds_of(changed(row[1], sets=row[1].sets + 1), day) - seconds_of(row[1], day)


def _wishes(row: Row) -> bool:
    return row[2].wish is not None and row[2].wish.offered is Offered.SET


def _without(row: Row) -> Row:
    """No time for a set more: what would come after it."""
    pick, item, _, case = row
    decided = next_rung(case, standing(case))
    if decided.wish is None:
        decided = changed(decided, reasons=(Reason("set-time"),))
    return pick, changed(item, reasons=decided.reasons), decided, case


def _earned(row: Row) -> bool:
    """A clean and easy outing with a calm record that would bring a repetition more, or nothing."""
    _, item, decided, case = row
    grows = decided.rule == "E7" and decided.wish is None and item.verdict in (Verdict.PROGRESS, Verdict.HOLD)
    return grows and case.standing_sets < case.sets and case.judged[0].easy and case.day.policy.applies("calm") and calm(case)


def _with(row: Row) -> Row:
    pick, item, _, case = row
    decided = more_sets(case, standing(case))
    return pick, changed(item, verdict=decided.verdict, target=decided.target, grams=decided.grams, reasons=decided.reasons), decided, case
