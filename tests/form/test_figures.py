"""What form is held to on people never seen (docs/form-figures.md): never one person's repetitions on both sides of a split."""

from __future__ import annotations

import pytest

from tests.form import figures, people, sets

pytestmark = [pytest.mark.campaign, pytest.mark.skipif(not people.here(), reason=people.MISSING)]


def test_strangers_with_a_baseline_of_three():
    found = figures.of_strangers().figures()
    assert found["accuracy"] >= 0.93 and found["false"] <= 0.05 and found["missed"] <= 0.10 and found["worst"] <= 0.15, found


def test_a_movement_that_was_never_seen():
    found = figures.of_strangers_and_movements().figures()
    assert found["accuracy"] >= 0.93 and found["false"] <= 0.05 and found["missed"] <= 0.10 and found["worst"] <= 0.15, found


def test_cut_by_ourselves():
    found = figures.whole_chain()
    assert found["accuracy"] >= 0.90 and found["missed"] <= 0.10, found


@pytest.mark.parametrize("degrees", [45, 90])
def test_turned_false_cues_at_most_double(degrees):
    facing = figures.of_strangers().figures()["false"]
    assert figures.changed(lambda seen: seen.turned(degrees)).figures()["false"] <= 2 * facing


@pytest.mark.parametrize("limb", sets.LIMBS)
def test_a_limb_out_of_view_brings_no_more_cues(limb):
    assert figures.changed(sets.without(*sets.LIMBS[limb])).figures()["false"] <= 2 * figures.of_strangers().figures()["false"]


@pytest.mark.parametrize("name", figures.COUNTS)
def test_counting(name):
    assert figures.count_of(name, every=3)["within one"] >= (0.9 if name.startswith("nothing") else 0.95)
