"""What the whole-number core of the dose promises, as contracts that CrossHair reads (PEP 316): for every input, not only for drawn ones.

Each function asks the engine one thing about a few whole numbers. `test_contracts.py` lets CrossHair look for an input that breaks one.
"""

from __future__ import annotations

from halfkilo.dose.grid import Grid
from halfkilo.dose.progress import Dose, allowed, heavier, more_reps, reps_range, towards, within
from halfkilo.journal.corridor import Corridor, variation


def a_percent_is_a_percent(new: int, old: int, percent: int) -> bool:
    """
    pre: 0 <= new <= 200_000 and 1 <= old <= 200_000 and 0 <= percent <= 10
    post: not _ or 10 * (new - old) <= old
    """
    return within(new, old, percent)


def a_range_has_its_exercises_in_it(low: int, high: int, grams: int) -> tuple[int, int]:
    """
    pre: 1 <= low <= high <= 60 and 0 <= grams <= 100_000
    post: 1 <= _[0] <= low and _[1] >= high
    """
    return reps_range(low, high, grams, True)


def lighter_loads_have_no_narrower_range(grams: int, more: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """
    pre: 1 <= grams <= 60_000 and 0 <= more <= 40_000
    post: _[0][0] <= _[1][0] and _[0][1] >= _[1][1]
    """
    return reps_range(8, 12, grams, True), reps_range(8, 12, grams + more, True)


def what_is_allowed_keeps_the_invariants(grams: int, target: int, old_grams: int, old_target: int) -> bool:
    """One variable, a tenth of demand, and from 5 kg on a tenth of load (DOSE.md 6).

    pre: 0 <= grams <= 100_000 and 0 <= old_grams <= 100_000 and 1 <= target <= 60 and 1 <= old_target <= 60
    post: not _ or not (grams > old_grams and target > old_target)
    post: not _ or 10 * max(grams, 1) * (30 + target) <= 11 * max(old_grams, 1) * (30 + old_target)
    post: not _ or old_grams < 5_000 or 10 * grams <= 11 * old_grams
    """
    old = Dose(old_grams, old_target)
    return allowed(Dose(grams, target), old, old)


def a_week_holds_a_tenth(grams: int, old_grams: int, base_grams: int, target: int) -> bool:
    """
    pre: 5_000 <= base_grams <= old_grams <= 100_000 and 0 <= grams <= 100_000 and 1 <= target <= 60
    post: not _ or 10 * grams <= 11 * base_grams
    """
    return allowed(Dose(grams, target), Dose(old_grams, target), Dose(base_grams, target))


def what_stands_is_always_allowed(grams: int, target: int) -> bool:
    """
    pre: 0 <= grams <= 100_000 and 1 <= target <= 60
    post: _
    """
    old = Dose(grams, target)
    return allowed(old, old, old)


def more_repetitions_keep_the_load(grams: int, target: int, high: int, by: int) -> Dose | None:
    """
    pre: 0 <= grams <= 100_000 and 1 <= target <= 60 and 1 <= high <= 60 and 1 <= by <= 4
    post: _ is None or (_.grams == grams and target < _.target <= high and _.target <= target + by)
    """
    old = Dose(grams, target)
    return more_reps(old, old, high, by)


def heavier_is_a_notch_and_within_a_tenth(first: int, second: int, third: int, target: int) -> Dose | None:
    """
    pre: 500 <= first < second < third <= 60_000 and 6 <= target <= 20
    post: _ is None or (_.grams in (second, third) and _.target <= target)
    post: _ is None or 10 * _.grams * (30 + _.target) <= 11 * first * (30 + target)
    """
    old = Dose(first, target)
    return heavier(old, old, Grid((first, second, third)), (8, 12))


def back_to_known_ground_never_past_it(first: int, second: int, target: int, known: int, known_target: int) -> Dose | None:
    """
    pre: 500 <= first < second <= 60_000 and 6 <= target <= 20 and first <= known <= 60_000 and 6 <= known_target <= 20
    post: _ is None or _.demand <= max(Dose(known, known_target).demand, 0) or _.grams == first
    post: _ is None or _.grams <= max(known, first)
    """
    old = Dose(first, target)
    return towards(old, Dose(known, known_target), old, Grid((first, second)), (8, 12))


def a_grid_rounds_down(first: int, second: int, load: int) -> tuple[int, int, int]:
    """
    pre: 1 <= first < second <= 100_000 and 0 <= load <= 200_000
    post: _[0] <= load and _[1] < max(load, 1) and (_[2] == 0 or _[2] > load)
    post: (_[0] == 0) == (load < first)
    post: load not in (first, second) or _[0] == load
    """
    grid = Grid((first, second))
    return grid.down(load), grid.below(load), grid.above(load) or 0


def a_coarser_grid_is_never_above_and_less_than_a_step_lighter(steps: int, factor: int, load: int) -> tuple[int, int]:
    """
    pre: 1 <= steps <= 4 and 1 <= factor <= 3 and 0 <= load <= 40
    post: _[1] <= _[0] and _[0] - _[1] < steps * factor
    """
    coarse = steps * factor
    fine = Grid(tuple(range(steps, 49, steps)))
    return fine.down(load), Grid(tuple(range(coarse, 49, coarse))).down(load)


def a_signal_is_two_or_three(first: int, second: int, third: int, fourth: int) -> int:
    """Three only where the mornings vary by more than 4/3 (16 n^2 < 9 n^2 times the variance).

    pre: 0 <= first <= 10 and 0 <= second <= 10 and 0 <= third <= 10 and 0 <= fourth <= 10
    post: _ in (2, 3)
    post: (_ == 3) == (9 * (4 * (first**2 + second**2 + third**2 + fourth**2) - (first + second + third + fourth) ** 2) > 256)
    """
    return variation((first, second, third, fourth))


def more_pain_is_never_greener(peak: int, more: int, pre: int, ref: int) -> tuple[int, int]:
    """The colour of a peak, 0 green, 1 amber, 2 red: it never falls when the peak rises, and from 8 on it is red for everybody.

    pre: 0 <= peak <= 10 and 0 <= more <= 10 - peak and 0 <= pre <= 10 and 0 <= ref <= 10
    post: _[0] <= _[1]
    post: peak < 8 or _[0] == 2
    """
    edges = Corridor(ref, ref, ref, 2, min(5, max(2, ref + 1)), min(7, max(5, ref + 2)))

    def colour(pain: int) -> int:
        return 2 if edges.peak_red(pain) else 0 if edges.peak_green(pain, pre) else 1

    return colour(peak), colour(peak + more)


CONTRACTS = (
    a_percent_is_a_percent, a_range_has_its_exercises_in_it, lighter_loads_have_no_narrower_range, what_is_allowed_keeps_the_invariants,
    a_week_holds_a_tenth, what_stands_is_always_allowed, more_repetitions_keep_the_load, heavier_is_a_notch_and_within_a_tenth,
    back_to_known_ground_never_past_it, a_grid_rounds_down, a_coarser_grid_is_never_above_and_less_than_a_step_lighter,
    a_signal_is_two_or_three, more_pain_is_never_greener,
)
