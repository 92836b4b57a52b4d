"""Sentences by key: facts filled in, English as fallback, no page broken, nothing missing."""

from __future__ import annotations

from datetime import date
from enum import EnumType
from pathlib import Path

import pytest

from halfkilo import words
from halfkilo.exercises.facts import Family, Mechanism
from halfkilo.screening import ITEMS, STOP_SIGNS, LoadClass, Need
from halfkilo.units import Joint, Region, Side, Tool

NAMES = {"region": Region, "joint": Joint, "side": Side, "need": Need, "load_class": LoadClass, "tool": Tool, "mechanism": Mechanism,
         "family": Family}
NEVER = ("fail", "weak ", "bad ", "wrong", "damage", "dangerous", "crush", "beast", "no excuses", "you should have")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_item_of_the_screen_is_asked_and_answered(item) -> None:
    assert words.sentence(f"screen.{item.id}.ask").endswith("?")
    assert words.sentence(f"screen.{item.id}.then", emergency_number="112")


@pytest.mark.parametrize("sign", STOP_SIGNS)
def test_every_stop_sign_has_words(sign: str) -> None:
    assert words.sentence(f"sign.{sign}.ask")
    assert words.sentence(f"sign.{sign}.then", emergency_number="112")


@pytest.mark.parametrize(("space", "names"), NAMES.items())
def test_every_name_has_words(space: str, names: EnumType) -> None:
    expected = {f"{space}.{name.value}" for name in names}
    assert expected <= words.keys()


@pytest.mark.parametrize("language", words.languages())
def test_every_sentence_can_be_taken_apart_and_speaks_kindly(language: str) -> None:
    for key in words.keys(language):
        assert all(name.isidentifier() for name in words.facts_of(key, language)), key
        said = words.book(language)[key].lower() + " "
        assert not [word for word in NEVER if word in said], key
        given = words.facts_of(key) if words.has(key) else frozenset()
        assert words.facts_of(key, language) <= given, f"{key} needs a fact that English does not"


def test_facts_in_their_forms() -> None:
    fill = words._Filler("en").vformat
    facts = {"load": 8500, "n": 1, "m": 3, "on": date(2026, 11, 22), "iso": "2026-11-23", "region": Region.KNEE_LEFT}
    assert fill("{load:kg}, {n:set|sets}, {m:set|sets}", (), facts) == "8.5 kg, 1 set, 3 sets"
    assert fill("{on:day}, {iso:day}, {region:region}", (), facts) == "Sunday 22 November, Monday 23 November, left knee"


def test_a_noun_keeps_its_capital_with_one_as_with_many() -> None:
    assert [words._Filler("de").vformat("{n:Satz|Sätze}", (), {"n": n}) for n in (1, 2)] == ["1 Satz", "2 Sätze"]


def test_each_language_writes_numbers_and_dates_its_own_way() -> None:
    facts = {"load": 8500, "n": 0, "on": date(2026, 11, 22)}
    said = {code: words._Filler(code).vformat("{load:kg}; {n:set|sets}; {on:day}", (), facts) for code in ("en", "de", "es", "hi")}
    assert said == {"en": "8.5 kg; 0 sets; Sunday 22 November", "de": "8,5 kg; 0 sets; Sonntag, 22. November",
                    "es": "8,5 kg; 0 sets; domingo 22 de noviembre", "hi": "8.5 किलो; 0 set; रविवार, 22 नवंबर"}
    assert words.tongue("xx") is words.tongue("en") and words.tongue("../en").code == "en"


def test_a_missing_sentence_never_breaks_a_page_but_a_test() -> None:
    assert words.say("why.never_written") == "never written"
    assert words.say("screen.osteoporosis.ask", "xx").startswith("Has a doctor")
    assert "call ... If it has passed" in words.say("screen.chest_pressure.then").replace("....", "...")
    with words.strictly(), pytest.raises(words.UnknownWord, match="never_written"):
        words.say("why.never_written")
    with pytest.raises(words.UnknownWord, match="emergency_number"):
        words.sentence("screen.chest_pressure.then")
    assert words.say("why.never_written") == "never written"


@pytest.mark.parametrize("language", ["", "../en", "/", "en/../en", "xx"])
def test_a_language_that_is_none_is_empty(language: str) -> None:
    assert words.keys(language) == frozenset()


def test_the_same_key_in_two_files_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('why.one = "x"')
    (tmp_path / "b.toml").write_text('[why]\none = "y"')
    with pytest.raises(words.TwiceSaid, match="another file"):
        words.read_folder(tmp_path)
    (tmp_path / "b.toml").write_text("[why]\ntwo = 2")
    with pytest.raises(words.TwiceSaid, match="sentence"):
        words.read_folder(tmp_path)
