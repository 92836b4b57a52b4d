"""Paper: a fridge sheet of one session and a diary of one week, as HTML that prints on A4, black on white, complete in itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from halfkilo.dose.session import Item, Session, Verdict
from halfkilo.exercises.catalogue import catalogue
from halfkilo.exercises.words import words
from halfkilo.screening import STOP_SIGNS
from halfkilo.units import Region, Side, Tool, kilograms
from halfkilo.words import say

_STYLE = """
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
body { font: 12pt/1.35 "Atkinson Hyperlegible", Verdana, sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 182mm }
h1 { font-size: 22pt; margin: 0 0 2mm } h2 { font-size: 13pt; margin: 6mm 0 1mm } p { margin: 0 0 2mm }
table { width: 100%; border-collapse: collapse; margin-top: 3mm } caption { text-align: left; font-weight: bold }
th, td { border: 0.3mm solid #000; padding: 1.8mm; text-align: left; vertical-align: top } th { font-weight: bold }
tr { break-inside: avoid } thead { display: table-header-group }
.box { display: inline-block; width: 5mm; height: 5mm; border: 0.4mm solid #000; border-radius: 1mm; margin-right: 2mm }
.cue { font-size: 10pt } .num { font-variant-numeric: tabular-nums; white-space: nowrap } .wide { min-width: 22mm }
ul { margin: 1mm 0 0; padding-left: 5mm } .small { font-size: 10pt } .keep { break-inside: avoid }
@media screen { body { padding: 8mm } }
"""


def fridge_sheet(session: Session, *, tracked: Sequence[Region] = (), bad_day_plan: str = "", emergency_number: str = "112",
                 language: str = "en") -> str:
    """One session on a sheet. tracked: regions to write a number for. bad_day_plan: the person's own words, if they wrote any."""
    lead = say("paper.sheet_lead", language, minutes=session.minutes, exercises=session.exercises, on=session.on)
    towards = f"<p>{_e(say('paper.towards', language, towards=session.towards))}</p>" if session.towards else ""
    parts = "".join(_part(part.purpose, part.items, language) for part in session.parts if part.items)
    body = (f"<h1>{_s('sheet_title', language)}</h1><p>{_e(lead)}</p>{towards}{_scores('before', tracked, language)}"
            f"{parts or '<p>' + _s('no_session', language) + '</p>'}{_scores('after', tracked, language)}"
            f"{_bad_day(bad_day_plan, language)}{_signs(emergency_number, language)}")
    return _page(say("paper.sheet_title", language), body, language)


def diary(first: date, *, tracked: Sequence[Region], language: str = "en", days: int = 7) -> str:
    """A week to fill in by hand: a number per tracked region and morning, trained or not, sleep, a word."""
    last = first + timedelta(days=days - 1)
    regions = "".join(f'<th scope="col">{_s("morning", language)}: {_e(say(f"region.{region}", language))}</th>' for region in tracked)
    head = (f'<tr><th scope="col">{_s("day", language)}</th>{regions}<th scope="col">{_s("trained", language)}</th>'
            f'<th scope="col">{_s("sleep", language)}</th><th scope="col" class="wide">{_s("remark", language)}</th></tr>')
    rows = "".join(_diary_row(first + timedelta(days=ahead), len(tracked), language) for ahead in range(days))
    lead = say("paper.diary_lead", language, first=first, last=last)
    body = (f"<h1>{_s('diary_title', language)}</h1><p>{_e(lead)}</p><p class=small>{_s('scale', language)}</p>"
            f"<table><thead>{head}</thead><tbody>{rows}</tbody></table><p class=small>{_s('later', language)}</p>")
    return _page(say("paper.diary_title", language), body, language)


def amount(item: Item, language: str = "en") -> str:
    """Sets and target in the exercise's own count: `2 x 12`, `2 x 30 seconds`."""
    count = catalogue()[item.exercise].facts.count
    return say(f"paper.amount_{count}", language, sets=item.sets, target=item.target)


def load(item: Item, language: str = "en") -> str:
    """What to lift, per cable or dumbbell; in words for body weight and for a first time."""
    if item.tool is Tool.BODY:
        return say("paper.body_weight", language)
    if item.verdict is Verdict.FIND:
        return say("paper.find", language, load=item.steps[0] if item.steps else item.grams)
    return f"{kilograms(item.grams)} kg, {say(f'tool.{item.tool}', language)}"


def _part(purpose: str, items: Sequence[Item], language: str) -> str:
    keys = ("exercise", "how_much", "load", "done", "effort", "worst")
    head = "".join(f'<th scope="col">{_s(key, language)}</th>' for key in keys)
    rows = "".join(_row(item, language) for item in items)
    return f"<table><caption>{_e(purpose)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(item: Item, language: str) -> str:
    said = words(item.exercise, language)
    side = "" if item.side is Side.BOTH else f" ({_e(say(f'side.{item.side}', language))})"
    boxes = '<span class="box"></span>' * item.sets
    return (f'<tr><th scope="row">{_e(said.name)}{side}<div class="cue">{_e(said.cues[0])}</div></th>'
            f'<td class="num">{_e(amount(item, language))}</td><td>{_e(load(item, language))}</td><td>{boxes}</td>'
            f'<td class="wide"></td><td class="wide"></td></tr>')


def _scores(key: str, tracked: Sequence[Region], language: str) -> str:
    if not tracked:
        return ""
    cells = "".join(f"<td>{_e(say(f'region.{region}', language))}:</td>" for region in tracked)
    return f'<table class="keep"><tr><th scope="row">{_s(key, language)}</th>{cells}</tr></table>'


def _bad_day(plan: str, language: str) -> str:
    text = "<br>".join(_e(line) for line in plan.splitlines()) if plan.strip() else _s("bad_day", language)
    return f'<section class="keep"><h2>{_s("bad_day_title", language)}</h2><p>{text}</p></section>'


def _signs(number: str, language: str) -> str:
    signs = "".join(f"<li>{_e(say(f'sign.{sign}.ask', language))}</li>" for sign in STOP_SIGNS)
    return (f'<section class="keep small"><h2>{_s("stop_title", language)}</h2><ul>{signs}</ul>'
            f"<p><strong>{_e(say('paper.emergency', language, emergency_number=number or '112'))}</strong></p></section>")


def _diary_row(day: date, regions: int, language: str) -> str:
    name = f"{say(f'weekday.{day.isoweekday()}', language)} {day.day}"
    trained = "".join(f'<div><span class="box"></span>{_s(key, language)}</div>' for key in ("yes_full", "yes_short"))
    return f'<tr><th scope="row">{_e(name)}</th>{"<td></td>" * regions}<td>{trained}</td><td></td><td></td></tr>'


def _page(title: str, body: str, language: str) -> str:
    return (f'<!doctype html><html lang="{_e(language)}"><head><meta charset="utf-8"><title>{_e(title)}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>')


def _s(key: str, language: str) -> str:
    return _e(say(f"paper.{key}", language))


def _e(text: str) -> str:
    return escape(text, quote=True)
