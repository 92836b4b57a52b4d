"""The watch beside the engine sees every kind of rise that must not be."""

from __future__ import annotations

from itertools import pairwise

import pytest

from halfkilo.cohort.watch import Account, Watch

KEY = "row:cable:both"


def watched(*doses: tuple[int, int], yes: tuple[int, int] | None = None, back: bool = False, unlocked: bool = True,
            apart: int = 7) -> Watch:
    """The same exercise, lifted every `apart` days; a yes, if there was one, for the last."""
    watch = Watch()
    for index, dose in enumerate(doses):
        last = index == len(doses) - 1
        if yes is not None and last:
            watch.accounts.setdefault(KEY, Account()).yes = (yes, back)
        watch.lifted(KEY, dose, index * apart, unlocked)
    return watch


@pytest.mark.parametrize(("doses", "more", "breach"), [
    (((10_000, 8), (10_500, 8)), {}, "unasked"),
    (((10_000, 8), (10_500, 8)), {"yes": (10_500, 8), "unlocked": False}, "locked"),
    (((10_000, 8), (10_500, 9)), {"yes": (10_500, 9)}, "two at once"),
    (((10_000, 8), (11_500, 8)), {"yes": (11_500, 8)}, "load"),
    (((3_000, 12), (3_500, 12)), {"yes": (3_500, 12)}, "step"),
    (((10_000, 8), (10_000, 13)), {}, "step"),
    (((4_000, 12), (4_000, 14), (4_000, 16), (4_000, 18)), {"apart": 2}, "week"),
])
def test_each_breach_has_its_name(doses, more, breach):
    assert breach in watched(*doses, **more).breaches


@pytest.mark.parametrize(("doses", "more"), [
    (((10_000, 12), (10_500, 12)), {"yes": (10_500, 12)}),
    (((10_000, 8), (10_000, 9), (10_000, 10)), {}),
    (((10_000, 8), (8_000, 8)), {}),
    (((10_000, 8), (7_000, 8), (8_500, 8)), {"yes": (8_500, 8), "back": True, "apart": 2}),
])
def test_what_may_be_is_no_breach(doses, more):
    watch = watched(*doses, **more)

    assert not watch.breaches
    assert watch.raised == sum(new[0] > old[0] for old, new in pairwise(doses))


def test_a_way_back_never_leads_past_where_it_came_from():
    assert "unasked" in watched((8_000, 8), (6_000, 8), (8_500, 8), yes=(8_000, 8), back=True).breaches


def test_peers_ask_nobody_and_a_load_found_anew_is_no_rise():
    watch = Watch(consent=False)
    watch.lifted(KEY, (10_000, 8), 0)
    watch.lifted(KEY, (10_500, 8), 3)
    watch.anew(KEY)
    watch.lifted(KEY, (20_000, 8), 5)

    assert not watch.breaches and watch.raised == 1 and watch.first_raise == 3
