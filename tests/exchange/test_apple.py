"""Apple Health's export: what it holds by day, what is refused, and that size does not matter."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.exchange.apple import LONGEST_TAG, read_export
from halfkilo.exchange.brought import Brought, against
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.history import Settings
from halfkilo.exchange.lines import digests
from halfkilo.journal.fold import check, fold

INDIA = timezone(timedelta(hours=5, minutes=30))
HERE = Settings("asha", INDIA, date(2026, 11, 22))
DTD = ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Record*,Workout*)>\n'
       "<!ELEMENT Record EMPTY>\n<!ATTLIST Record\n  type CDATA #REQUIRED\n  unit CDATA #IMPLIED\n>\n]>\n")
HEAD = DTD + '<HealthData locale="en_IN">\n<ExportDate value="2026-11-20 09:00:00 +0530"/>\n'
QUANTITY = "HKQuantityTypeIdentifier"


def record(kind: str, value: object, unit: str, start: str, end: str = "", source: str = "Watch") -> str:
    name = kind if kind.startswith("HK") else QUANTITY + kind
    return (f'<Record type="{name}" sourceName="{source}" unit="{unit}" creationDate="{start}" startDate="{start}" '
            f'endDate="{end or start}" value="{value}"/>\n')


def when(clock: str, day: int = 18) -> str:
    return f"2026-11-{day:02d} {clock}:00 +0530"


def sleep(start: str, end: str, value: str = "AsleepCore", source: str = "Watch") -> str:
    return record("HKCategoryTypeIdentifierSleepAnalysis", f"HKCategoryValueSleepAnalysis{value}", "", start, end, source)


RECORDS = [
    record("HeartRate", 60, "count/min", when("08:00")), record("HeartRate", 71, "count/min", when("09:00")),
    record("HeartRate", 131, "count/min", when("10:00")), record("HeartRate", 131, "count/min", when("10:00")),
    record("RestingHeartRate", 58, "count/min", when("11:00")),
    record("StepCount", 4000, "count", when("09:00"), when("09:30")), record("StepCount", 2000, "count", when("19:00")),
    record("StepCount", 5500, "count", when("09:00"), when("19:30"), "Phone"),
    record("BodyMass", 71.45, "kg", when("07:00")), record("BodyMass", 157.5, "lb", when("07:00", 19)),
    sleep(when("22:30", 17), when("02:00")), sleep(when("01:30"), when("06:00"), "AsleepUnspecified", "Phone"),
    sleep(when("22:00", 17), when("06:30"), "InBed"), record("FlightsClimbed", 3, "count", when("09:00")),
    record("StepCount", 99, "count", when("08:30", 20)),
    '<Workout workoutActivityType="HKWorkoutActivityTypeWalking" duration="25.5" durationUnit="min" sourceName="Watch" '
    f'device="x" startDate="{when("18:00")}" endDate="{when("18:26")}"><WorkoutEvent type="pause"/></Workout>\n']


def export(*records: str) -> bytes:
    return (HEAD + "".join(records or RECORDS) + "</HealthData>\n").encode()


def got(data: bytes) -> Brought:
    return read_export(io.BytesIO(data), HERE)


def test_readings_of_a_day_and_workouts() -> None:
    found = got(export())
    values = {(one.body["measure"], one.body["on"]): one.body["values"] for one in found.entries if one.kind == "measured"}
    assert values == {
        ("heart_rate", "2026-11-18"): {"mean": 87, "least": 60, "most": 131}, ("resting_heart_rate", "2026-11-18"): {"rate": 58},
        ("steps", "2026-11-18"): {"steps": 6000}, ("body_mass", "2026-11-18"): {"decagrams": 7145},
        ("body_mass", "2026-11-19"): {"decagrams": 7144}, ("sleep_time", "2026-11-18"): {"sleep": 450}}
    (walk,) = [one for one in found.entries if one.kind == "history"]
    assert walk.body["exercise"] == "Walking" and walk.body["sets"][0]["seconds"] == 1530 and walk.at == "2026-11-18T18:00:00+05:30"
    assert found.passed == {"other kinds of records": 1, "repeated in the file": 1,
                            "readings of the day of the export, which is not over": 1}
    assert found.problems == ()
    for one in found.entries:
        check(one)
    state = fold(found.entries)
    assert state["exercises"] == {} and state["trained"] == 0


def test_the_zip_of_the_phone_and_the_same_file_twice() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", export())
        archive.writestr("apple_health_export/export_cda.xml", "<x/>")
    first = got(file.getvalue())
    assert first.entries == got(export()).entries
    sorted_ = against(got(export()).entries, digests(first.entries))
    assert (sorted_.fresh, sorted_.known, sorted_.other) == ((), len(first.entries), ())


@pytest.mark.parametrize(("bad", "said"), [
    (record("BodyMass", 71, "cm", when("07:00")), "'cm' is not a unit of body weight"),
    (record("BodyMass", 7145, "kg", when("07:00")), "no body weight that a person has"),
    (record("HeartRate", "NaN", "count/min", when("07:00")), "no heart rate"),
    (record("HeartRate", "many", "count/min", when("07:00")), "not a number"),
    (record("HeartRate", 60, "count/min", "18.11.2026"), "not a time"),
    (record("HeartRate", 60, "count/min", "2026-02-30 08:00:00 +0530"), "not a time"),
    (record("HeartRate", 60, "count/min", "2027-01-01 08:00:00 +0530"), "future"),
    (sleep(when("22:00", 18), when("06:00", 18)), "no sleep of a night"),
    ('<Workout workoutActivityType="HKWorkoutActivityTypeYoga" duration="9" durationUnit="fortnights" '
     f'startDate="{when("18:00")}" endDate="{when("18:26")}"/>\n', "durationUnit")])
def test_what_is_not_understood_is_named_by_line_and_the_rest_is_taken(bad: str, said: str) -> None:
    found = got(export(bad, RECORDS[4]))
    assert [one.place for one in found.problems] == ["line 12"] and said in found.problems[0].problem
    assert len(found.entries) == 1


BOMB = '<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><HealthData locale="&b;"/>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/passwd">]><HealthData>&a;</HealthData>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><HealthData/>'
DEFAULTS = '<?xml version="1.0"?><!DOCTYPE HealthData [<!ATTLIST Record x CDATA "long">]><HealthData><Record/></HealthData>'


@pytest.mark.hazard("H24")
@pytest.mark.parametrize(("data", "reason"), [
    (BOMB.encode(), Reason.NOT_TEXT), (OUTSIDE.encode(), Reason.NOT_TEXT), (PARAMETER.encode(), Reason.NOT_TEXT),
    (DEFAULTS.encode(), Reason.NOT_TEXT), (b"<html><body/></html>", Reason.UNKNOWN_FORMAT), (b"", Reason.CHANGED),
    (b"plain", Reason.CHANGED), (export()[:-40], Reason.CHANGED), (export().replace(b"</HealthData>", b"</Health>"), Reason.CHANGED),
    (b"PK\x03\x04 torn", Reason.CHANGED)])
def test_hostile_and_half_files_are_refused_whole(data: bytes, reason: Reason) -> None:
    with pytest.raises(FileRefused) as refused:
        got(data)
    assert refused.value.reason is reason


def test_a_tag_without_end_is_refused_before_it_fills_the_memory() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return HEAD.encode() + b'<Record type="' if self.given == size else b"x" * size

        def seek(self, *_: int) -> int:
            self.given = 0
            return 0

    endless = Endless()
    with pytest.raises(FileRefused, match="tag without end"):
        read_export(endless, HERE)  # type: ignore[arg-type]
    assert endless.given < 4 * LONGEST_TAG


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 240)), min_size=1, max_size=200))
@settings(max_examples=15)
def test_sleep_is_counted_once_however_many_devices_saw_it(pieces: list[tuple[int, int]]) -> None:
    def clock(minute: int) -> str:
        return when(f"{minute // 60:02d}:{minute % 60:02d}")

    found = got(export(*(sleep(clock(start), clock(start + length), source=f"s{n}") for n, (start, length) in enumerate(pieces))))
    awake = {minute for start, length in pieces for minute in range(start, start + length)}
    assert [one.body["values"] for one in found.entries] == [{"sleep": len(awake)}]


def grown(megabytes: int) -> tuple[int, int]:
    """Entries and kilobytes that reading so many megabytes took, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.exchange.phone", str(megabytes)], capture_output=True, text=True, check=True)
    entries, kilobytes, read = map(int, done.stdout.split())
    assert read >= megabytes * 1_000_000
    return entries, kilobytes


@pytest.mark.campaign
@pytest.mark.parametrize("megabytes", [50, 2000])
def test_two_gigabytes_take_no_more_memory_than_their_days(megabytes: int) -> None:
    entries, kilobytes = grown(megabytes)
    assert entries > 1500 and kilobytes < 40_000, (entries, kilobytes)


def test_a_large_file_does_not_stay_in_memory() -> None:
    entries, kilobytes = grown(8)
    assert entries > 100 and kilobytes < 6_000, (entries, kilobytes)
