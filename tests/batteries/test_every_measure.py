"""The same questions to every measure."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.measures import Direction, Measure, Rule, Taken, Unit, Unscored, measures
from halfkilo.measures.questionnaire import SELF_HARM

ALL = list(measures().values())
SLOTS = [measure for measure in ALL if measure.slot]
ISSUE = {"rmdq", "phq_4", "phq_8", "gad_7", "odi", "ndi", "quickdash", "koos", "hoos", "peg", "eq5d_5l", "pcs", "tsk_11", "msk_hq",
         "promis_pain_interference", "promis_physical_function"}
TESTS = {"chair_stand_30", "sit_to_stand_5", "timed_up_and_go", "balance_counter", "balance_supported", "shoulder_range", "hip_range",
         "grip_strength", "isometric_strength", "single_leg_stance", "biering_sorensen", "side_bridge_hold"}


def items_of(measure: Measure) -> tuple[str, ...]:
    """Items to answer: the measure's own, or some that a person named."""
    return measure.names or tuple("abcde")


def complete(measure: Measure, value: int) -> dict[str, int]:
    """Every item with the same answer."""
    return dict.fromkeys(items_of(measure), value)


def test_all_that_is_promised_is_there():
    assert sorted((ISSUE | TESTS) - measures().keys()) == []
    assert {"nrs", "psfs", "own_mood", "own_worry", "own_fear", "own_sleep", "own_stiffness"} <= measures().keys()
    beside = {slug for slug in TESTS if measures()[slug].taken is Taken.CLINICIAN}
    assert beside == {"single_leg_stance", "biering_sorensen", "side_bridge_hold"}


@pytest.mark.hazard("H28")
def test_no_slot_has_a_word_of_its_instrument_and_none_asks_about_self_harm():
    assert "phq_9" not in measures()
    for measure in ALL:
        assert not measure.slot or not measure.item, "items of a slot are numbers"
        about = [text for key, text in words.book("en").items() if key.startswith(f"measure.{measure.slug}.")]
        assert not measure.slot or not about, "a slot has one line about it, and nothing to be asked"
        assert not SELF_HARM.search(" ".join(about))


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.slug)
class TestEveryMeasure:
    def test_names_where_its_numbers_come_from(self, measure):
        assert measure.licence
        assert measure.change_source
        assert bool(measure.slot) == bool(measure.rule_source)

    def test_can_be_asked_or_named_in_words(self, measure):
        room = "weekly" if measure.unit is Unit.POINTS else "trial"
        if measure.slot or measure.taken is Taken.ENTERED:
            room = "measure.about"
        guided = words.has(f"measure.{measure.slug}.name") and words.has(f"measure.{measure.slug}.how_1")
        assert measure.slug == "nrs" or words.has(f"{room}.{measure.slug}") or guided

    @settings(max_examples=6)
    @given(data=st.data())
    def test_scores_stay_in_range(self, measure, data):
        values = data.draw(st.dictionaries(st.sampled_from(items_of(measure)), st.integers(measure.least, measure.most), min_size=1))
        low, high = measure.reach
        try:
            score = measure.score(values, None if measure.names else len(values))
        except Unscored:
            assert not measure.whole or 100 * len(values) < max(measure.answered, 50) * len(items_of(measure)) or measure.scales
        else:
            assert low <= score <= high
        for part in measure.scores(values).values():
            assert isinstance(part, Unscored) or 0 <= part <= max(1000, high)

    def test_ends_of_the_range_are_reached(self, measure):
        if not measure.whole:
            return
        ends = sorted(measure.score(complete(measure, value)) for value in (measure.least, measure.most))
        assert ends == sorted(measure.reach) if measure.names else ends == [10 * measure.least, 10 * measure.most]

    def test_better_answers_never_score_worse(self, measure):
        if not measure.whole:
            return
        middle = (measure.least + measure.most + 1) // 2
        rising = [measure.score(complete(measure, value)) for value in (measure.least, middle, measure.most)]
        falls = measure.rule is Rule.PERCENT_GOOD
        assert rising == sorted(rising, reverse=falls)

    def test_refuses_what_does_not_fit(self, measure):
        first = items_of(measure)[0]
        for values in ({}, {first: measure.most + 1}, {first: True}):
            with pytest.raises(Unscored):
                measure.score(values)

    def test_has_a_direction_and_a_change_that_matters(self, measure):
        assert measure.better in Direction
        assert measure.matters(0, measure.change)
        assert not measure.matters(0, measure.change - 1)
        low, high = measure.reach if measure.names else (10 * measure.least, 10 * measure.most)
        assert 0 < measure.change < high - low

    def test_bands_and_support_lie_in_range(self, measure):
        low, high = measure.reach
        ats = [band.at for band in measure.bands]
        assert ats == sorted(ats)
        assert all(low <= at <= high for at in (*ats, *([measure.support] if measure.support else [])))


@pytest.mark.parametrize("measure", SLOTS, ids=lambda measure: measure.slug)
class TestEverySlot:
    def test_one_missing_item_more_than_allowed_gives_no_score(self, measure):
        if not measure.whole:
            return
        least = -(-measure.number * measure.answered // 100)
        answered = dict(list(complete(measure, measure.most).items())[:max(0, least - 1)])
        with pytest.raises(Unscored):
            measure.score(answered)

    def test_strange_items_are_refused(self, measure):
        with pytest.raises(Unscored):
            measure._scored(complete(measure, measure.least) | {"99": measure.least}, measure.number)

    def test_scales_hold_each_item_once(self, measure):
        places = [place for scale in measure.scales for place in scale.items]
        assert not places or sorted(places) == list(range(1, measure.number + 1))

    def test_its_name_is_a_name(self, measure):
        assert re.fullmatch(r"[A-Za-z0-9 .\-]{2,20}", measure.slot)
