"""Logs for other programs: out and in again, no formulas, history as it was written, our own sets never twice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta, timezone
from types import ModuleType

import pytest

from halfkilo.exchange import wger_json
from halfkilo.exchange.done import ours, sets_of
from halfkilo.exchange.errors import FileRefused
from halfkilo.exchange.history import History, Settings
from halfkilo.exchange.logfile import read_log
from halfkilo.exchange.logs_out import formats
from halfkilo.journal.entry import Entry, uuid7
from halfkilo.journal.kinds import make
from halfkilo.journal.kinds.corrected import Body as Corrected
from tests.exchange.sets import session
from tests.exchange.test_logs import HEVY, STRONG

INDIA = timezone(timedelta(hours=5, minutes=30))
HERE = Settings("asha", INDIA, date(2026, 11, 22), {"per_side": "each"})
ALL = pytest.mark.parametrize("name", sorted(formats()))


def out(entries: list[Entry], module: ModuleType) -> bytes:
    file = io.BytesIO()
    module.write(entries, file)
    return file.getvalue()


def back(data: bytes) -> History:
    return wger_json.read_log(data, HERE) if data[:1] == b"{" else read_log(data, HERE)


def flat(found: History) -> Iterator[tuple[str, int | None, int | None, int | None]]:
    for entry in found.entries:
        for one in entry.body["sets"]:
            yield entry.body["exercise"], one.get("grams"), one.get("reps"), one.get("seconds")


def test_there_is_a_module_for_each() -> None:
    assert set(formats()) == {"strong", "hevy", "fitnotes", "wger"}


@ALL
def test_every_set_comes_back_with_load_amount_name_and_day(name: str) -> None:
    found = back(out([*session(), *session(1)], formats()[name]))
    assert found.problems == () and not found.waiting and found.source == name
    wanted = [(one.name, one.grams, one.reps, one.seconds) for one in sets_of([*session(), *session(1)])]
    assert sorted(flat(found), key=str) == sorted(wanted, key=str)
    assert {entry.body["on"] for entry in found.entries} == {"2026-11-20"}
    assert {one["cells"].get("notes", one["cells"].get("comment", one["cells"].get("exercise_notes")))
            for entry in found.entries for one in entry.body["sets"]} == {"left side", "right side", None}


@ALL
def test_our_own_sets_coming_back_are_recognised_and_one_more_is_not(name: str) -> None:
    found = back(out(session(), formats()[name]))
    kept, returned = ours(found.entries, sets_of(session()))
    assert kept == [] and returned == len(found.entries) > 0
    assert ours(found.entries, sets_of(session()[:-1]))[0][0].body["exercise"] == "Brisk walk"


@pytest.mark.parametrize(("name", "log"), [("strong", STRONG), ("hevy", HEVY)])
def test_history_of_the_same_program_goes_out_as_it_was_written(name: str, log: str) -> None:
    first = read_log(log.encode(), HERE)
    again = out(list(first.entries), formats()[name])
    rows, wanted = (list(csv.DictReader(io.StringIO(text, newline=""))) for text in (again.decode(), log))
    assert rows == wanted
    assert read_log(again, HERE).entries == first.entries


@ALL
def test_what_was_corrected_goes_out_right(name: str) -> None:
    first, second = session()[1:3]
    right = make("corrected", Corrected(first.id, {**first.body, "grams": 11_000}), at=first.at, author="person", id=uuid7(90, bytes(10)))
    void = make("corrected", Corrected(second.id), at=second.at, author="person", id=uuid7(91, bytes(10)))
    loads = [grams for exercise, grams, _, _ in flat(back(out([*session(), right, void], formats()[name]))) if "row" in exercise]
    assert loads == [11_000]


@pytest.mark.parametrize("name", ["strong", "hevy", "fitnotes"])
def test_no_cell_begins_a_formula(name: str) -> None:
    evil = session()[1]
    evil = Entry(
        evil.id, evil.at, "person", "set_done", 1, {**evil.body, "exercise": "=HYPERLINK(1)"})
    rows = list(csv.reader(io.StringIO(out([evil], formats()[name]).decode(), newline="")))
    assert any("HYPERLINK" in cell for cell in rows[1])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


WGER = {"count": 4, "next": None, "results": [
    {"id": 1, "date": "2026-11-01T10:00:00Z", "session": "a", "exercise": 73, "repetitions": "8.00", "repetitions_unit": 1,
     "weight": "12.50", "weight_unit": 1, "rir": "2"},
    {"id": 2, "date": "2026-11-01T10:05:00Z", "session": "a", "exercise": {"id": 9, "name": "Curl"}, "repetitions": "10.00",
     "repetitions_unit": 1, "weight": "20.00", "weight_unit": 2},
    {"id": 3, "date": "2026-11-01", "session": "a", "exercise": 12, "repetitions": "1.50", "repetitions_unit": 4, "weight": None},
    {"id": 4, "date": "2026-11-01", "session": "a", "exercise": 12, "repetitions": "5", "repetitions_unit": 1, "weight": "3",
     "weight_unit": 4}]}


def test_a_log_of_wger_is_read_with_its_units_and_the_persons_own_time() -> None:
    found = back(json.dumps(WGER).encode())
    assert list(flat(found)) == [("wger exercise 73", 12_500, 8, None), ("Curl", 9072, 10, None),
                                 ("wger exercise 12", None, None, 90), ("wger exercise 12", None, 5, None)]
    assert found.entries[0].at == "2026-11-01T15:30:00+05:30"
    assert [(one.line, one.kept) for one in found.problems] == [(4, True)]
    assert wger_json.read_log(json.dumps(WGER["results"]).encode(), HERE).entries == found.entries


def test_wger_as_csv_and_without_a_unit() -> None:
    text = "id,date,exercise,repetitions,repetitions_unit,weight,weight_unit\n1,2026-11-01T10:00:00Z,73,8.00,1,12.50,1\n"
    assert list(flat(read_log(text.encode(), HERE))) == [("wger exercise 73", 12_500, 8, None)]
    bare = "date,exercise,repetitions,weight\n2026-11-01,Row,8,12.5\n"
    assert read_log(bare.encode(), HERE).waiting


@pytest.mark.parametrize("data", [b'{"results": [{"repetitions": 1}', b'{"results": []}', b"[1, 2]",
                                  b'{"results":[{"repetitions":1}],"next":"x"}', b"[" * 100_000, b"\xff{"])
def test_what_is_no_whole_log_of_wger_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        wger_json.read_log(data, HERE)
