"""What a file is, by its content and never by its name, and what it becomes. A journal's own JSON Lines are read by `lines`."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import BinaryIO

from halfkilo.exchange import beside, lines, swelling
from halfkilo.exchange.brought import Brought, Note, of_history
from halfkilo.exchange.done import ours, sets_of
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.history import Settings
from halfkilo.journal.entry import Entry

HEAD = 1 << 16
MOST_FILES = 5_000
"""FIT files in one zip."""

MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of them together."""


class Kind(StrEnum):
    """What a file is."""

    JOURNAL = "journal"
    LOG = "log"
    FHIR = "fhir"
    FIT = "fit"
    FIT_ZIP = "fit_zip"
    APPLE = "apple"
    OMH = "omh"
    WGER = "wger"


def kind_of(file: BinaryIO) -> Kind:
    """What a file is; it is left at its beginning.

    Raises:
        FileRefused: a zip of something else, or JSON that nobody here understands.
    """
    head = file.read(HEAD)
    file.seek(0)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[8:12] == b".FIT":
        return Kind.FIT
    if head[:2] == b"PK":
        return _zip(file)
    if text[:1] == b"<":
        return Kind.APPLE
    return _json(text) if text[:1] in (b"{", b"[") else Kind.LOG


def _zip(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.casefold() for name in archive.namelist()]
    except swelling.BROKEN as problem:
        raise FileRefused(Reason.CHANGED, f"The zip is not whole ({problem}). Copy or export it again.") from problem
    finally:
        file.seek(0)
    if any(name.endswith(".fit") for name in names):
        return Kind.FIT_ZIP
    if any(name.rpartition("/")[2] == "export.xml" for name in names):
        return Kind.APPLE
    if "dictionary.csv" in names:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "These are halfkilo's own tables, made for looking. Bring in the JSON Lines file instead.")
    raise FileRefused(Reason.UNKNOWN_FORMAT, "The zip holds neither FIT files nor an export of Apple Health. Unpack it and try again.")


def _json(text: bytes) -> Kind:
    first = text.split(b"\n", 1)[0]
    try:
        line = json.loads(first)
    except (ValueError, RecursionError):
        line = None
    if isinstance(line, dict) and {"id", "kind"} <= set(line):
        return Kind.JOURNAL
    for kind, mark in ((Kind.FHIR, rb'"resourceType"\s*:'), (Kind.OMH, rb'"schema_id"\s*:'), (Kind.WGER, rb'"repetitions"\s*:')):
        if re.search(mark, text):
            return kind
    if text[:1] == b"{":
        return Kind.JOURNAL
    raise FileRefused(Reason.UNKNOWN_FORMAT, "The file is JSON, but none that is understood. Journals, FHIR bundles, data points of Open "
                      "mHealth and logs of wger are.")


def bring(file: BinaryIO, kind: Kind, settings: Settings, here: Sequence[Entry]) -> Brought:
    """What a file becomes beside the entries that stand `here`, marked `imported`; our own sets on their way back are left out.

    Raises:
        FileRefused: the file as a whole is not taken; the message says what to do.
    """
    found = _read(file, kind, settings, here)
    kept, returned = ours(found.entries, sets_of(here))
    past, future = beside.split(kept, lambda one: one.local.date() <= settings.today + beside.DAY)
    calm, passed = beside.sifted(past, beside.Door(here, settings.today))
    problems = [Note(f"{one.kind} {one.id}", f"{one.at} lies in the future") for one in future]
    return replace(found, entries=tuple(replace(one, imported=True) for one in calm), problems=(*found.problems, *problems),
                   passed={**found.passed, **passed, **({beside.OURS: returned} if returned else {})})


def _read(file: BinaryIO, kind: Kind, settings: Settings, here: Sequence[Entry]) -> Brought:
    from halfkilo.exchange import apple, logfile, omh, wger_json

    if kind is Kind.APPLE:
        return apple.read_export(file, settings)
    if kind is Kind.FIT_ZIP:
        return _fits(file, settings)
    lines.refuse_large(file)
    data = file.read()
    match kind:
        case Kind.FHIR:
            from halfkilo.exchange.fhir import read

            return read.taken(read.read(data, settings), lines.digests(here), settings)
        case Kind.FIT:
            from halfkilo.exchange.fit.read import read_fit

            return read_fit(data, settings)
        case Kind.OMH:
            return omh.read_points(data, settings, frozenset(one.session for one in sets_of(here)))
        case Kind.WGER:
            return of_history(wger_json.read_log(data, settings))
        case Kind.LOG:
            return of_history(logfile.read_log(data, settings))
    raise ValueError(f"{kind} is read by halfkilo.exchange.lines")


def _fits(file: BinaryIO, settings: Settings) -> Brought:
    """Every FIT file of a zip; one that is not whole is named, and the others are taken."""
    from halfkilo.exchange.fit.read import LARGEST, read_fit

    entries: list[Entry] = []
    problems: list[Note] = []
    with zipfile.ZipFile(file) as archive:
        members = [info for info in archive.infolist() if info.filename.casefold().endswith(".fit")]
        if len(members) > MOST_FILES:
            many = f"The zip holds {len(members)} FIT files; at most {MOST_FILES} are read at once."
            raise FileRefused(Reason.TOO_LARGE, many, len(members))
        swelling.refuse(members, MOST_UNPACKED)
        for info in members:
            try:
                found = read_fit(swelling.member(archive, info, LARGEST + 1), settings)
            except FileRefused as problem:
                problems.append(Note(info.filename, str(problem)))
                continue
            entries += found.entries
            problems += [Note(f"{info.filename}, {one.place}", one.problem, one.kept) for one in found.problems]
    return Brought("FIT", tuple(entries), tuple(problems))
