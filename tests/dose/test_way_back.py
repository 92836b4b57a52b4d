"""The way back after a flare, stage by stage: what is offered, what stays, and that nothing goes past the stage that has its yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.back import _less, way_back, way_back_begins, within_way_back
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.gates import gates
from halfkilo.dose.progress import Dose
from halfkilo.dose.session import Reason
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Offered, Why
from halfkilo.units import Joint, Region, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life

BEFORE = (20_000, 10)


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def case_of(grams: int = 14_000, target: int = 10, *, stage: int | dict[str, int] = 70, until: str | None = iso(-2), day: int = 2,
            slug: str = LIFT, tool: Tool = Tool.CABLE, known: Catalogue = CATALOGUE, before: tuple[int, int] = BEFORE,
            regions: dict[Region, int] | None = None, flares: dict[str, Any] | None = None, **outing: Any) -> Case:
    """One outing on day 0, after a flare that ended on `until`, at a stage of the way back to `before`."""
    person = Life(regions or {BACK: 3}, unlocked=True)
    person.outing(0, slug, grams, target, tool=tool, **outing)
    person.check_in(day, 3)
    state = person.state
    stages = stage if isinstance(stage, dict) else {"low_back": stage}
    state["exercises"][f"{slug}:{tool.value}:both"].update(before={"g": before[0], "t": before[1], "s": 2}, stages=stages)
    for name in stages:
        if name in state["regions"]:
            state["regions"][name]["flares"] = [{"since": iso(-30), "until": iso(-25)}, {"since": iso(-9), "until": until}]
    for name, told in (flares or {}).items():
        state["regions"][name]["flares"] = told
    on = Day(state, iso(day), Choice(), known)
    variant = known[slug].variant(tool)
    assert variant is not None
    return Case(on, gates(on), known[slug], variant, Side.BOTH, 2)


def wished(decided: Decision | None) -> tuple[int, int, int] | None:
    """(stage, grams, target) of what is offered."""
    return (decided.wish.stage, decided.wish.grams, decided.wish.target) if decided is not None and decided.wish is not None else None


# --- the beginning --------------------------------------------------------------------------------------------------
def test_it_begins_with_seven_tenths_and_rests_until_the_yes():
    one = way_back_begins(case_of(20_000, stage=0))
    assert one is not None
    assert (one.verdict, one.rule, one.grams, one.target, one.sets, wished(one)) == (Verdict.REST, "back", 0, 0, 0, (70, 14_000, 10))
    facts = {"stage": 70, "before": 20_000, "grams": 14_000, "target": 10}
    assert one.reasons == (Reason("back", facts),) and one.wish is not None
    assert (one.wish.offered, one.wish.reasons) == (Offered.WAY_BACK, one.reasons)


def test_once_a_stage_has_its_yes_or_while_the_flare_lasts_nothing_begins():
    assert way_back_begins(case_of(stage=70)) is None
    assert way_back_begins(case_of(stage=0, until=None)) is None
    assert way_back(case_of(stage=0)) is None


def test_the_lightest_notch_with_fewer_repetitions_where_no_notch_is_that_light():
    assert wished(way_back_begins(case_of(500, stage=0, before=(500, 10)))) == (70, 500, 7)
    assert wished(way_back_begins(case_of(500, stage=0, before=(300, 10)))) == (70, 300, 7), "never past what it was"
    assert wished(way_back_begins(case_of(500, stage=0, before=(500, 1)))) == (70, 500, 1)
    body = case_of(0, 10, stage=0, slug="vector_easy", tool=Tool.BODY, before=(0, 10))
    assert wished(way_back_begins(body)) == (70, 0, 7)
    assert wished(way_back_begins(case_of(0, 10, stage=0, slug="vector_easy", tool=Tool.BODY, before=(0, 1)))) == (70, 0, 1)


# --- between the stages ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("stage", "grams", "offered"), [(70, 14_000, (85, 17_000, 10)), (85, 17_000, (100, 20_000, 10))])
def test_a_settled_outing_offers_the_next_stage(stage: int, grams: int, offered: tuple[int, int, int]):
    one = way_back(case_of(grams, stage=stage))
    assert one is not None
    assert (one.verdict, one.rule, one.grams, one.target, one.sets) == (Verdict.BACK, "back", grams, 10, 1)
    assert wished(one) == offered and one.reasons[0].rule == "back"


@pytest.mark.parametrize("felt", [{"morning": None}, {"morning": 5}, {"peak": 7}, {"done": 9}, {"stop": Why.PAIN}], ids=str)
def test_anything_else_stays_where_it_is(felt: dict[str, Any]):
    one = way_back(case_of(**felt))
    assert one is not None and wished(one) is None
    assert (one.verdict, one.grams) == (Verdict.BACK, 14_000) and one.reasons == (Reason("back-stay", {"stage": 70}),)


@pytest.mark.parametrize(("until", "offers"), [(iso(-1), True), (iso(0), True), (iso(1), False)])
def test_only_an_outing_since_the_end_of_the_flare_counts(until: str, offers: bool):
    assert (wished(way_back(case_of(until=until))) is not None) is offers


def test_a_stage_that_was_cut_is_tried_again_before_the_next_one():
    assert wished(way_back(case_of(13_500))) == (70, 14_000, 10)
    assert wished(way_back(case_of(14_500))) == (85, 17_000, 10)
    body: dict[str, Any] = {"slug": "vector_easy", "tool": Tool.BODY, "before": (0, 10)}
    assert wished(way_back(case_of(0, 6, **body))) == (70, 0, 7)
    assert wished(way_back(case_of(0, 7, **body))) == (85, 0, 8)


@pytest.mark.parametrize(("dose", "other", "less"), [
    ((10, 5), (11, 5), True), ((10, 5), (10, 6), False), ((10, 5), (10, 5), False), ((11, 5), (10, 6), False),
    ((0, 5), (0, 6), True), ((0, 6), (0, 6), False), ((0, 7), (0, 6), False), ((0, 5), (1, 4), True), ((1, 5), (0, 6), False),
])
def test_less_is_less_load_or_without_a_load_fewer_repetitions(dose: tuple[int, int], other: tuple[int, int], less: bool):
    assert _less(Dose(*dose), Dose(*other)) is less


def test_at_the_last_stage_the_way_is_over():
    assert way_back(case_of(20_000, stage=100)) is None
    given = Decision(Verdict.PROGRESS, "E7", 21_000, 8, 2, ())
    assert within_way_back(case_of(20_000, stage=100), given) is given


# --- whichever rule decides -----------------------------------------------------------------------------------------
@pytest.mark.hazard("H12")
@pytest.mark.parametrize(("stage", "grams", "most"), [(70, 20_000, 14_000), (70, 13_000, 13_000), (85, 20_000, 17_000),
                                                    (0, 20_000, 20_000)])
def test_nothing_goes_past_the_stage_that_has_its_yes(stage: int, grams: int, most: int):
    after = within_way_back(case_of(stage=stage), Decision(Verdict.HOLD, "E8", grams, 12, 2, ()))
    assert (after.grams, after.target) == (most, 12), "with a load its repetitions are free"


@pytest.mark.parametrize(("target", "most"), [(10, 7), (6, 6)])
def test_without_a_load_the_repetitions_are_held(target: int, most: int):
    case = case_of(0, 10, slug="vector_easy", tool=Tool.BODY, before=(0, 10))
    assert within_way_back(case, Decision(Verdict.HOLD, "E8", 0, target, 2, ())).target == most
    unloaded = within_way_back(case_of(before=(300, 10)), Decision(Verdict.HOLD, "E8", 0, target, 2, ()))
    assert (unloaded.grams, unloaded.target) == (0, most)


@pytest.mark.parametrize("verdict", [Verdict.REST, Verdict.SWAP])
def test_rest_and_a_swap_are_left_alone(verdict: Verdict):
    given = Decision(verdict, "E1", 20_000, 10, 2, ())
    assert within_way_back(case_of(), given) is given
    assert within_way_back(case_of(until=None), Decision(Verdict.HOLD, "E8", 20_000, 10, 2, ())).grams == 20_000, "no way back yet"


# --- several places -------------------------------------------------------------------------------------------------
WIDE = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 20}))})


def test_of_several_places_the_least_stage_and_the_latest_end_hold():
    both: dict[str, Any] = {"regions": {BACK: 3, LEFT: 3}, "stage": {"low_back": 85, "knee_left": 70}, "known": WIDE}
    assert wished(way_back(case_of(14_000, **both))) == (85, 17_000, 10)
    later = {"knee_left": [{"since": iso(-9), "until": iso(1)}]}
    assert wished(way_back(case_of(14_000, flares=later, **both))) is None, "its last outing was before the knee had settled"
    lasting = {"knee_left": [{"since": iso(-9), "until": None}]}
    assert wished(way_back(case_of(14_000, flares=lasting, **both))) == (85, 17_000, 10)


def test_a_place_that_it_hardly_loads_or_that_is_not_known_any_more_says_nothing():
    faint = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 19}))})
    stages = {"low_back": 85, "knee_left": 70}
    assert wished(way_back(case_of(17_000, regions={BACK: 3, LEFT: 3}, stage=stages, known=faint))) == (100, 20_000, 10)
    assert wished(way_back(case_of(17_000, stage={"low_back": 85, "neck": 70}))) == (100, 20_000, 10)
    assert way_back(case_of(17_000, stage={"neck": 85})) is None


def test_without_a_dose_from_before_there_is_no_way_back():
    case = case_of()
    assert case.past is not None
    del case.past["before"]
    assert way_back(case) is None and way_back_begins(case) is None
    given = Decision(Verdict.HOLD, "E8", 20_000, 10, 2, ())
    assert within_way_back(case, given) is given
