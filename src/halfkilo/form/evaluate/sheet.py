"""The cells of an xlsx file's first sheet: a zip of XML, read with the standard library, inside bounds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from halfkilo.form.errors import Unreadable

MOST_BYTES = 4_000_000
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def cells(path: Path) -> dict[tuple[int, int], str | float]:
    """(row, column) from 1 -> text or number.

    Raises:
        Unreadable: it is no such file.
    """
    try:
        with zipfile.ZipFile(path) as file:
            names = set(file.namelist())
            shared = _shared(_xml(path, file, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheet = _xml(path, file, min(name for name in names if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name)))
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise Unreadable(path, "", "is no xlsx file with a sheet") from problem
    found: dict[tuple[int, int], str | float] = {}
    for cell in sheet.iter(f"{NAMESPACE}c"):
        place = _PLACE.fullmatch(cell.get("r", ""))
        value = _value(cell, shared)
        if place and value is not None:
            found[int(place[2]), _column(place[1])] = value
    return found


def _xml(path: Path, file: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if file.getinfo(name).file_size > MOST_BYTES:
        raise Unreadable(path, name, f"has more than {MOST_BYTES} bytes")
    raw = file.read(name)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise Unreadable(path, name, "declares things of its own; a sheet does not")
    try:
        return ElementTree.fromstring(raw)
    except ElementTree.ParseError as problem:
        raise Unreadable(path, name, f"is not XML ({problem})") from problem


def _shared(root: ElementTree.Element) -> list[str]:
    return ["".join(part.text or "" for part in item.iter(f"{NAMESPACE}t")) for item in root.iter(f"{NAMESPACE}si")]


def _value(cell: ElementTree.Element, shared: list[str]) -> str | float | None:
    kind, raw = cell.get("t", "n"), cell.findtext(f"{NAMESPACE}v")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{NAMESPACE}t"))
    if raw is None:
        return None
    try:
        return shared[int(raw)] if kind == "s" else float(raw) if kind == "n" else raw
    except (ValueError, IndexError):
        return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
