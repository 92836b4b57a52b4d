"""What the rules decide in some drawn lives, word for word: no change of a rule goes unseen (H36), in places nobody thought of either.

After a change that is meant: `python -m tests.dose.test_golden_lives` writes the table anew; read the difference.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from halfkilo.dose import Session
from halfkilo.dose.whatif import what_if
from tests.dose.lives import PINNED, Told, ask, days, tale
from tests.life import CATALOGUE, DAY0, LIFT

GOLDEN = Path(__file__).with_name("golden_lives.txt")
LIVES, PARTS = 48, 8


def lines(seed: int) -> list[str]:
    """One life, one line for each exercise and offer of each day."""
    out = []
    for number, (person, day) in enumerate(days(tale(seed))):
        session = ask(person.now, day, (30, 30, 10, 20, 2)[number % 5])
        head = f"{seed}.{number}"
        why = [_why(one) for one in (*session.reasons, *session.notices)]
        out.append(f"{head} {session.status} {session.mode} locked={session.locked} {' '.join(why)}".rstrip())
        out += [f"{head} {line}" for line in _told(session)]
        out.append(f"{head} asked {' '.join(f'{one.id}:{one.about}' for one in session.questions if one.id not in ('effort', 'peak'))}")
    return [*out, f"{seed} {_what_if(person, day)}"] if seed % 2 == 0 else out


def _told(session: Session) -> list[str]:
    items = [f"{one.exercise} {one.tool} {one.side}: {one.verdict} {one.rule} {one.grams} x {one.target} x {one.sets} step {one.step} most "
             f"{one.most} rest {one.rest_s} range {one.range_percent} slower {one.slower} effort {one.effort_most} {list(one.steps) or ''} "
             f"{one.easier or ''} {' '.join(_why(why) for why in one.reasons)}" for one in session.items if one.exercise in PINNED]
    offers = [f"offer {one.offered} {one.exercise} {one.tool} {one.side}: {one.from_grams} x {one.from_target} -> {one.grams} x "
              f"{one.target} {one.other or ''} stage {one.stage} lighter {one.lighter} {' '.join(_why(why) for why in one.reasons)}"
              for one in session.offers if one.exercise in PINNED]
    return items + offers


def _what_if(person: Told, day: int) -> str:
    for item in ask(person.now, day).items:
        if item.exercise == LIFT:
            seen = what_if(person.now, DAY0 + timedelta(days=day), LIFT, item.tool, item.side, catalogue=CATALOGUE)
            return f"what if: {seen.on} {' '.join(_why(one) for one in seen.missing)}" if seen is not None else "what if: no"
    return "what if: not today"


def _why(reason: Any) -> str:
    return f"{reason.rule}({', '.join(f'{name}={value}' for name, value in reason.facts.items())})"


def text() -> str:
    """The table as it is stored."""
    return "\n".join(line for seed in range(LIVES) for line in lines(seed)) + "\n"


def stored() -> dict[int, list[str]]:
    """The stored lines of each life."""
    kept: dict[int, list[str]] = {}
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        kept.setdefault(int(line.split()[0].split(".")[0]), []).append(line)
    return kept


@pytest.mark.hazard("H36")
@pytest.mark.parametrize("part", range(PARTS))
def test_lives_are_decided_as_before(part):
    kept = stored()
    for seed in range(part, LIVES, PARTS):
        now = lines(seed)
        assert [line for line in now if line not in kept[seed]][:5] == []
        assert now == kept[seed]


@pytest.mark.hazard("H36")
def test_the_lives_meet_most_rules():
    """Otherwise they would hold little."""
    said = GOLDEN.read_text(encoding="utf-8")
    rules = ("E1", "E3", "E4", "E5", "E6", "E6-again", "E7-reps", "E7-known", "reacts-ease", "accepted", "swap",
             "week_full", "declined", "limit-sets", "limit-range", "flat", "G3", "G4")

    assert [rule for rule in rules if f"{rule}(" not in said] == []


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
