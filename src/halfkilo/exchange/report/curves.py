"""Series of a span as charts: points, level with its uncertainty, the change that matters; every place from 0 to 1, missing left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from halfkilo.exchange.report.happened import Flare
from halfkilo.exchange.report.wish import Wish
from halfkilo.insight import record
from halfkilo.insight.trend import Series, Trend, trend

TOP = 10.0
"""Pain and activities are told from 0 to 10."""


@dataclass(frozen=True)
class Curve:
    """runs: points joined without a gap, (across, up). band: (across, low, high) of the level. spans: (from, to) of flares.
    matters: (from, to) of the change that matters, upright, or nothing where no level is known yet."""

    found: Trend
    runs: tuple[tuple[tuple[float, float], ...], ...]
    band: tuple[tuple[float, float, float], ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    matters: tuple[float, float] | None = None


def pains(told: Sequence[record.Told], tracked: Sequence[str], flares: Sequence[Flare], wish: Wish) -> dict[str, Curve]:
    """Usual pain by region, the tracked ones first, then those answered most often. The level is that of days outside flares; the points
    are all of them."""
    regions = {name for one in told if one.kind == "morning" for name in one.body.get("pain", {})}
    found = {}
    for region in regions:
        spans = [(flare.since, flare.until or None) for flare in flares if flare.region == region and flare.known]
        apart = record.flare_days(spans, wish.last.toordinal())
        series = _within(record.pain(told, region, apart), wish)
        points = [(day, value) for day, value in sorted(record.mornings(told, region).items()) if _holds(wish, day)]
        if points:
            found[region] = _curve(series, points, wish, [(record.number(since), _end(until, wish)) for since, until in spans])
    place = {name: at for at, name in enumerate(tracked)}
    return dict(sorted(found.items(), key=lambda one: (place.get(one[0], len(place)), -sum(map(len, one[1].runs)), one[0])))


def activities(told: Sequence[record.Told], names: Iterable[str], wish: Wish) -> dict[str, Curve]:
    """The person's own activities by their ids, as far as they were answered."""
    series = {one.name.rpartition(".")[2]: _within(one, wish) for one in record.measured(told) if one.name.startswith("function:psfs.")}
    return {name: _curve(series[name], series[name].points, wish, ()) for name in names if name in series and series[name].points}


def others(told: Sequence[record.Told], wish: Wish) -> list[Trend]:
    """Everything else that was measured."""
    found = (_within(one, wish) for one in record.measured(told) if not one.name.startswith("function:psfs."))
    return [trend(one) for one in found if one.points]


def _within(series: Series, wish: Wish) -> Series:
    return replace(series, points=tuple(point for point in series.points if _holds(wish, point[0])))


def _holds(wish: Wish, day: int) -> bool:
    return wish.first.toordinal() <= day <= wish.last.toordinal()


def _end(until: str | None, wish: Wish) -> int:
    return record.number(until) if until else wish.last.toordinal() + 1


def _curve(series: Series, points: Sequence[tuple[int, float]], wish: Wish, spans: Sequence[tuple[int, int]]) -> Curve:
    found, first, days = trend(series), wish.first.toordinal(), wish.days

    def across(day: float) -> float:
        return round(min(1.0, max(0.0, (day - first) / days)), 4)

    def up(value: float) -> float:
        return round(min(1.0, max(0.0, value / TOP)), 4)

    band = tuple((across(one.day + 0.5), up(one.low), up(one.high)) for one in found.bands)
    gap = 1 if series.every == 1 else 2 * series.every
    runs = tuple(tuple((across(day + 0.5), up(value)) for day, value in run) for run in _runs(points, gap))
    better = series.matters if series.higher_better else -series.matters
    before = found.change.before
    grey = tuple((across(since), across(until)) for since, until in spans if across(until) > across(since))
    return Curve(found, runs, band, grey, (up(before), up(before + better)) if found.bands else None)


def _runs(points: Sequence[tuple[int, float]], gap: int) -> list[list[tuple[int, float]]]:
    """Points in runs: a longer gap than this is drawn as a gap."""
    runs: list[list[tuple[int, float]]] = []
    for day, value in points:
        if runs and day - runs[-1][-1][0] <= gap:
            runs[-1].append((day, value))
        else:
            runs.append([(day, value)])
    return runs
