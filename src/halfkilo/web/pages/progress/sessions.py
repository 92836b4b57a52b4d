"""Sessions of planned, week by week; reduced ones count, and there is no streak to lose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from halfkilo.journal.state import State
from halfkilo.web.history import SessionLine
from halfkilo.words import say

WEEKS, LATELY = 12, 4


def weeks(sessions: Sequence[SessionLine], state: State, today: date, tongue: str) -> dict[str, Any]:
    """The last twelve weeks, oldest first, with a sentence about the last four; nothing without a programme."""
    plan = state["plan"]
    if plan is None:
        return {"words": "", "weeks": []}
    rows = [_week(today - timedelta(days=today.weekday() + 7 * back), sessions, plan["days"], tongue) for back in range(WEEKS - 1, -1, -1)]
    done, planned = (sum(row[what] for row in rows[-LATELY:]) for what in ("done", "planned"))
    return {"words": say("progress.sessions", tongue, done=done, planned=planned), "weeks": rows}


def _week(monday: date, sessions: Sequence[SessionLine], planned: int, tongue: str) -> dict[str, Any]:
    within = [one for one in sessions if one.done and monday <= date.fromisoformat(one.on) < monday + timedelta(days=7)]
    return {"on": monday.isoformat(), "done": len(within), "planned": planned, "dots": _dots(within, planned, tongue)}


def _dots(done: Sequence[SessionLine], planned: int, tongue: str) -> list[dict[str, str]]:
    looks = [{"look": _look(one), "words": f"{one.on}: {say(f'progress.{_look(one)}', tongue)}"} for one in done]
    return looks + [{"look": "", "words": say("progress.open", tongue)}] * max(0, planned - len(done))


def _look(one: SessionLine) -> str:
    if one.mode in ("rescue", "gentle"):
        return "rescue"
    return "short" if one.mode == "two_minutes" or one.done < one.planned else "done"
