"""`halfkilo report`: the visit report of a record as PDF."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from halfkilo import words
from halfkilo.commands.records import Record, record
from halfkilo.commands.told import Trouble, say, told
from halfkilo.exchange import report
from halfkilo.exchange.errors import ExchangeError
from halfkilo.exchange.fhir.codes import Version
from halfkilo.exchange.outs import Format
from halfkilo.exchange.report.fhir import reference
from halfkilo.insight.record import Line, lines


@dataclass(frozen=True)
class Asked:
    """What stood on the command line; what is None takes what the record says, or what is usual."""

    first: date | None
    last: date | None
    language: str
    name: str
    question: str | None


@told
def write(out: Path, person: str | None, journal: Path | None, data: Path | None, asked: Asked) -> None:
    """Make the report and keep it where only its owner reads it."""
    if asked.language not in words.languages():
        raise Trouble(f"There is no language {asked.language!r} here. There are: {', '.join(words.languages())}.")
    if journal is not None and not journal.exists():
        raise Trouble(f"There is no file {journal}.")
    if out.exists():
        raise Trouble(f"{out} is there already. Name another file, or move it away.")
    try:
        wish, pdf = _made(record(person, journal, data), asked)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pdf)
    say(f"{wish.first} to {wish.last} in {out}.")


def resource(found: Record, form: Format) -> dict[str, Any]:
    """The report of the last twelve weeks as a FHIR resource, in English and without a name beside the Patient's own.

    Raises:
        FileRefused: it can't be made here.
    """
    wish, pdf = _made(found, Asked(None, None, words.ENGLISH, "", None))
    return reference(pdf, wish, Version.R5 if form is Format.FHIR else Version.R4B, found.key or "person")


def _made(found: Record, asked: Asked) -> tuple[report.Wish, bytes]:
    held = list(lines(list(found.entries())))
    wish = _wish(found, held, asked)
    return wish, report.made(held, found.store.state(found.key), wish)


def _wish(found: Record, held: Sequence[Line], asked: Asked) -> report.Wish:
    today = datetime.now(found.zone).date()
    last = asked.last or today
    first = asked.first or report.span(last, report.USUAL_WEEKS)[0]
    noted = [one.body["text"] for one in held if one.kind == "note" and one.body["topic"] == report.TOPIC] or [""]
    question = noted[-1] if asked.question is None else asked.question
    if len(question) > report.LONGEST_QUESTION:
        raise Trouble(f"The question has {len(question)} letters; up to {report.LONGEST_QUESTION} fit on the page.")
    try:
        return report.Wish(first, last, today, asked.language, asked.name, question)
    except ValueError as problem:
        raise Trouble(f"{problem}.") from problem
