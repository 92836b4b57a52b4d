"""A site's own numbers: what they change, and how every mistake in their file is named."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo import dose
from halfkilo.dose import RULES, STANDARD, Choice, today
from halfkilo.dose.numbers import LARGEST, look, read, template
from halfkilo.dose.policy import ORDER, RAILS
from halfkilo.exercises import Mechanism
from halfkilo.strict import Malformed
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def said(file: Path, text: str | bytes) -> list[str]:
    """Everything that is said about a file with this text."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [one.said(file.name) for one in look(file)[1]]


def test_a_file_as_long_as_allowed_is_read(file: Path) -> None:
    assert said(file, b"#" * LARGEST) == [] and read(file) == STANDARD


def test_the_template_holds_every_number_at_our_value(file: Path) -> None:
    assert said(file, template()) == [] and read(file) == STANDARD
    text = template()
    assert tomllib.loads(text) == STANDARD.values
    assert all(rail.source in text and f"May be {rail.hard[0]} to {rail.hard[1]}" in text for rail in RAILS.values())
    assert all(f"{low} must not be above {high}" in text for low, high in ORDER)


def test_each_number_of_the_template_says_which_others_it_must_not_pass() -> None:
    entries = [one for one in template().split("\n\n") if not one.startswith("# Numbers")]
    assert len(entries) == len(RAILS)
    for name, entry in zip(RAILS, entries, strict=True):
        assert entry.endswith(f"\n{name} = {RAILS[name].first}") or entry.endswith(f"\n{name} = {RAILS[name].first}\n")
        told = {(low, high) for low, high in ORDER if f"# {low} must not be above {high}." in entry}
        assert told == {pair for pair in ORDER if name in pair}, name


def test_own_numbers_decide_and_every_decision_says_so(file: Path) -> None:
    said(file, "cut_red = 30\r\n# ours elsewhere\r\nplan_cut = 40")
    policy = read(file)
    assert policy.changed == {"cut_red": 30, "plan_cut": 40} and policy.version.startswith(f"{RULES}+")
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 12, peak=8)
    person.morning(2, 3)
    ours, theirs = (today(person.state, DAY0.replace(day=DAY0.day + 2), None, CATALOGUE, one) for one in (STANDARD, policy))
    assert [[one.grams for one in session.items if one.exercise == LIFT] for session in (ours, theirs)] == [[8_000], [7_000]]
    assert (ours.rules, theirs.rules) == (RULES, policy.version) and ours.decision != theirs.decision


def test_every_number_that_may_be_set_is_read_by_the_dose() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(dose.__file__).parent.glob("*.py") if path.name != "policy.py")
    assert [name for name in RAILS if not re.search(rf"policy\.{name}\b", code)] == []


def test_a_stricter_red_edge_counts_where_no_place_is_tracked_and_cardio_keeps_to_its_effort() -> None:
    person = Life({LEFT: 2}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 12, peak=5)
    person.morning(2, 2)
    strict = replace(STANDARD, red_absolute=4, cardio_effort=3)
    ours, theirs = (today(person.state, DAY0.replace(day=DAY0.day + 2), Choice(minutes=30), CATALOGUE, one) for one in (STANDARD, strict))
    assert [[one.rule for one in session.items if one.exercise == LIFT] for session in (ours, theirs)] == [["E7"], ["E6"]]
    cardio = [item.effort_most for item in theirs.items if CATALOGUE[item.exercise].facts.mechanism is Mechanism.CARDIO]
    assert cardio and max(cardio) == 3


@pytest.mark.parametrize(("text", "expected"), [
    ("cut_rad = 20", ["mine.toml, line 1: cut_rad is not a number that may be set; is cut_red meant?"]),
    ("zzz = 1", ["mine.toml, line 1: zzz is not a number that may be set; halfkilo rules --write FILE lists them"]),
    ("\ncut_red = 51", ["mine.toml, line 2: cut_red must be from 10 to 50 percent; got 51"]),
    ("cut_red = 9", ["mine.toml, line 1: cut_red must be from 10 to 50 percent; got 9"]),
    ("cut_red = 20.0", ["mine.toml, line 1: cut_red must be a whole number of percent, such as cut_red = 20; got 20.0"]),
    ("cut_red = true", ["mine.toml, line 1: cut_red must be a whole number of percent, such as cut_red = 20; got True"]),
    ('cut_red = "20"', ["mine.toml, line 1: cut_red must be a whole number of percent, such as cut_red = 20; got '20'"]),
    ("cut_red = 20\n\ncut_red = 30", ["mine.toml, line 3: cut_red stands in line 1 already; keep one"]),
    ("demand_wanted = 8\ndemand_step = 4", [
        "mine.toml, line 1: demand_wanted is 8; we advise 2 to 5 percent (ACSM 2009, lower half)",
        "mine.toml, line 2: demand_wanted (8) must not be above demand_step (4)"]),
    ("demand_step = 4", ["mine.toml, line 1: demand_wanted (5) must not be above demand_step (4) (ours)"]),
    ("off = ['E1']", ["mine.toml, line 1: off is not a number that may be set; halfkilo rules --write FILE lists them"]),
    ("[numbers]\ncut_red = 20", ["mine.toml: numbers is not a number that may be set; halfkilo rules --write FILE lists them"]),
    ("cut_red = 99\ncut_rad = 20\nplan_cut = x", ["mine.toml, line 3: can't be read: Invalid value (at line 3, column 12)"]),
    ("cut_red = 99\ncut_rad = 20", ["mine.toml, line 1: cut_red must be from 10 to 50 percent; got 99",
                                    "mine.toml, line 2: cut_rad is not a number that may be set; is cut_red meant?"]),
    (b"cut_red = 20 # \xe4", ["mine.toml: is not UTF-8 text; save it as UTF-8"]),
    (b"#" * 65_537, ["mine.toml: is larger than 64 kB; this is no file of numbers"]),
])
def test_every_mistake_is_named_with_its_place(file: Path, text: str | bytes, expected: list[str]) -> None:
    assert said(file, text) == expected
    with pytest.raises(Malformed) as caught:
        read(file)
    assert expected[-1] in str(caught.value)


def test_outside_what_we_advise_is_said_and_allowed(file: Path) -> None:
    assert said(file, "plan_cut = 45") == ["mine.toml, line 1: plan_cut is 45; we advise 30 to 40 percent (DOSE.md 4)"]
    assert read(file).plan_cut == 45


def test_an_empty_file_and_a_byte_order_mark_are_ours(file: Path) -> None:
    assert said(file, "") == [] and read(file) == STANDARD
    assert said(file, b"\xef\xbb\xbfcut_red = 20\n") == [] and read(file).version == RULES


@given(st.dictionaries(st.sampled_from(sorted(RAILS)), st.integers(-5, 120) | st.integers(0, 100_000), max_size=6))
def test_a_file_is_used_only_within_every_guardrail_and_never_against_itself(tmp_path_factory, values: dict[str, int]) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text("".join(f"{name} = {value}\n" for name, value in values.items()))
    policy, findings = look(file)
    full = {**STANDARD.values, **values}
    fits = all(rail.hard[0] <= full[name] <= rail.hard[1] for name, rail in RAILS.items()) and all(full[a] <= full[b] for a, b in ORDER)
    assert (policy is not None) == fits == (not any(one.grave for one in findings))
    assert policy is None or policy.values == full
