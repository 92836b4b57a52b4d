"""Every sentence about a person's numbers: complete in every language, true to the numbers, and within what may be claimed (evidence 6)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.insight import says
from halfkilo.insight.milestones import Kind, Milestone, Week
from halfkilo.insight.nof1 import Answer, Goes, Missing
from halfkilo.insight.record import GROUPS, PER
from halfkilo.insight.trend import Change, Series, Size, Told, Trend

LANGUAGES = words.languages()
SERIES = Series("pain:low_back", ((1, 4.0), (2, 4.0)), 2.0, False, 1, 1.2, 5.0, 5.0)
CLAIMS = {
    "en": r"effect|thanks to|because|caused|due to|treat|cure|heal(?!th)|works|worked|proof|proven|helped|made you|posture|inflam",
    "de": r"wirk|dank |weil|verursacht|behandel|heil|beweis|hat geholfen|haltung|entzünd",
    "es": r"efecto|gracias a|porque|causad|debido|trata|cura|funcion|prueba|postura|inflam",
    "hi": "असर|की वजह से|के कारण|इलाज|ठीक कर|सबूत|मुद्रा|सूजन",
}
"""Words by which a change would be called an effect, or more be claimed than evidence 6 allows; a new language brings its own line."""
TELLING = ("insight.", "measure.", "factor.", "progress.", "bites.")
"""Rooms of words that speak about a person's own numbers, or about what was found in studies."""
ALLOWED = ("insight.goes.note",)
"""Says that going together need not be cause and result."""


def told(change, matters=2.0):
    return Trend(replace(SERIES, matters=matters), change, ())


@pytest.mark.hazard("H28")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_change_is_called_an_effect(language):
    claim = re.compile(CLAIMS[language], re.IGNORECASE)
    said = {key: text for key, text in words.book(language).items() if key.startswith(TELLING)}

    assert len(said) > 100
    assert [f"{key}: {text}" for key, text in said.items() if key not in ALLOWED and claim.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_its_sentence(language):
    with words.strictly():
        for what, size in product(Told, Size):
            said = says.of_trend(told(Change(what, size, 1.2, 0.5, 1.8, 5.0, 3.8, 0)), "X", language)
            assert said.startswith("X: ")
        assert says.of_trend(told(Change(Told.CANT_TELL, Size.SMALL, more=2)), "X", language)
        for goes, missing, factor in product(Goes, Missing, says.FACTOR_UNITS):
            wanted = missing if goes is Goes.CANT_TELL and missing is not Missing.NOTHING else Missing.PAIRS
            assert all(says.of_day(Answer(factor, goes, 60, wanted, 3, 1.0, 0.4, 1.7, 8.0, 6.0), language))
        assert says.of_day(Answer("load", Goes.CANT_TELL, 60, Missing.WEEKS, 0), language)[1] == words.say("insight.need.other", language)
        for milestone in (Milestone(Kind.ACTIVITY, 1, {"activity": "A", "before": 3, "now": 6}), Milestone(Kind.SESSIONS, 1, {"n": 10}),
                          Milestone(Kind.AS_BEFORE, 1, {"activity": "A"})):
            assert says.of_milestone(milestone, language)
            assert says.of_week(Week(1, milestones=(milestone,)), language) == says.of_milestone(milestone, language)
        loud = Week(1, mornings=(9.0,) * 3, usual=2.0)
        for week in (Week(1, flare=True), loud, Week(1, away=30), Week(2), Week(0, mornings=(1.0,)), Week(0)):
            assert says.of_week(week, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_and_group_has_its_word(language):
    needed = {f"insight.unit.{unit}" for _, unit in PER.values()} | {f"insight.unit.{unit}" for unit in says.FACTOR_UNITS.values()}
    needed |= {f"insight.group.{group}" for group in (*GROUPS.values(), "pain", "flares", "function", "consistency")}

    assert sorted(needed - words.keys(language)) == []


def test_better_and_harder_read_as_they_are():
    better = says.of_trend(told(Change(Told.BETTER, Size.MAY_MATTER, 1.2, 0.52, 1.79)), "Usual pain", "en")
    harder = says.of_trend(told(Change(Told.HARDER, Size.SMALL, -0.8, -1.21, -0.3)), "Usual pain", "de")

    assert better == "Usual pain: likely better, by 0.5 to 1.8 points. It may or may not be enough to matter to you."
    assert harder.startswith("Usual pain: wahrscheinlich ein Schritt zurück gegenüber dem Anfang, um 0,3 bis 1,3 Punkte.")


@given(st.floats(0.0, 5000.0), st.floats(0.0, 500.0))
def test_an_interval_is_never_told_narrower_than_it_is(low, off):
    high = low + off
    shown = [float(says.rounded(end, "en", up=up)) for end, up in ((low, False), (high, True))]

    assert shown[0] <= low + 1e-6
    assert shown[1] >= high - 1e-6
    assert shown[1] - shown[0] <= off + 2.01
