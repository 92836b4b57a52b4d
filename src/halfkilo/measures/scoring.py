"""How answers become a score, in tenths: one small function per published rule. Sources of the rules: evidence 4."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Rule(StrEnum):
    """mean: of the answered items. sum: of all; what is missing was allowed for before. count_up: the sum, what is missing counts 0.
    percent: of the most that the answered items could give (ODI, NDI). percent_good: 100 less that (KOOS, HOOS). hundred: mean of the
    answered items, spread over 0 to 100 (QuickDASH). profile: the answers side by side, no score here (EQ-5D)."""

    MEAN = "mean"
    SUM = "sum"
    COUNT_UP = "count_up"
    PERCENT = "percent"
    PERCENT_GOOD = "percent_good"
    HUNDRED = "hundred"
    PROFILE = "profile"


def scored(rule: Rule, values: Sequence[int], number: int, least: int, most: int) -> int:
    """The score of answered items in tenths.

    Args:
        values: answers, at least one. number: items in all. least, most: range of one item.
    """
    total, answered = sum(values), len(values)
    if rule is Rule.MEAN:
        return round(10 * total / answered)
    if rule is Rule.SUM:
        return round(10 * total * number / answered)
    if rule is Rule.COUNT_UP:
        return 10 * total
    share = 1000 * (total - least * answered) / ((most - least) * answered)
    return round(1000 - share) if rule is Rule.PERCENT_GOOD else round(share)


def reach(rule: Rule, number: int, least: int, most: int) -> tuple[int, int]:
    """Lowest and highest score in tenths."""
    if rule is Rule.MEAN:
        return 10 * least, 10 * most
    if rule in (Rule.SUM, Rule.COUNT_UP):
        return 10 * least * number, 10 * most * number
    return 0, 1000
