"""FIT: what we write, two decoders of others read; what others write, we read; nothing twice, nothing from half a file."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import fitdecode
import pytest
from fit_tool.fit_file import FitFile
from garmin_fit_sdk import Decoder, Encoder, Stream
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.exchange.done import ours, sets_of
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fit.out import activity, write
from halfkilo.exchange.fit.read import read_fit
from halfkilo.exchange.fit.wire import crc
from halfkilo.exchange.history import Settings
from halfkilo.journal.entry import uuid7
from halfkilo.journal.kinds import make, set_done
from halfkilo.units import Side, Tool
from tests.exchange.sets import DAY, at, session

INDIA = timezone(timedelta(hours=5, minutes=30))
HERE = Settings("asha", timezone(timedelta(hours=1)), date(2026, 11, 22))


def files() -> dict[str, bytes]:
    file = io.BytesIO()
    assert write([*session(), *session(1)], file) == 4
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def strength() -> bytes:
    return next(data for name, data in files().items() if "strength" in name)


def by_fitdecode(data: bytes) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                found.setdefault(frame.name, []).append({one.name: one.value for one in frame.fields if one.value is not None})
    return found


def by_garmin(data: bytes) -> dict[str, list[dict[str, Any]]]:
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return {name.removesuffix("_mesgs"): rows for name, rows in messages.items()}


@pytest.mark.parametrize("decoded", [by_fitdecode, by_garmin])
def test_two_other_decoders_read_every_set_to_the_half_kilo(decoded: Any) -> None:
    found = decoded(strength())
    active = [one for one in found["set"] if one["set_type"] == "active"]
    assert [(one["weight"], one.get("repetitions")) for one in active] == [
        (12.5, 12), (13.0, 11), (2.5, 10), (5.5, 9), (6.0, 10), (0.0, None)]
    assert active[-1]["duration"] == 25 and active[0]["category"] in ("row", ["row"])
    rests = [one for one in found["set"] if one["set_type"] == "rest"]
    assert [one["duration"] for one in rests] == [114, 120, 117, 110, 155]
    names = {one["message_index"]: one["wkt_step_name"] for one in found["workout_step"]}
    assert names[active[0]["wkt_step_index"]] == "Seated row (Cable)"
    (whole,) = found["session"]
    assert (whole["sport"], whole["sub_sport"], whole["total_elapsed_time"]) == ("training", "strength_training", 1200)
    assert whole["start_time"] == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    walk = decoded(next(data for name, data in files().items() if "cardio" in name))["session"][0]
    assert (walk["sport"], walk["total_timer_time"], walk["total_elapsed_time"]) == ("walking", 480, 480)


def test_every_file_keeps_the_rules_of_fit() -> None:
    for data in files().values():
        assert FitFile.from_bytes(data, check_crc=True).validate().findings == []


def test_many_kinds_of_messages_and_long_names_stay_readable() -> None:
    name = "एक बहुत लंबा नाम " * 30
    sets = [replace(one, name=f"{number} {name[:number * 8]}", side=side) for number, one in enumerate(sets_of(session())[:6])
            for side in (Side.LEFT, Side.RIGHT, Side.BOTH)]
    for decoded in (by_fitdecode, by_garmin):
        steps = decoded(activity(sets))["workout_step"]
        assert [one["message_index"] for one in steps] == list(range(18)) and steps[0]["wkt_step_name"].startswith("0")
        assert {one.get("notes") for one in steps} == {"left side", "right side", None}


@given(st.integers(0, 400))
@settings(max_examples=10)
def test_every_half_kilo_comes_back_exactly(halves: int) -> None:
    body = set_done.Body("s", "seated_row", Tool.CABLE, Side.BOTH, 1, halves * 500, 8, 8)
    data = activity(sets_of([make("set_done", body, at=at(5), author="person", id=uuid7(1, bytes(10)))]))
    assert by_fitdecode(data)["set"][0]["weight"] == halves / 2
    assert read_fit(data, HERE).entries[0].body["sets"][0]["grams"] == halves * 500


def test_out_and_in_gives_the_same_sets_as_history_and_not_a_second_time() -> None:
    found = read_fit(strength(), HERE)
    assert found.problems == () and {one.kind for one in found.entries} == {"history"}
    row, curl, knee, sit = (one.body for one in found.entries)
    assert [(one["grams"], one["reps"]) for one in row["sets"]] == [(12_500, 12), (13_000, 11)]
    assert row["sets"][0]["cells"]["rest_seconds"] == "114.0" and curl["exercise"] == "Biceps curl (Dumbbell)"
    assert [one["cells"]["notes"] for one in knee["sets"]] == ["left side", "right side"]
    assert sit["sets"][0]["seconds"] == 25
    assert found.entries[0].at == "2026-11-20T18:03:48+05:30"
    assert read_fit(strength(), HERE).entries == found.entries
    kept, returned = ours(found.entries, sets_of(session()))
    assert (kept, returned) == ([], 4)
    assert ours(found.entries, sets_of(session())[1:])[1] == 3


def garmin_made(*messages: dict[str, Any]) -> bytes:
    encoder = Encoder()
    encoder.write_mesg({"mesg_num": 0, "type": "activity", "manufacturer": "garmin", "product": 1, "serial_number": 7,
                        "time_created": datetime(2026, 11, 20, 12, tzinfo=UTC)})
    for one in messages:
        encoder.write_mesg(one)
    return bytes(encoder.close())


RUN = {"mesg_num": 18, "timestamp": datetime(2026, 11, 20, 13, tzinfo=UTC), "start_time": datetime(2026, 11, 20, 12, tzinfo=UTC),
       "total_timer_time": 1500.0, "total_elapsed_time": 1600.0, "sport": "running", "sub_sport": "treadmill", "total_distance": 4200.0}


def test_a_run_of_a_watch_comes_in_with_its_time_and_pulse() -> None:
    records = [{"mesg_num": 20, "timestamp": datetime(2026, 11, 20, 12, minute, tzinfo=UTC), "heart_rate": rate}
               for minute, rate in ((1, 110), (2, 121), (3, 132))]
    (one,) = read_fit(garmin_made(*records, RUN), HERE).entries
    assert one.body["exercise"] == "Running, treadmill" and one.at == "2026-11-20T13:00:00+01:00"
    (what,) = one.body["sets"]
    assert what["seconds"] == 1500 and what["cells"]["heart_rate_mean"] == "121" and what["cells"]["heart_rate_most"] == "132"
    assert what["cells"]["distance_m"] == "4200.0"


def test_sets_of_a_watch_are_named_by_title_or_category() -> None:
    def one(minute: int, **more: Any) -> dict[str, Any]:
        return {"mesg_num": 225, "timestamp": datetime(2026, 11, 20, 12, minute, 30, tzinfo=UTC), "set_type": "active",
                "start_time": datetime(2026, 11, 20, 12, minute, tzinfo=UTC), "duration": 30.0, "repetitions": 8, "weight": 22.68} | more

    title = {"mesg_num": 264, "exercise_category": 28, "exercise_name": 6, "wkt_step_name": "Goblet squat"}
    data = garmin_made(title, one(1, category=[28], category_subtype=[6]), one(3, category=[23]), RUN)
    assert [(entry.body["exercise"], entry.body["sets"][0]["grams"]) for entry in read_fit(data, HERE).entries] == [
        ("Goblet squat", 22_688), ("Row", 22_688)]


@pytest.mark.hazard("H24")
@given(st.integers(0, 2000), st.integers(0, 255))
@settings(max_examples=25)
def test_half_a_file_or_a_changed_byte_is_refused_whole(place: int, byte: int) -> None:
    data = strength()
    with pytest.raises(FileRefused) as refused:
        read_fit(data[:place % len(data)], HERE)
    assert refused.value.reason is Reason.CHANGED and "again" in str(refused.value)
    spot = 14 + place % (len(data) - 14)
    if data[spot] != byte:
        with pytest.raises(FileRefused):
            read_fit(data[:spot] + bytes([byte]) + data[spot + 1:], HERE)


def framed(records: bytes) -> bytes:
    """Records as a file whose check sum is right."""
    head = struct.pack("<BBHI4s", 12, 16, 2100, len(records), b".FIT")
    return head + records + struct.pack("<H", crc(head + records))


ABOUT = b"\x40\0\0\0\0\x02\x00\x01\x00\x04\x04\x86" + b"\x00\x04" + struct.pack("<I", 1_164_000_000)


PIECES = [b"\x40", b"\x41", b"\x61", b"\x01", b"\x00", b"\x81", b"\xff", b"\x12\x00", b"\x14\x00", b"\xe1\x00", b"\0\0",
          b"\x03\xfe\x04\x86", b"\x07\xff\x07", b"\x02\x02\x84"]
"""What records begin with, so that chance gets somewhere."""


@pytest.mark.hazard("H24")
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=40))
@settings(max_examples=150)
def test_whatever_stands_behind_a_right_check_sum_ends_in_a_sentence(pieces: list[bytes]) -> None:
    try:
        found = read_fit(framed(ABOUT + b"".join(pieces)), HERE)
    except FileRefused as refused:
        assert "not whole" in str(refused)
    else:
        assert found.entries or found.problems


@pytest.mark.filterwarnings("ignore:dev_data_index", "ignore:no such field")
def test_big_ends_arrays_developer_fields_and_a_second_part_are_read() -> None:
    start = 1_164_110_000
    fields = b"\xfe\x04\x86" b"\x06\x04\x86" b"\x03\x02\x84" b"\x04\x02\x84" b"\x05\x01\x02" b"\x07\x04\x84"
    definition = b"\x61\0\x01\x00\xe1\x06" + fields + b"\x01\x00\x03\x00"  # big end first, three bytes of a developer's field
    data = b"\x01" + struct.pack(">IIHHBHH", start + 30, start, 8, 200, 1, 0xFFFF, 23) + b"dev"
    whole = framed(ABOUT) + framed(definition + data)
    (one,) = read_fit(whole, HERE).entries
    assert one.body["exercise"] == "Row"
    assert (one.body["sets"][0]["grams"], one.body["sets"][0]["reps"]) == (12_500, 8)
    assert len(by_fitdecode(whole)["set"]) == 1


def test_a_watch_that_heard_nothing_says_nothing() -> None:
    one = {"mesg_num": 225, "timestamp": datetime(2026, 11, 20, 12, 1, tzinfo=UTC), "set_type": "active", "duration": 30.0}
    (what,) = read_fit(garmin_made(one), HERE).entries[0].body["sets"]
    assert what == {"seconds": 30, "cells": {"duration_seconds": "30.0"}}


def test_settings_of_a_watch_and_the_future_are_no_training() -> None:
    encoder = Encoder()
    encoder.write_mesg({"mesg_num": 0, "type": "settings", "serial_number": 7})
    with pytest.raises(FileRefused, match="no activity"):
        read_fit(bytes(encoder.close()), HERE)
    late = read_fit(garmin_made(RUN), Settings("asha", INDIA, DAY - timedelta(days=1)))
    assert late.entries == () and "future" in late.problems[0].problem
