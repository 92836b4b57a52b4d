"""Open mHealth data points out and in; Parquet as three libraries read it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow.parquet
import pytest

from halfkilo.exchange import omh, parquet_out
from halfkilo.exchange.errors import FileRefused
from halfkilo.exchange.history import Settings
from halfkilo.journal.entry import Entry, uuid7
from halfkilo.journal.kinds import kinds, make, measured, morning
from halfkilo.strict import plain
from halfkilo.units import Region
from tests.exchange.sets import session
from tests.exchange.test_lines import every_kind, note

INDIA = timezone(timedelta(hours=5, minutes=30))
HERE = Settings("asha", INDIA, date(2026, 11, 22))


def taken(measure: str, number: int, at: str = "2026-11-20T07:30:00+05:30", **values: int) -> Entry:
    return make("measured", measured.Body(date(2026, 11, 20), measure, values), at=at, author="person", id=uuid7(number, bytes(10)))


READINGS = [taken("body_mass", 1, decagrams=7145), taken("heart_rate", 2, mean=71, least=50, most=140),
            taken("resting_heart_rate", 3, rate=58), taken("steps", 4, steps=6000), taken("sleep_time", 5, sleep=431),
            taken("steps", 6, at="2026-11-21T00:10:00.5Z", steps=12),
            make("morning", morning.Body(date(2026, 11, 20), {Region.KNEE_LEFT: 4}), at="2026-11-20T07:30:00+05:30", author="person",
                 id=uuid7(7, bytes(10)))]


def out(entries: list[Entry]) -> bytes:
    file = io.BytesIO()
    omh.write(entries, file)
    return file.getvalue()


def test_readings_and_pain_come_back_byte_for_byte() -> None:
    found = omh.read_points(out([*READINGS, *every_kind()]), HERE, frozenset({"019395a0-5c00-7000-8000-000000000001"}))
    own = [one for one in every_kind() if one.kind == "morning"]
    assert found.problems == ()
    assert {one.line for one in found.entries} == {one.line for one in [*READINGS, *own]}


def test_points_look_as_the_schemas_want_them() -> None:
    weight, pulse, *_ = json.loads(out(READINGS))
    assert weight["body"] == {"body_weight": {"value": 71.45, "unit": "kg"},
                              "effective_time_frame": {"date_time": "2026-11-20T07:30:00+05:30"}}
    assert weight["header"]["schema_id"] == {"namespace": "omh", "name": "body-weight", "version": "2.0"}
    assert pulse["body"]["heart_rate"] == {"value": 71, "unit": "beats/min"} and pulse["body"]["descriptive_statistic"] == "average"
    assert pulse["body"]["effective_time_frame"]["time_interval"]["start_date_time"] == "2026-11-20T00:00:00+05:30"


def test_sessions_go_out_as_activities_and_come_in_elsewhere_as_history() -> None:
    data = out(session())
    (one,) = omh.read_points(data, HERE).entries
    assert one.kind == "history" and one.body["exercise"] == "strength training" and one.body["sets"][0]["seconds"] == 1800
    here = omh.read_points(data, HERE, frozenset({"s0"}))
    assert here.entries == () and here.passed == {"sessions that stand here": 1}


def point(name: str, body: dict[str, Any], **header: Any) -> dict[str, Any]:
    return {"header": {"id": "p1", "schema_id": {"namespace": "omh", "name": name, "version": "2.0"}} | header, "body": body}


def frame(text: str = "2026-11-20T08:00:00Z") -> dict[str, Any]:
    return {"effective_time_frame": {"date_time": text}}


@pytest.mark.parametrize(("body", "said"), [
    ({"body_weight": {"value": 71, "unit": "cm"}, **frame()}, "'cm' is not a unit"),
    ({"body_weight": {"value": True, "unit": "kg"}, **frame()}, "not a number"),
    ({"body_weight": {"value": 71, "unit": "kg"}}, "effective_time_frame"), ({}, "total_sleep_time"), ({"body_weight": 3, **frame()}, ""),
    ({"body_weight": {"value": 71, "unit": "kg"}, **frame("2027-01-01T00:00:00Z")}, "future"),
    ({"body_weight": {"value": 71, "unit": "kg"}, **frame("yesterday")}, "yesterday")])
def test_points_that_do_not_fit_are_named_and_the_rest_is_taken(body: dict[str, Any], said: str) -> None:
    good = point("body-weight", {"body_weight": {"value": 157.5, "unit": "lb"}, **frame()})
    found = omh.read_points(json.dumps([point("body-weight", body), 3, point("blood-pressure", {}), good]).encode(), HERE)
    assert [one.place for one in found.problems] == ["point 1", "point 2"] and said in found.problems[0].problem
    assert [one.body["values"] for one in found.entries] == [{"decagrams": 7144}] and found.passed == {"omh:blood-pressure": 1}
    lines = b"\n".join(json.dumps(one).encode() for one in (good, good))
    assert {one.id for one in omh.read_points(lines, HERE).entries} == {found.entries[0].id}


@pytest.mark.parametrize("data", [b"", b"[", b'[{"header":1}]', b"[" * 100_000, b"\xff", b'[{"header":{},"body":{"x":NaN}}]'])
def test_what_holds_no_data_points_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        omh.read_points(data, HERE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = io.BytesIO()
    strange = Entry(uuid7(99, bytes(10)), "2026-11-22T07:30:00Z", "person", "from_later", 7, {"pi": 3.5})
    counts = parquet_out.write([*every_kind(), note("=cmd()", 300), strange], file)
    assert counts["note"] == 2 and counts["other"] == 1
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def test_three_libraries_read_every_table_with_its_types(folder: Path) -> None:
    for kind in kinds().values():
        path = folder / f"{kind.name}.parquet"
        (row, *_) = pyarrow.parquet.read_table(path).to_pylist()
        for name, value in plain(kind.example).items():
            cell = row[name]
            assert (cell.isoformat() if isinstance(cell, date) else json.loads(cell) if isinstance(value, dict | list) else cell) == value
        frame_ = pandas.read_parquet(path)
        assert list(frame_.columns) == list(parquet_out.columns_of(kind.name))
    found = duckdb.sql(f"select grams, done, typed, epoch_ms(instant) from '{folder}/set_done.parquet'").fetchall()
    assert found[0][:3] == (12_000, 12, None)
    assert found[0][3] == datetime(2026, 11, 22, 2, tzinfo=UTC).timestamp() * 1000
    assert duckdb.sql(f"select typeof(\"on\") from '{folder}/morning.parquet'").fetchall() == [("DATE",)]
    assert duckdb.sql(f"select text from '{folder}/note.parquet' order by id desc").fetchall()[0] == ("=cmd()",)


def test_the_dictionary_names_every_column(folder: Path) -> None:
    import csv

    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        described = {(row["file"], row["column"]) for row in csv.DictReader(file)}
    for kind in kinds():
        assert {(f"{kind}.parquet", column) for column in parquet_out.columns_of(kind)} <= described
