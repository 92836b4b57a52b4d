"""An exercise that takes another one's place in the middle of a session obeys its own day."""

from datetime import timedelta

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.instead import most_instead
from halfkilo.journal.fields import Away, Mode
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life


def _most(person: Life, day: int, choice: Choice | None = None) -> int:
    return most_instead(person.state, DAY0 + timedelta(days=day), choice or Choice(), LIFT, Side.BOTH, CATALOGUE)


def _lifter() -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 20_000, 10)
    return person


@pytest.mark.hazard("H17")
def test_a_break_a_limit_a_flare_and_a_gentle_day_count_for_it_too():
    assert _most(_lifter(), 2) == 20_000
    assert _most(_lifter(), 30) == 16_000
    assert _most(_lifter(), 200) == 0
    assert _most(_lifter(), 2, Choice(mode=Mode.GENTLE)) == 16_000
    assert _most(_lifter(), 2, Choice(away=Away.TRAVEL)) == 0
    limited, flaring, new = _lifter(), _lifter(), Life({BACK: 3}, unlocked=True)
    limited.limit(What.LOAD_MOST, 8_000, exercise=LIFT, author="clinician:rao")
    flaring.flare(1)
    assert (_most(limited, 2), _most(flaring, 2), _most(new, 2)) == (8_000, 0, 0)
