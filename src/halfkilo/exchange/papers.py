"""Paper: a fridge sheet of one session and a diary of one week, as HTML that prints on A4, black on white, complete in itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from halfkilo.dose.session import Item, Session, Verdict
from halfkilo.exercises.catalogue import catalogue
from halfkilo.exercises.words import words
from halfkilo.screening import STOP_SIGNS
from halfkilo.units import Region, Side, Tool
from halfkilo.words import say, tongue

_STYLE = """
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
body { font: 12pt/1.35 "Atkinson Hyperlegible", Verdana, sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 182mm }
h1 { font-size: 22pt; margin: 0 0 1mm } h2 { font-size: 13pt; margin: 5mm 0 1mm } p { margin: 0 0 1.5mm }
table { width: 100%; border-collapse: collapse; margin-top: 3mm; table-layout: fixed }
th, td { border-bottom: 0.25mm solid #000; padding: 1.4mm 2mm 1.4mm 0; text-align: left; vertical-align: top; font-weight: normal }
thead th { border-bottom-width: 0.6mm; font-size: 10pt; vertical-align: bottom } thead { display: table-header-group }
tr { break-inside: avoid } .aim th { border: 0; padding: 3mm 0 0; font-size: 10.5pt; font-style: italic } .aim { break-after: avoid }
.write { border-left: 0.25mm solid #000; padding-left: 2mm } .number { width: 19mm } .name { width: 54mm } .much { width: 26mm }
.trained { width: 25mm } .day { width: 32mm } .room td, .room th { height: 24mm }
.box { display: inline-block; width: 4.6mm; height: 4.6mm; border: 0.35mm solid #000; border-radius: 1mm; margin: 0 1.5mm -0.6mm 0 }
.cue { font-size: 10pt } .num, .line { font-variant-numeric: tabular-nums; white-space: nowrap }
ul { margin: 1mm 0 0; padding-left: 5mm; columns: 2 } .small { font-size: 10pt } .keep { break-inside: avoid }
@media screen { body { padding: 8mm } main { overflow-x: auto } }
"""


def fridge_sheet(session: Session, *, tracked: Sequence[Region] = (), bad_day_plan: str = "", emergency_number: str = "112",
                 language: str = "en") -> str:
    """One session on a sheet. tracked: regions to write a number for. bad_day_plan: the person's own words, if they wrote any."""
    lead = say("paper.sheet_lead", language, minutes=session.minutes, exercises=session.exercises, on=session.on)
    towards = f"<p>{_e(say('paper.towards', language, towards=session.towards))}</p>" if session.towards else ""
    parts = "".join(_part(part.purpose, part.items, language) for part in session.parts if part.items)
    parts = f"<table><thead>{_head(language)}</thead>{parts}</table>" if parts else f"<p>{_s('no_session', language)}</p>"
    body = (f"<h1>{_s('sheet_title', language)}</h1><p>{_e(lead)}</p>{towards}{_scores('before', tracked, language)}"
            f"{parts}{_scores('after', tracked, language)}"
            f"{_bad_day(bad_day_plan, language)}{_signs(emergency_number, language)}")
    return _page(say("paper.sheet_title", language), body, language)


def diary(first: date, *, tracked: Sequence[Region], language: str = "en", days: int = 7) -> str:
    """A week to fill in by hand: a number per tracked region and morning, trained or not, sleep, a word."""
    last = first + timedelta(days=days - 1)
    regions = "".join(f'<th scope="col">{_s("morning", language)}: {_e(say(f"region.{region}", language))}</th>'
                      for region in tracked)
    head = (f'<tr><th scope="col" class="day">{_s("day", language)}</th>{regions}'
            f'<th scope="col" class="trained">{_s("trained", language)}</th><th scope="col" class="number">{_s("sleep", language)}</th>'
            f'<th scope="col">{_s("remark", language)}</th></tr>')
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
    return f"{tongue(language).load(item.grams)}, {say(f'tool.{item.tool}', language)}"


def _head(language: str) -> str:
    columns = {"exercise": "name", "how_much": "much", "load": "much", "done": "number", "effort": "number", "worst": "number"}
    return "<tr>" + "".join(f'<th scope="col" class="{width}">{_s(key, language)}</th>' for key, width in columns.items()) + "</tr>"


def _part(purpose: str, items: Sequence[Item], language: str) -> str:
    aim = f'<tr class="aim"><th scope="rowgroup" colspan="6">{_e(purpose)}</th></tr>' if purpose else ""
    return f"<tbody>{aim}{''.join(_row(item, language) for item in items)}</tbody>"


def _row(item: Item, language: str) -> str:
    """One exercise; room for effort and worst pain only where they are asked."""
    said = words(item.exercise, language)
    side = "" if item.side is Side.BOTH else f" ({_e(say(f'side.{item.side}', language))})"
    boxes = '<span class="box"></span>' * item.sets
    room = '<td class="write"></td><td class="write"></td>' if item.ask else "<td></td><td></td>"
    return (f'<tr><th scope="row"><strong>{_e(said.name)}{side}</strong><div class="cue">{_e(said.cues[0])}</div></th>'
            f'<td class="num">{_e(amount(item, language))}</td><td>{_e(load(item, language))}</td><td class="line">{boxes}</td>{room}</tr>')


def _scores(key: str, tracked: Sequence[Region], language: str) -> str:
    if not tracked:
        return ""
    cells = "".join(f'<td class="write">{_e(say(f"region.{region}", language))}:</td>' for region in tracked)
    return f'<table class="keep"><tr><th scope="row"><strong>{_s(key, language)}</strong></th>{cells}</tr></table>'


def _bad_day(plan: str, language: str) -> str:
    text = "<br>".join(_e(line) for line in plan.splitlines()) if plan.strip() else _s("bad_day", language)
    return f'<section class="keep"><h2>{_s("bad_day_title", language)}</h2><p>{text}</p></section>'


def _signs(number: str, language: str) -> str:
    signs = "".join(f"<li>{_e(say(f'sign.{sign}.ask', language))}</li>" for sign in STOP_SIGNS)
    return (f'<section class="keep small"><h2>{_s("stop_title", language)}</h2><ul>{signs}</ul>'
            f"<p><strong>{_e(say('paper.emergency', language, emergency_number=number or '112'))}</strong></p></section>")


def _diary_row(day: date, regions: int, language: str) -> str:
    name = f"{say(f'weekday.{day.isoweekday()}', language)} {day.day}"
    trained = "".join(f'<div class="line"><span class="box"></span>{_s(key, language)}</div>' for key in ("yes_full", "yes_short"))
    room = '<td class="write"></td>'
    return f'<tr class="room"><th scope="row">{_e(name)}</th>{room * regions}<td class="write">{trained}</td>{room * 2}</tr>'


def _page(title: str, body: str, language: str) -> str:
    head = f'<meta charset="utf-8"><title>{_e(title)}</title><meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{_e(language)}"><head>{head}</head><body><main tabindex="0">{body}</main></body></html>'


def _s(key: str, language: str) -> str:
    return _e(say(f"paper.{key}", language))


def _e(text: str) -> str:
    return escape(text, quote=True)
