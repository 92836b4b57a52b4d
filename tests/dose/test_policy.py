"""Rules that may be left out in simulations have names that are known; edges are moved by clinicians alone; what trains the same."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import halfkilo.dose
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.gates import RESTING
from halfkilo.dose.kin import trains_the_same
from halfkilo.dose.policy import SWITCHES
from halfkilo.dose.rise import BRAKES
from halfkilo.dose.rules import IN_ORDER
from halfkilo.exercises import Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Joint
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life


def asked_about() -> set[str]:
    """Every id that the dose asks about with `applies`."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(halfkilo.dose.__file__).parent.glob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {argument.value for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "applies"
            for argument in call.args if isinstance(argument, ast.Constant)}


def test_what_may_be_left_out_is_what_the_dose_asks_about():
    named = {rule for rule, _ in IN_ORDER} | {rule for rule, _ in RESTING} | set(BRAKES)
    assert asked_about() - named <= SWITCHES
    assert SWITCHES - named <= asked_about() | {"G3-held"}, "nothing may be left out that nobody asks about"


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("author", "region", "moved"), [("clinician:rao", BACK, True), ("clinician:rao", None, True),
                                                         ("clinician:rao", LEFT, False), ("person", BACK, False)])
def test_only_a_clinician_moves_an_edge_and_only_where_it_was_said(author: str, region: object, moved: bool):
    person = Life({BACK: 1, LEFT: 1}, unlocked=True)
    person.limit(What.RED, 4, author=author, region=region)
    assert Day(person.state, DAY0.isoformat(), Choice(), CATALOGUE).corridor(BACK).red == (4 if moved else 5)


@pytest.mark.parametrize(("given", "same"), [(20, True), (19, False), (0, False)])
def test_a_third_of_what_a_joint_is_asked_keeps_it_up(given: int, same: bool):
    facts = CATALOGUE[LIFT].facts
    one = Exercise("one", facts, Demand({Joint.LOW_BACK: 60}))
    other = Exercise("other", facts, Demand({Joint.LOW_BACK: given} if given else {Joint.KNEE: 60}))
    assert trains_the_same(other, one) is same


@pytest.mark.parametrize(("asked", "given", "same"), [
    ({Joint.LOW_BACK: 3}, {Joint.KNEE: 60}, False),  # however little is asked, whoever gives nothing does not keep it up
    ({Joint.LOW_BACK: 3}, {Joint.LOW_BACK: 1}, True),
    ({Joint.LOW_BACK: 60, Joint.KNEE: 50}, {Joint.LOW_BACK: 60}, False),  # 50 and more is trained
    ({Joint.LOW_BACK: 60, Joint.KNEE: 49}, {Joint.LOW_BACK: 60}, True),
    ({Joint.LOW_BACK: 40, Joint.KNEE: 39}, {Joint.LOW_BACK: 40}, True),  # where nothing reaches 50, the joint asked most
    ({Joint.LOW_BACK: 40, Joint.KNEE: 40}, {Joint.LOW_BACK: 40}, False),
    ({}, {Joint.LOW_BACK: 60}, False),
    ({Joint.LOW_BACK: 0}, {Joint.LOW_BACK: 60}, False),
], ids=str)
def test_every_joint_that_is_trained_must_be_kept_up(asked: dict[Joint, int], given: dict[Joint, int], same: bool):
    facts = CATALOGUE[LIFT].facts
    assert trains_the_same(Exercise("other", facts, Demand(given)), Exercise("one", facts, Demand(asked))) is same


@pytest.mark.parametrize("path", sorted(Path(halfkilo.dose.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_every_name_that_is_given_away_is_there(path: Path):
    name = "halfkilo.dose" if path.stem == "__init__" else f"halfkilo.dose.{path.stem}"
    module = importlib.import_module(name)
    assert [one for one in getattr(module, "__all__", ()) if not hasattr(module, one)] == []
