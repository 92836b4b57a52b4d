"""Reminders and paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.dose.session import Item, Part, Session, Status, Verdict
from halfkilo.exchange import papers
from halfkilo.exchange.calendar import Reminders, escaped, folded, write
from halfkilo.journal.fields import Away, Mode
from halfkilo.units import Region, Side, Tool
from halfkilo.words import strictly

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PLAN = Reminders("asha", (0, 2, 6), time(18, 30), 20, time(8, 0), date(2026, 11, 22))


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_the_calendar_asks_on_training_days_and_the_morning_after() -> None:
    lines = unfolded(write(PLAN, NOW))
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,SU;UNTIL=20270214T235959" in lines
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,TH;UNTIL=20270214T235959" in lines
    assert "DTSTART:20261122T183000" in lines and "DTSTART:20261123T080000" in lines
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]


@pytest.mark.hazard("H25")
def test_calendar_times_are_local_and_carry_no_zone() -> None:
    lines = unfolded(write(PLAN, NOW))
    starts = [line for line in lines if line.startswith("DTSTART")]
    assert len(starts) == 2 and not any(line.endswith("Z") or "TZID" in line for line in starts)


def test_the_same_plan_gives_the_same_events_and_another_person_other_ones() -> None:
    assert write(PLAN, NOW) == write(PLAN, NOW)
    names = {line for line in unfolded(write(PLAN, NOW)) if line.startswith("UID")}
    other = Reminders("ben", PLAN.weekdays, PLAN.start, PLAN.minutes, PLAN.morning, PLAN.first)
    assert len(names) == 2 and not names & set(unfolded(write(other, NOW)))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_folding_keeps_lines_short_and_characters_whole(text: str) -> None:
    raw = folded("SUMMARY:" + text)
    assert all(len(part) <= 75 for part in raw.split(b"\r\n"))
    assert raw.decode().replace("\r\n ", "") == f"SUMMARY:{text}\r\n"


def test_escaping() -> None:
    assert escaped("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne"


@pytest.mark.parametrize("days", [(), (7,), (-1,), (1, 1)])
def test_impossible_weekdays_are_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Reminders("asha", days, time(18, 30), 20, time(8, 0), date(2026, 11, 22))


def item(exercise: str, tool: Tool, verdict: Verdict, grams: int, side: Side = Side.BOTH, steps: tuple[int, ...] = ()) -> Item:
    return Item(exercise, tool, side, verdict, "E8", 2, 12, grams, 500, 40_000, 60, 100, 6, (), steps=steps)


def session(*items: Item, towards: str = "Two flights of stairs") -> Session:
    parts = (Part("strength", "For your legs", items),)
    return Session(date(2026, 11, 22), Status.READY, Mode.NORMAL, Away.NO, 20, "low_back", towards, parts,
                   (), (), (), (), True, "1", "id", "x")


class Balanced(HTMLParser):
    """Checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen(page: str) -> str:
    reader = Balanced()
    reader.feed(page)
    assert reader.open == []
    return " ".join(reader.text)


def test_the_fridge_sheet_says_what_to_do_and_leaves_room_for_numbers() -> None:
    with strictly():
        page = papers.fridge_sheet(
            session(item("chair_stand", Tool.BODY, Verdict.HOLD, 0), item("seated_row", Tool.CABLE, Verdict.HOLD, 8500),
                    item("seated_row", Tool.CABLE, Verdict.FIND, 0, Side.LEFT, (2000, 2500))),
            tracked=(Region.LOW_BACK,), bad_day_plan="Walk to the gate.\nCall Ben.", emergency_number="112")
    text = seen(page)
    for part in ("20 minutes, 2 exercises, for Sunday 22 November", "Two flights of stairs", "8.5 kg, cable", "your own weight",
                 "2 sets of 12",
                 "from 2 kg", "(left)", "low back", "Walk to the gate.", "112"):
        assert part in text, part


def test_a_persons_own_words_are_never_markup() -> None:
    page = papers.fridge_sheet(session(towards="<script>x</script>"), bad_day_plan="<img src=x>", emergency_number='"><b>')
    assert "<script" not in page and "<img" not in page and "<b>" not in page


def test_a_sheet_without_exercises_says_so() -> None:
    assert "no exercises" in seen(papers.fridge_sheet(session()))


def test_the_diary_has_a_row_a_day_and_a_column_a_region() -> None:
    with strictly():
        page = papers.diary(date(2026, 11, 23), tracked=(Region.LOW_BACK, Region.KNEE_LEFT))
    text = seen(page)
    assert "Monday 23" in text and "Sunday 29" in text and "left knee" in text
    assert page.count('<th scope="row">') == 7


def test_papers_fetch_nothing_from_anywhere() -> None:
    page = papers.fridge_sheet(session()) + papers.diary(date(2026, 11, 23), tracked=())
    assert "http" not in page and "src=" not in page and "url(" not in page
