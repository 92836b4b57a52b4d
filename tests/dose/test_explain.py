"""Every reason that the engine can give has a sentence, and the sentence can be said with the facts it comes with."""

import ast
from pathlib import Path

import pytest

import halfkilo.dose
from halfkilo import words
from halfkilo.dose import Status
from halfkilo.dose.explain import home, ladder, notice, why
from tests.dose.test_vectors import ROW, life
from tests.life import Life

ROOM = Path(halfkilo.dose.__file__).parent


def _rules(name: str) -> set[str]:
    """The rule ids of every `Reason("...")` in the room's source."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


@pytest.mark.hazard("H27")
def test_every_rule_has_a_sentence():
    missing = {rule for rule in _rules("Reason") if not words.has(f"why.{rule}") and not words.has(f"notice.{rule}")}

    assert missing == set()


@pytest.mark.hazard("H27")
def test_a_long_life_can_be_explained_without_a_gap():
    person = life(3)
    with words.strictly():
        for day in range(0, 40, 2):
            person.outing(day, ROW, 12_000, 12, peak=3 + day % 5, effort=4 + day % 6, morning=3 + (day % 7 == 0) * 3)
            session = person.decide(day + 1)
            for item in session.items:
                assert 1 <= len(ladder(item.reasons)) <= 6
            for offer in session.offers:
                assert why(offer.reasons[0])
            for reason in session.notices:
                assert notice(reason)
            assert home(session)


@pytest.mark.parametrize("yes", ["saddle_numb", "recent_surgery_fracture", "osteoporosis"])
def test_home_says_one_thing_whatever_the_screen_says(yes):
    person = Life(yes=(yes,))
    with words.strictly():
        session = person.today(0)
        text = home(session)
        for reason in session.reasons:
            assert why(reason)

    assert text.endswith(".")
    assert (session.status is Status.READY) == (yes == "osteoporosis")
