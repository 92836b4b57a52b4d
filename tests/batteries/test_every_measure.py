"""The same questions to every measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.measures import Direction, Unit, Unscored, measures

ALL = list(measures().values())


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.slug)
class TestEveryMeasure:
    def test_names_where_its_numbers_come_from(self, measure):
        assert measure.licence
        assert measure.change_source

    def test_can_be_asked_in_words(self, measure):
        room = "weekly" if measure.unit is Unit.POINTS else "trial"
        assert measure.slug == "nrs" or words.has(f"{room}.{measure.slug}")

    @given(data=st.data())
    def test_scores_stay_in_range(self, measure, data):
        values = data.draw(st.dictionaries(st.sampled_from("abcde"), st.integers(measure.least, measure.most), min_size=1))
        score = measure.score(values, len(values))

        assert 10 * measure.least <= score <= 10 * measure.most

    def test_refuses_what_does_not_fit(self, measure):
        for values in ({}, {"a": measure.most + 1}, {"a": True}):
            with pytest.raises(Unscored):
                measure.score(values)

    def test_has_a_direction_and_a_change_that_matters(self, measure):
        assert measure.better in Direction
        assert measure.matters(0, measure.change)
        assert not measure.matters(0, measure.change - 1)
