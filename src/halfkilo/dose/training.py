"""A training day before its exercises share time, taps and places: how it is meant, what is picked, what was decided about each pick."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick, closest_length, fill
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.gates import Gates
from halfkilo.dose.items import items_for
from halfkilo.dose.session import Item, Verdict
from halfkilo.dose.spare import rescue_picks, spared
from halfkilo.journal.fields import Away, Mode
from halfkilo.programmes import Programme
from halfkilo.units import Joint, Region

LATER_SESSIONS = 12
"""Sessions after which the programme's later number of sets is planned (about four weeks at three a week)."""

SPARING = (Mode.RESCUE, Mode.GENTLE)

Row = tuple[Pick, Item, Decision, Case]


@dataclass
class Training:
    """One training day. `rows` keeps what was decided about each pick, so that a day that is asked again decides only what `forget`
    was told of."""

    day: Day
    gate: Gates
    programme: Programme
    minutes: int
    mode: Mode
    picks: tuple[Pick, ...]
    effort: int
    _kept: dict[int, list[Row]] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """What was decided about every pick, one row for each side."""
        for at in range(len(self.picks)):
            if at not in self._kept:
                self._kept[at] = self._decided(self.picks[at])
        return [row for at in range(len(self.picks)) for row in self._kept[at]]

    def forget(self, slugs: Collection[str]) -> None:
        """Decide these exercises anew when asked next."""
        self._kept = {at: rows for at, rows in self._kept.items() if not any(case.exercise.slug in slugs for *_, case in rows)}

    def _decided(self, pick: Pick) -> list[Row]:
        sets = planned_sets(self.day, self.programme, self.mode)
        rows = [(pick, item, decided, case) for item, decided, case in items_for(self.day, self.gate, pick, sets, self.effort)]
        if self.mode in SPARING:
            rows = [(pick, spared(item, case), decided, case) for pick, item, decided, case in rows]
        return [row for row in rows if row[1].verdict is not Verdict.REST or row[2].wish is not None]


def training(day: Day, gate: Gates, programme: Programme) -> Training:
    """The training day of a programme."""
    plan = day.state["plan"] or {}
    minutes = closest_length(day.choice.minutes if day.choice.minutes is not None else plan["minutes"])
    mode = _mode(day, gate, minutes)
    picks = _picks(day, gate, programme, minutes, mode, plan)
    return Training(day, gate, programme, minutes, mode, picks, _effort(day, gate, programme, mode))


def planned_sets(day: Day, programme: Programme, mode: Mode) -> int:
    """Sets of a strength exercise by the programme: fewer in the first weeks and on days that are not usual ones."""
    return programme.sets[0] if day.state["session_count"] < LATER_SESSIONS or mode is not Mode.NORMAL else programme.sets[1]


def _mode(day: Day, gate: Gates, minutes: int) -> Mode:
    if gate.resting:
        return Mode.RESCUE
    if day.choice.away is Away.ILL or day.different() == "ill":
        return Mode.GENTLE
    if day.choice.mode in SPARING:
        return day.choice.mode
    return Mode.SHORT if minutes == 2 else Mode.NORMAL


def _picks(day: Day, gate: Gates, programme: Programme, minutes: int, mode: Mode, plan: dict[str, object]) -> tuple[Pick, ...]:
    if mode in SPARING:
        resting = tuple(gate.resting) or tuple(day.tracked) or (Region.WIDESPREAD,)
        return rescue_picks(day, gate, resting, minutes, gentle=mode is Mode.GENTLE)
    done = day.state["session_count"] - int(str(plan.get("from", 0)))
    done -= sum(1 for session in day.state["sessions"] if session["on"] == day.on and not session["closed"])
    return fill(day, gate, programme, programme.day_after(max(0, done)), minutes)


def _effort(day: Day, gate: Gates, programme: Programme, mode: Mode) -> int:
    if mode in SPARING:
        widespread = any(region.joint is Joint.WIDESPREAD for region in gate.resting)
        return day.policy.widespread_effort if widespread else day.policy.flare_effort
    return programme.effort if day.state["session_count"] < LATER_SESSIONS else day.policy.effort_clean
