"""What the rules are to reach, on people nobody has seen: their numbers follow from the version of the rules, so they are drawn after it.

In the campaign only. It writes docs/cohort.md and its picture anew.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from os import cpu_count
from pathlib import Path

import pytest

from halfkilo.cohort.biologies import names
from halfkilo.cohort.comparison import FLARES_MOST, SHARE_LEAST, Comparison
from halfkilo.cohort.runs import Piece, Plan, sort
from halfkilo.cohort.workers import in_processes
from halfkilo.commands.cohort import write_docs
from halfkilo.dose import RULES

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(6 * 3600), pytest.mark.xdist_group("cohort")]

ROOT = Path(__file__).parents[2]
FIRST = int.from_bytes(sha256(f"rules {RULES}".encode()).digest()[:3]) * 1000
"""Number of the first person: another one for every version of the rules, never one of the first thousands, which rules are tuned on."""

PEOPLE, ELSEWHERE = 2000, 200
SESSIONS, AT_ONCE = 1_000_000, 100
JOBS = cpu_count() or 1


def lived(plan: Plan) -> Comparison:
    return Comparison(plan, sort(in_processes(list(plan.pieces()), JOBS, lambda people: None)))


@pytest.fixture(scope="module")
def standard() -> Comparison:
    return lived(Plan(PEOPLE, first=FIRST))


def test_strength_is_near_the_oracles(standard: Comparison):
    reached = standard.share

    assert reached is not None and reached.mean >= SHARE_LEAST, standard.losses()


def test_load_provokes_few_flares(standard: Comparison):
    ours, ceiling = standard.row("halfkilo"), standard.row("oracle")

    assert ours is not None and ceiling is not None
    assert ours.load_flares.mean <= FLARES_MOST * ceiling.load_flares.mean, standard.losses()
    assert all(peer.load_flares.mean > ours.load_flares.mean for peer in standard.as_good()), standard.losses()


def test_nobody_is_above_a_guardrail_in_any_biology_and_the_page_says_where_it_loses(standard: Comparison):
    elsewhere = [lived(Plan(ELSEWHERE, biology=name, first=FIRST)) for name in names() if name != standard.plan.biology]
    write_docs([standard, *elsewhere], ROOT / "docs")

    for one in [standard, *elsewhere]:
        for policy in ("halfkilo", "oracle"):
            row = one.row(policy)
            assert row is not None and row.breaches == 0, (one.plan.biology, policy)


def test_a_million_sessions_without_one_above_a_guardrail():
    """People of every biology who never miss a day, under our own rules."""
    done, breaches, first = 0, Counter[str](), FIRST
    while done < SESSIONS:
        pieces = [Piece("halfkilo", "tests.cohort.mine:keen", tuple(range(start, start + 5)), 364)
                  for start in range(first, first + AT_ONCE, 5)]
        for outcome in in_processes(pieces, JOBS, lambda people: None):
            done += outcome.done
            breaches.update(outcome.breaches)
        first += AT_ONCE
        print(f"{done} of {SESSIONS} sessions", flush=True)
        assert not breaches, (first, breaches)
