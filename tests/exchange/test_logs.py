"""Logs of other programs: good, odd and hostile files."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.exchange.amounts import NotUnderstood, Unit, grams, seconds, whole
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.logfile import History, Settings, read_log
from halfkilo.exchange.moments import Order, moment, month_of
from halfkilo.journal.entry import parse
from halfkilo.journal.fold import check, fold
from halfkilo.journal.kinds import body_of

INDIA = timezone(timedelta(hours=5, minutes=30))
TODAY = date(2026, 11, 22)

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,Notes,Workout Notes\r\n"
    '2026-10-06 16:19:00,Morning,1h 5m,Seated Row (Cable),W,20,kg,12,,,,0,"slow, and\r\neasy",\r\n'
    "2026-10-06 16:19:00,Morning,1h 5m,Seated Row (Cable),1,22.5,kg,12.0,7,,,0,,\r\n"
    "2026-10-06 16:19:00,Morning,1h 5m,Seated Row (Cable),Rest Timer,,,,,,,90,,\r\n"
    "2026-10-06 16:19:00,Morning,1h 5m,Plank,1,0,kg,0,,,,60,,\r\n")
STRONG_OLD = ("Date;Workout Name;Exercise Name;Set Order;Weight;Reps;Distance;Seconds;Notes;Workout Notes;Workout Duration\n"
              "2022-05-01 08:00:00;Früh;Bankdrücken (Langhantel);1;42,5;8;0;0;gut für den Rücken;;55m\n")
HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index","set_type","weight_kg",'
    '"reps","distance_km","duration_seconds","rpe"\n'
    '"Beine","25 Juli 2026, 14:21","25 Juli 2026, 15:00","","Goblet Squat (Dumbbell)",,"",0,"normal",12,10,,,8.5\n'
    '"Beine","25 Juli 2026, 14:21","25 Juli 2026, 15:00","","Goblet Squat (Dumbbell)",,"",1,"failure",12,8,,,\n')
FITNOTES = ("Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time,Comment\n"
            "2026-03-04,Deadlift,Back,60.0,5,,,,\n"
            "2026-03-04,Plank,Abs,,,,,0:01:30,=cmd()\n"
            "2026-03-04,Deadlift,Back,62.5,5,,,,\n")


def read(text: str | bytes, **answers: str) -> History:
    data = text if isinstance(text, bytes) else text.encode()
    return read_log(data, Settings("asha", INDIA, TODAY, {key.replace("__", ":"): value for key, value in answers.items()}))


def bodies(found: History) -> list:
    return [body_of(entry) for entry in found.entries]


def test_strong_with_units_keeps_sets_rest_timers_and_line_breaks_in_notes() -> None:
    found = read(STRONG)
    assert not found.problems and not found.waiting and found.source == "strong"
    row, plank = bodies(found)
    assert [(s.grams, s.reps, s.seconds) for s in row.sets] == [(20_000, 12, None), (22_500, 12, None), (None, None, None)]
    assert row.sets[0].cells["notes"] == "slow, and\r\neasy"
    assert (plank.sets[0].grams, plank.sets[0].seconds) == (0, 60)
    assert found.entries[0].at == "2026-10-06T16:19:00+05:30"
    assert found.sets == 4


@pytest.mark.hazard("H05")
def test_strong_without_a_unit_asks_and_takes_nothing_in_before_the_answer() -> None:
    found = read(STRONG_OLD)
    assert found.entries == () and found.waiting
    asked = [(question.id, question.example) for question in found.questions if question.needed]
    assert asked == [("unit", "Bankdrücken (Langhantel): 42,5")]
    assert bodies(read(STRONG_OLD, unit="kg"))[0].sets[0].grams == 42_500
    assert bodies(read(STRONG_OLD, unit="lb"))[0].sets[0].grams == 19_278
    assert read(STRONG_OLD, unit="stone").waiting


def test_latin_1_with_decimal_commas_is_read_and_said() -> None:
    found = read(STRONG_OLD.encode("latin-1"), unit="kg")
    assert bodies(found)[0].exercise == "Bankdrücken (Langhantel)"
    assert [(problem.line, problem.kept) for problem in found.problems] == [(1, True)]


def test_a_byte_order_mark_utf_16_and_blank_lines_do_not_matter() -> None:
    plain_bodies = bodies(read(FITNOTES))
    assert bodies(read(b"\xef\xbb\xbf" + FITNOTES.encode())) == plain_bodies
    assert bodies(read(FITNOTES.encode("utf-16"))) == plain_bodies
    assert bodies(read("\n\n" + FITNOTES.replace("\n", "\r\n\r\n"))) == plain_bodies


def test_hevy_in_german_asks_once_whether_a_dumbbell_counts_per_hand() -> None:
    found = read(HEVY)
    asked = [question for question in found.questions if question.needed]
    assert [(question.key, question.options) for question in asked] == [("per_side:Goblet Squat (Dumbbell)", ("each", "total", "unknown"))]
    offered = next(question for question in found.questions if question.id == "map")
    assert not offered.needed and "goblet_squat" in offered.options
    (body,) = bodies(read(HEVY, per_side="each"))
    assert body.per_side is True and body.on == date(2026, 7, 25) and body.workout == "Beine"
    assert [one.reps for one in body.sets] == [10, 8] and body.sets[0].cells["rpe"] == "8.5"
    assert bodies(read(HEVY, per_side="unknown"))[0].per_side is None


@pytest.mark.hazard("H05")
def test_hevy_in_pounds_is_never_kilograms() -> None:
    pounds = HEVY.replace("weight_kg", "weight_lbs").replace("normal\",12", "normal\",26.46")
    assert bodies(read(pounds, per_side="each"))[0].sets[0].grams == 12_002


def test_fitnotes_keeps_the_order_of_sets_and_gathers_them_by_exercise() -> None:
    lift, plank = bodies(read(FITNOTES))
    assert [one.grams for one in lift.sets] == [60_000, 62_500]
    assert plank.sets[0].seconds == 90 and plank.sets[0].grams is None


def test_fitnotes_dates_of_three_numbers_are_settled_by_the_file_or_asked() -> None:
    ambiguous = FITNOTES.replace("2026-03-04", "05/04/2026")
    assert [question.id for question in read(ambiguous).questions if question.needed] == ["order"]
    assert read(ambiguous).problems == ()
    assert bodies(read(ambiguous, order="day_first"))[0].on == date(2026, 4, 5)
    assert bodies(read(ambiguous, order="month_first"))[0].on == date(2026, 5, 4)
    settled = ambiguous + "25/04/2026,Plank,Abs,,,,,1:00,\n"
    assert {body.on for body in bodies(read(settled))} == {date(2026, 4, 5), date(2026, 4, 25)}


def test_fitnotes_units_per_row_and_an_unknown_unit_is_kept_as_written() -> None:
    text = ("Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time\n"
            "2026-03-04,Squat,Legs,10,lbs,5,,,\n2026-03-04,Squat,Legs,10,kgs,5,,,\n2026-03-04,Squat,Legs,10,stone,5,,,\n")
    found = read(text)
    assert [one.grams for one in bodies(found)[0].sets] == [4536, 10_000, None]
    assert bodies(found)[0].sets[2].cells["weight"] == "10"
    assert [(problem.line, problem.kept) for problem in found.problems] == [(4, True)]


@pytest.mark.hazard("H24")
def test_impossible_dates_the_future_and_torn_lines_are_named_and_the_rest_is_kept() -> None:
    text = (FITNOTES + "2026-02-30,Deadlift,Back,60,5,,,,\n2027-01-01,Deadlift,Back,60,5,,,,\n2026-03-05,,Back,60,5,,,,\n"
            "2026-03-05,Deadlift,Back,NaN,5,,,,\n2026-03-05,Deadlift,Back,-20,5,,,,\n2026-03-05,Dead")
    found = read(text)
    lines = [(problem.line, problem.kept) for problem in found.problems]
    assert lines == [(5, False), (6, False), (7, False), (8, True), (9, True), (10, False)]
    assert "cut off" in found.problems[-1].problem
    assert "no exercise" in found.problems[2].problem
    assert found.sets == 5


def test_a_quote_left_open_at_the_end_is_a_torn_line() -> None:
    found = read(FITNOTES + '2026-03-05,Deadlift,Back,60,5,,,,"half a rem')
    assert found.sets == 3 and "cut off" in found.problems[0].problem and found.problems[0].line == 5


@pytest.mark.parametrize(("data", "reason"), [
    (b"", Reason.EMPTY), (b"\n\n", Reason.EMPTY), (b"PK\x03\x04abc", Reason.NOT_TEXT), (b"a,b\0c\n", Reason.NOT_TEXT),
    (b"name,colour\nAsha,teal\n", Reason.UNKNOWN_FORMAT), (b"\xff\xfea", Reason.NOT_TEXT)])
def test_what_is_no_log_is_refused_as_a_whole_with_what_to_do(data: bytes, reason: Reason) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert refused.value.reason is reason
    assert len(str(refused.value)) > 20


def test_a_file_of_200_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(FileRefused, match="64 MiB"):
        read(bytes(200_000_000))


def test_importing_twice_or_a_longer_export_gives_the_same_ids() -> None:
    first, again = read(HEVY, per_side="each"), read(HEVY, per_side="each")
    assert [entry.canonical for entry in first.entries] == [entry.canonical for entry in again.entries]
    more = HEVY + '"Arme","6 Oct 2026, 16:19","6 Oct 2026, 17:00","","Curl (Cable)",,"",0,"normal",12,10,,,\n'
    assert first.entries[0] in read(more, per_side="each").entries
    other = read_log(HEVY.encode(), Settings("ben", INDIA, TODAY, {"per_side": "each"}))
    assert other.entries[0].id != first.entries[0].id


def test_history_is_kept_whole_and_changes_no_dose() -> None:
    found = read(STRONG)
    for entry in found.entries:
        check(entry)
        assert parse(entry.line).canonical == entry.canonical
    state = fold(found.entries)
    assert state["exercises"] == {} and state["unknown"] == 0 and state["seq"] == len(found.entries)


def test_a_hundred_and_twenty_sets_become_entries_that_each_fit() -> None:
    text = FITNOTES + "2026-03-06,Deadlift,Back,60,5,,,,\n" * 120
    sizes = [len(body.sets) for body in bodies(read(text)) if body.on == date(2026, 3, 6)]
    assert sizes == [50, 50, 20]


@pytest.mark.parametrize(("text", "expected"), [
    ("6 Oct 2026, 16:19", "2026-10-06T16:19:00"),
    ("25 Juli 2026, 14:21", "2026-07-25T14:21:00"),
    ("1 févr. 2026, 09:05", "2026-02-01T09:05:00"),
    ("3 de marzo de 2026, 7:00", "2026-03-03T07:00:00"),
    ("Oct 6, 2026, 4:19 PM", "2026-10-06T16:19:00"),
    ("12 mrt. 2026, 08:00", "2026-03-12T08:00:00"),
    ("4 paź 2026, 08:00", "2026-10-04T08:00:00"),
    ("9 Ağu 2026, 08:00", "2026-08-09T08:00:00"),
    ("5 авг. 2026, 08:00", "2026-08-05T08:00:00"),
    ("5 मार्च 2026, 08:00", "2026-03-05T08:00:00"),
    ("31.12.2025", "2025-12-31T12:00:00"),
    ("12 Dez. 2025, 00:10", "2025-12-12T00:10:00"),
    ("2026-10-06 16:19:05", "2026-10-06T16:19:05"),
    ("2026-10-06T16:19", "2026-10-06T16:19:00"),
    ("12 Oct 2026, 12:05 AM", "2026-10-12T00:05:00"),
])
def test_dates_in_many_dresses(text: str, expected: str) -> None:
    assert moment(text, None).isoformat() == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-02-30", "32 Oct 2026, 10:00", "6 Jui 2026", "05/04/2026",
                                  "6 Oct 2026, 25:00"])
def test_dates_that_are_none_or_not_settled(text: str) -> None:
    with pytest.raises(NotUnderstood):
        moment(text, None)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.sampled_from(list(Order)))
def test_numbers_with_a_known_order_come_back(day: date, order: Order) -> None:
    text = f"{day.day}/{day.month}/{day.year}" if order is Order.DAY_FIRST else f"{day.month}/{day.day}/{day.year}"
    assert moment(text, order).date() == day


def test_a_beginning_shared_by_two_months_is_no_month() -> None:
    assert month_of("juin") == 6 and month_of("juil") == 7
    with pytest.raises(NotUnderstood):
        month_of("jui")


@pytest.mark.hazard("H05")
@given(st.integers(0, 400_000))
def test_kilograms_and_pounds_of_the_same_weight_agree_to_a_gram(load: int) -> None:
    pounds = f"{load / 453.59237:.6f}"
    assert abs(grams(pounds, Unit.POUND) - load) <= 1
    assert grams(f"{load // 1000}.{load % 1000:03d}", Unit.KILOGRAM) == load
    assert grams(f"{load // 1000},{load % 1000:03d}", Unit.KILOGRAM) == load


@pytest.mark.parametrize("text", ["", "nan", "inf", "-1", "1e3", "1.234,5", "٣٣x", "1_000", "0x10", "9" * 12])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(NotUnderstood):
        grams(text, Unit.KILOGRAM)


def test_durations() -> None:
    assert [seconds(text) for text in ("90", "1:30", "0:01:30", "12:00:00")] == [90, 90, 90, 43_200]
    for text in ("1:75", "25:00:00", "x"):
        with pytest.raises(NotUnderstood):
            seconds(text)
    with pytest.raises(NotUnderstood):
        whole("8.5", 100)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(noise: str) -> None:
    """Whatever stands in the rows: a history with problems by line, never another error."""
    header = "Date,Exercise,Category,Weight,Reps,Time\n"
    found = read(header.encode() + noise.encode("utf-8", "ignore").replace(b"\0", b""), unit="kg", order="day_first", per_side="unknown")
    assert all(problem.line >= 1 for problem in found.problems)
