"""The comparison as one picture: strength gained against load-provoked flares. SVG written by hand, readable on light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import log10

from halfkilo.cohort.compare import Row

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 64, 560, 56, 400
LEAST = 0.01
"""The left end of the axis: rarer flares are drawn there."""

LABEL = 17
"""Pixels between two labels."""

STYLE = """
 svg { font: 13px system-ui, sans-serif; color: #1d2b2a; --soft: #66757a; --ours: #00695c; --ceiling: #8a5a00; --others: #5b6770 }
 @media (prefers-color-scheme: dark) {
  svg { color: #e8efee; --soft: #9fb0b4; --ours: #4fd1bd; --ceiling: #e6b450; --others: #a9b6bd } }
 text { fill: currentColor } .soft { fill: var(--soft); font-size: 12px } .grid { stroke: var(--soft); stroke-opacity: .25 }
 .ours { color: var(--ours) } .ceiling { color: var(--ceiling) } .others { color: var(--others) }
 .cross { stroke: currentColor; stroke-width: 1.6 } .dot { fill: currentColor }
 .lead { stroke: currentColor; stroke-opacity: .45; fill: none }
"""
TICKS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def chart(rows: Sequence[Row], title: str) -> str:
    """The whole SVG."""
    top = max(5.0, *(row.gain.high for row in rows)) * 1.08
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title, quote=True)}">',
             f"<style>{STYLE}</style>", f"<title>{escape(title)}</title>", f'<text x="16" y="24" font-weight="600">{escape(title)}</text>',
             *_axes(top), *(_cross(row, top) for row in rows), *_labels(rows, top), "</svg>"]
    return "\n".join(parts) + "\n"


def across(flares: float, most: float = TICKS[-1]) -> float:
    """Where a rate of flares stands: logarithmic, because it spans three powers of ten."""
    place = (log10(min(most, max(LEAST, flares))) - log10(LEAST)) / (log10(most) - log10(LEAST))
    return LEFT + place * (RIGHT - LEFT)


def _up(gain: float, top: float) -> float:
    return BOTTOM - max(0.0, gain) / top * (BOTTOM - TOP)


def _axes(top: float) -> Iterator[str]:
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100) if top / one <= 8)
    for gain in range(0, int(top) + 1, step):
        y = _up(gain, top)
        yield f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="soft" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{gain} %</text>'
    for rate in TICKS:
        x = across(rate)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{BOTTOM}"/>'
        yield f'<text class="soft" x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{rate:g}</text>'
    middle = (LEFT + RIGHT) / 2
    yield f'<text class="soft" x="{middle}" y="{BOTTOM + 40}" text-anchor="middle">flares provoked by load, a year (simulated)</text>'
    yield f'<text class="soft" x="{LEFT - 48}" y="{TOP - 12}">strength gained, all starters (simulated)</text>'


def _kind(row: Row) -> str:
    return {"halfkilo": "ours", "oracle": "ceiling"}.get(row.policy, "others")


def _cross(row: Row, top: float) -> str:
    x, y = across(row.load_flares.mean), _up(row.gain.mean, top)
    low, high = across(row.load_flares.low), across(row.load_flares.high)
    down, up = _up(row.gain.low, top), _up(row.gain.high, top)
    return (f'<g class="{_kind(row)}"><line class="cross" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<line class="cross" x1="{x:.1f}" x2="{x:.1f}" y1="{down:.1f}" y2="{up:.1f}"/>'
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/></g>')


def _labels(rows: Sequence[Row], top: float) -> Iterator[str]:
    """Names in a column at the right, in the order of the points, each with a line to its own."""
    ordered = sorted(rows, key=lambda row: (-row.gain.mean, row.policy))
    places = spread([_up(row.gain.mean, top) for row in ordered])
    for row, y in zip(ordered, places, strict=True):
        x, own = across(row.load_flares.mean), _up(row.gain.mean, top)
        weight = ' font-weight="600"' if _kind(row) != "others" else ""
        yield (f'<g class="{_kind(row)}"><path class="lead" d="M{x + 5:.1f} {own:.1f} L{RIGHT + 8} {y:.1f} H{RIGHT + 14}"/></g>'
               f'<text x="{RIGHT + 18}" y="{y + 4:.1f}"{weight}>{escape(row.policy)}</text>')


def spread(wanted: Sequence[float]) -> list[float]:
    """Heights near the wanted ones (ascending), at least a label apart, inside the picture."""
    out: list[float] = []
    for y in wanted:
        out.append(max(y, out[-1] + LABEL) if out else max(TOP, y))
    over = max(0.0, out[-1] - BOTTOM) if out else 0.0
    for index in range(len(out) - 1, -1, -1):
        below = out[index + 1] - LABEL if index + 1 < len(out) else out[index] - over
        out[index] = min(out[index], below)
    return out
