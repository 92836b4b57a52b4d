"""Files that are half, doubled, changed or made to hurt, in every format that comes in: a sentence or entries that fit, nothing else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta, timezone
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.exchange import beside, lines
from halfkilo.exchange.brought import Brought, against
from halfkilo.exchange.errors import FileRefused
from halfkilo.exchange.history import Settings
from halfkilo.exchange.ins import Kind, bring, kind_of
from halfkilo.exchange.outs import Format, write
from halfkilo.journal.fold import check, fold
from tests.exchange.sets import session
from tests.exchange.test_apple import export
from tests.exchange.test_fhir import every
from tests.exchange.test_logs_out import WGER
from tests.exchange.test_omh_and_parquet import READINGS

HERE = Settings("asha", timezone(timedelta(hours=5, minutes=30)), date(2026, 11, 22), {"per_side": "each", "unit": "kg"})
FORMS = (Format.JSONL, Format.FHIR, Format.FHIR_R4B, Format.FIT, Format.STRONG, Format.HEVY, Format.FITNOTES, Format.WGER, Format.OMH)


@cache
def samples() -> dict[str, bytes]:
    """One good file of everything that comes in."""
    found = {}
    for form in FORMS:
        file = io.BytesIO()
        write(form, [*session(3), *(one for one in every() if one.kind in ("morning", "note", "adverse_event")), *READINGS[:4]], file)
        found[form.value] = file.getvalue()
    with zipfile.ZipFile(io.BytesIO(found["fit"])) as archive:
        found["one fit"] = archive.read(archive.namelist()[0])
    found |= {"wger workout log": json.dumps(WGER).encode(), "apple": export(), "apple zip": _zipped(export())}
    return found


def _zipped(data: bytes, name: str = "apple_health_export/export.xml", how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.writestr(name, data)
    return file.getvalue()


NAMES = sorted([*(form.value for form in FORMS), "one fit", "wger workout log", "apple", "apple zip"])


def got(data: bytes) -> Brought | None:
    """What a file becomes; None where it is refused in a sentence."""
    file = io.BytesIO(data)
    try:
        kind = kind_of(file)
        if kind is not Kind.JOURNAL:
            return bring(file, kind, HERE, [])
        trial = lines.trial(file, {})
        found = beside.journal(lines.whole(file, {}), [], HERE)
        assert trial.would_add == len(against(found.entries, {}).fresh)
    except FileRefused as refused:
        assert len(str(refused)) > 20
        return None
    return found


def fits(found: Brought | None) -> None:
    for one in found.entries if found is not None else ():
        check(one)
        assert json.loads(one.line) and one.imported
    if found is not None and found.name != "halfkilo":
        assert fold(found.entries)["exercises"] == {}


def test_every_sample_is_whole_and_brings_something() -> None:
    assert sorted(samples()) == NAMES
    for name, data in samples().items():
        found = got(data)
        assert found is not None and len(found.entries) > 0 and not found.waiting, name
        fits(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_file_twice_adds_nothing_and_one_that_is_doubled_counts_once(name: str) -> None:
    first = got(samples()[name])
    assert first is not None
    again = got(samples()[name])
    assert again is not None and against(again.entries, lines.digests(first.entries)).fresh == ()
    double = got(samples()[name] * 2)  # half of it may be refused: what comes is still only once
    assert double is None or len(against(double.entries, {}).fresh) <= len(first.entries) or name in ("strong", "hevy", "fitnotes")


@pytest.mark.hazard("H24")
@pytest.mark.parametrize("name", NAMES)
@given(st.floats(0, 1))
@settings(max_examples=6, deadline=None)
def test_half_a_file_is_refused_or_what_is_whole_of_it_fits(name: str, share: float) -> None:
    data = samples()[name]
    fits(got(data[: int(share * len(data))]))


@pytest.mark.parametrize("name", NAMES)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_changed_bytes_end_in_a_sentence(name: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(samples()[name])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    fits(got(bytes(data)))


HUGE = ["9" * 400, "1e999", "-1e999", "9" * 5000, "NaN", "1e-400", "0.1", "-7", "99999999999999999999"]


@pytest.mark.parametrize("name", [name for name in NAMES if "fit" not in name or name == "fitnotes"])
@pytest.mark.parametrize("number", HUGE)
def test_huge_and_odd_numbers_end_in_a_sentence(name: str, number: str) -> None:
    if name == "apple zip":
        fits(got(_zipped(_numbers(export(), number))))
        return
    fits(got(_numbers(samples()[name], number)))


def _numbers(data: bytes, number: str) -> bytes:
    """Numbers of the file that stand alone (no dates, no ids), replaced one by one and all at once."""
    return re.sub(rb'(?<=[":, ])\d+(\.\d+)?(?=["},\n\]])', number.encode(), data)


STRANGE_ZIPS: dict[str, Callable[[], bytes]] = {
    "swells": lambda: _zipped(b"<" + b" " * 30_000_000), "lzma": lambda: _zipped(export(), how=zipfile.ZIP_LZMA),
    "bzip2": lambda: _zipped(export(), how=zipfile.ZIP_BZIP2), "empty": lambda: _zipped(b"", "deep.fit"),
    "nested": lambda: _zipped(_zipped(export()), "nested.fit"), "locked": lambda: _locked(_zipped(export())),
    "a locked member": lambda: _locked(_zipped(samples()["one fit"], "a.fit")), "packed oddly": lambda: _odd_way(_zipped(export())),
    "a member packed oddly": lambda: _odd_way(_zipped(samples()["one fit"], "a.fit"))}


@pytest.mark.parametrize("what", sorted(STRANGE_ZIPS))
def test_zips_that_swell_are_locked_nested_or_packed_in_a_strange_way_end_in_a_sentence(what: str) -> None:
    found = got(STRANGE_ZIPS[what]())
    assert found is None or what in ("lzma", "bzip2") or (found.entries == () and found.problems)
    fits(found)


def _locked(data: bytes) -> bytes:
    """The same zip with the mark of a password on its member."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(mark) + place] |= 1
    return bytes(changed)


def _odd_way(data: bytes) -> bytes:
    """The same zip, packed in a way that nobody knows."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        changed[data.index(mark) + place: data.index(mark) + place + 2] = (77).to_bytes(2, "little")
    return bytes(changed)


@pytest.mark.hazard("H05")
@pytest.mark.parametrize(("form", "good", "bad"), [
    ("fhir", b'"kg"', b'"cm"'), ("fhir-r4b", b'"/min"', b'"kg"'), ("omh", b'"kg"', b'"mi"'), ("apple", b'unit="kg"', b'unit="mi"'),
    ("apple", b'unit="count/min"', b'unit="kg"')])
def test_the_unit_of_another_quantity_is_refused_by_its_place(form: str, good: bytes, bad: bytes) -> None:
    before, data = got(samples()[form]), samples()[form].replace(good, bad)
    after = got(data)
    assert before is not None and after is not None and data != samples()[form]
    assert len(after.entries) < len(before.entries) and len(after.problems) > len(before.problems)


@pytest.mark.parametrize("letters", ["UT5-8", "big5", "utf-7", "UTF-16", "ISO-8859-1", "x" * 4000])
def test_a_strange_name_of_letters_in_xml_ends_in_a_sentence(letters: str) -> None:
    fits(got(export().replace(b'encoding="UTF-8"', f'encoding="{letters}"'.encode())))
