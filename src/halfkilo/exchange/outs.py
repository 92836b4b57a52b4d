"""Every format that a journal goes out in, by name, for the command line and the site. Each writer is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO

from halfkilo.journal.entry import Entry


class Format(StrEnum):
    """What a journal can be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    FHIR = "fhir"
    FHIR_R4B = "fhir-r4b"
    FIT = "fit"
    STRONG = "strong"
    HEVY = "hevy"
    FITNOTES = "fitnotes"
    WGER = "wger"
    OMH = "omh"


@dataclass(frozen=True)
class About:
    """ending: of the file's name. media: its type. what: what is counted in it."""

    ending: str
    media: str
    what: str = "rows"


_ZIP, _CSV, _JSON = "application/zip", "text/csv; charset=utf-8", "application/json"

ABOUT = {
    Format.JSONL: About("jsonl", "application/jsonl", "entries"), Format.CSV: About("zip", _ZIP), Format.PARQUET: About("zip", _ZIP),
    Format.FHIR: About("json", "application/fhir+json; fhirVersion=5.0", "resources"),
    Format.FHIR_R4B: About("json", "application/fhir+json; fhirVersion=4.3", "resources"),
    Format.FIT: About("zip", _ZIP, "activities"), Format.STRONG: About("csv", _CSV, "sets"), Format.HEVY: About("csv", _CSV, "sets"),
    Format.FITNOTES: About("csv", _CSV, "sets"), Format.WGER: About("json", _JSON, "sets"), Format.OMH: About("json", _JSON, "data points")}


def write(form: Format, entries: Iterable[Entry], file: BinaryIO, person: str = "person", left: dict[str, int] | None = None,
          also: Iterable[dict[str, Any]] = ()) -> int:
    """Write a journal; returns how many of `ABOUT[form].what` there are. person: id of the Patient in FHIR. left: is told how many entries
    of each kind FHIR has no place for. also: resources that stand at the end of a FHIR Bundle.

    Raises:
        FileRefused: the library that this format needs is not installed.
    """
    if form is Format.JSONL:
        return _lines(entries, file)
    if form in (Format.CSV, Format.PARQUET):
        from halfkilo.exchange import parquet_out, tables_out

        return sum((tables_out if form is Format.CSV else parquet_out).write(entries, file).values())
    if form in (Format.FHIR, Format.FHIR_R4B):
        return _fhir(form, entries, file, person, {} if left is None else left, also)
    if form is Format.FIT:
        from halfkilo.exchange.fit import out

        return out.write(entries, file)
    if form is Format.OMH:
        from halfkilo.exchange import omh

        return omh.write(entries, file)
    from halfkilo.exchange.logs_out import formats

    return int(formats()[form.value].write(entries, file))


def _lines(entries: Iterable[Entry], file: BinaryIO) -> int:
    from halfkilo.exchange import lines

    count = 0
    for line in lines.write(entries):
        file.write(line)
        count += 1
    return count


def _fhir(form: Format, entries: Iterable[Entry], file: BinaryIO, person: str, left: dict[str, int], also: Iterable[dict[str, Any]]) -> int:
    from halfkilo.exchange.fhir import out
    from halfkilo.exchange.fhir.codes import Version

    counted = out.Counted(left=left)
    for piece in out.write(entries, Version.R5 if form is Format.FHIR else Version.R4B, person, counted, also):
        file.write(piece)
    return sum(counted.written.values())
