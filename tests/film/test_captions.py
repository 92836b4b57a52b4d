"""WebVTT that every player reads: in order, never two at once, nothing that could be taken for markup."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from halfkilo.film.captions import Said, clock, rows, vtt

TIMING = re.compile(r"(\d\d+):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d\d+):([0-5]\d):([0-5]\d)\.(\d{3})")
LINES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=140).filter(str.strip)


def times(text: str) -> list[tuple[float, float]]:
    """Start and end of every caption, seconds."""
    found = []
    for match in TIMING.finditer(text):
        h, m, s, ms, h2, m2, s2, ms2 = map(int, match.groups())
        found.append((h * 3600 + m * 60 + s + ms / 1000, h2 * 3600 + m2 * 60 + s2 + ms2 / 1000))
    return found


@given(st.lists(st.tuples(st.floats(0.01, 30), st.floats(0.5, 20), LINES), max_size=20))
def test_captions_come_one_after_the_other(rows_: list[tuple[float, float, str]]) -> None:
    at, said = 0.0, []
    for wait, long, text in rows_:
        at += wait
        said.append(Said(at, at + long, text))
    written = vtt(said, "en")
    found = times(written)
    assert written.startswith("WEBVTT\n") and len(found) == len(said)
    assert all(start <= end for start, end in found)
    assert all(end <= after for (_, end), (after, _) in pairwise(found))


@given(LINES)
def test_no_caption_can_be_taken_for_markup(text: str) -> None:
    shown = rows(text)
    assert "-->" not in shown and "<" not in shown and "\n\n" not in shown
    assert shown.count("\n") <= 1


def test_what_is_only_spoken_is_no_caption() -> None:
    assert times(vtt([Said(0, 2, "one"), Said(1, 2, "2", shown=False), Said(3, 4, "three")], "en")) == [(0, 2), (3, 4)]


def test_a_clock() -> None:
    assert clock(3723.0004) == "01:02:03.000" and clock(59.9996) == "00:01:00.000"
