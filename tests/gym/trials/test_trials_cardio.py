"""Talking leads, the heart guides, and where a medicine holds it back it does not even that."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.sensing import HeartRate
from halfkilo.gym.trials.cardio import (
    Answer,
    Beat,
    Guide,
    Pace,
    Talk,
    around,
    comfortable_seconds,
    guide,
    guided_seconds,
    heart_now,
    pace,
    terms,
    trusted,
)

VECTORS = json.loads((Path(__file__).parent / "cardio_vectors.json").read_text("utf-8"))
BEATS = st.lists(st.builds(Beat, st.floats(0, 900), st.integers(30, 230)), max_size=20).map(lambda all: sorted(all, key=lambda one: one.at))
ANSWERS = st.lists(st.builds(Answer, st.floats(0, 900), st.sampled_from(Talk), st.none() | st.integers(30, 230)), max_size=8).map(
    lambda all: sorted(all, key=lambda one: one.at))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_a_case_by_hand(case: dict[str, Any]) -> None:
    beats = [Beat(at, bpm) for at, bpm in case["beats"]]
    answers = [Answer(at, Talk(talk), bpm) for at, talk, bpm in case["answers"]]
    of = terms(held_back=not case["heart"])
    assert pace(answers, beats, case["now"], of) == case["pace"]
    assert guide(answers, of) == (Guide(*case["guide"]) if case["guide"] else None)
    assert heart_now(beats, case["now"]) == case["heart_now"]
    assert comfortable_seconds(answers, case["now"]) == case["comfortable_s"]


@pytest.mark.parametrize("case", VECTORS["around"], ids=lambda case: str(case["beats"]))
def test_the_heart_that_goes_with_an_answer(case: dict[str, Any]) -> None:
    assert around([Beat(at, bpm) for at, bpm in case["beats"]], case["at"]) == case["bpm"]


@pytest.mark.hazard("H43")
@given(ANSWERS, BEATS, st.floats(0, 1000))
def test_a_heart_that_is_held_back_changes_nothing(answers: list[Answer], beats: list[Beat], now: float) -> None:
    of = terms(held_back=True)
    assert guide(answers, of) is None
    assert pace(answers, beats, now, of) == pace(answers, [], now, of)


@given(ANSWERS, BEATS, st.floats(0, 1000))
def test_the_heart_never_asks_for_more(answers: list[Answer], beats: list[Beat], now: float) -> None:
    """With a strap the pace is what it is without, or a question."""
    of = terms(held_back=False)
    assert pace(answers, beats, now, of) in {pace(answers, [], now, of), Pace.TALK}


@given(ANSWERS)
def test_no_guide_reaches_a_heart_at_which_talking_was_hard(answers: list[Answer]) -> None:
    band = guide(answers, terms(held_back=False))
    hard = [answer.bpm for answer in answers if answer.talk is Talk.HARD and answer.bpm is not None]
    assert band is None or band.low <= band.high < min([*hard, 231])


def test_a_loose_strap_is_not_trusted() -> None:
    assert trusted(HeartRate(72)) and trusted(HeartRate(72, contact=True))
    assert not trusted(HeartRate(72, contact=False)) and not trusted(HeartRate(0)) and not trusted(HeartRate(255))


def test_seconds_inside_the_guide_by_hand() -> None:
    """100 for 3 s, 130 for 3 s, 110 for a silence that counts 5 s, and the last beat speaks for nothing yet."""
    assert guided_seconds([Beat(0, 100), Beat(3, 130), Beat(6, 110), Beat(60, 105)], Guide(95, 115)) == 8


def test_what_the_page_is_told() -> None:
    """The same figures stand in tests/web/front/talk.test.ts."""
    told = {"ask_every_s": 180, "holds_s": 300, "lost_s": 5, "settled_s": 30, "comfortable_least": 2, "bpm_least": 30, "bpm_most": 230}
    assert terms(held_back=False).plain() == {"heart": True, **told}
    assert terms(held_back=True).plain() == {"heart": False, **told}
