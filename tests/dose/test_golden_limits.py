"""Every number of `limits.py` as it stands: no guardrail moves unseen (H36).

After a change that is meant: `python -m tests.dose.test_golden_limits` writes the list anew; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from halfkilo import limits
from halfkilo.limits import Certainty, Guardrail, OutOfBounds

GOLDEN = Path(__file__).with_name("golden_limits.txt")


def text() -> str:
    """One line for each number: hard bounds, what we advise, what holds at first."""
    lines = []
    for name, one in vars(limits).items():
        if isinstance(one, Guardrail):
            lines.append(f"{name}: {one.first} {one.unit}, advised {one.advised[0]}-{one.advised[1]}, hard {one.hard[0]}-{one.hard[1]}, "
                         f"{one.certainty}")
        elif name.isupper() and isinstance(one, (int, tuple)):
            lines.append(f"{name}: {one}")
    return "\n".join(lines) + "\n"


@pytest.mark.hazard("H36")
def test_every_number_stands_where_it_stood():
    assert text().splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("hard", "advised", "first"), [((1, 4), (1, 4), 1), ((1, 4), (1, 4), 4), ((1, 4), (2, 3), 2), ((3, 3), (3, 3), 3)])
def test_bounds_may_meet(hard, advised, first):
    rail = Guardrail("some", hard, advised, first, "g", "somewhere read", Certainty.DESIGN)

    assert rail.hold(hard[0]) == hard[0] and rail.hold(hard[1]) == hard[1]
    assert rail.advised_for(advised[0]) and rail.advised_for(advised[1])
    assert not rail.advised_for(advised[0] - 1) and not rail.advised_for(advised[1] + 1)


def test_what_lies_outside_says_what_would_fit():
    with pytest.raises(OutOfBounds, match="some must be from 1 to 4 g, got 5"):
        Guardrail("some", (1, 4), (1, 4), 2, "g", "somewhere read", Certainty.DESIGN).hold(5)


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
