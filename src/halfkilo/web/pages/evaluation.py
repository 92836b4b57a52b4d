"""The programme in figures for who runs the site, and everybody's own word on being counted in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from halfkilo.exchange.report.say import measure_name
from halfkilo.insight import release, rows
from halfkilo.insight.evaluation import SMALL, Cell, Evaluation, Outcome, Rate
from halfkilo.insight.says import rounded
from halfkilo.journal.kinds.note import Body as Note
from halfkilo.measures import Direction, measures
from halfkilo.web import access, notes, programme, service
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Engagement, reasons, outcomes and events; nothing for anybody but who runs the site."""
    person, tongue = me(request), language(request)
    if person.demo or not isinstance(request.user, User) or not request.user.is_staff:
        raise Http404(access.NOBODY)
    found = programme.table(service.day_of(person))
    told = found.figures
    return page(
        request, "evaluation/figures", made=found.made, people=told.people, small=SMALL, every=release.EVERY,
        engagement=[_cell(one, say(f"insight.clinic.{one.name}", tongue), tongue) for one in told.engagement if one.of != 0],
        reasons=[_cell(one, say(f"evaluation.reason.{one.name}", tongue), tongue) for one in told.reasons],
        outcomes=[_outcome(one, tongue) for one in told.outcomes if one.starters != 0 and one.told != 0], not_yet=_not_yet(told, tongue),
        events=[_rate(one, tongue) for one in told.events])


def mine(request: HttpRequest) -> HttpResponse:
    """Count me in, or leave me out; and why somebody stopped, if they like to say."""
    person, tongue = me(request), language(request)
    if request.method == "POST":
        for topic, allowed in ((rows.AGREED, ("yes", "no")), (rows.LEFT, ("", *rows.REASONS))):
            said = request.POST.get(topic)
            if said is not None and said in allowed and said != notes.newest(person, topic):
                service.write(person, "note", Note(topic, said))
        messages.success(request, say("evaluation.mine.kept", tongue))
        return redirect("evaluation-mine")
    agreed, why = notes.newest(person, rows.AGREED) == "yes", notes.newest(person, rows.LEFT)
    options = [{"value": "", "words": say("evaluation.mine.still", tongue), "on": not why},
               *({"value": one, "words": say(f"evaluation.reason.{one}", tongue), "on": one == why} for one in rows.REASONS)]
    return page(request, "evaluation/mine", agreed=agreed, small=SMALL, reasons=options)


def _cell(one: Cell, name: str, tongue: str) -> dict[str, str]:
    hidden = say("evaluation.hidden", tongue)
    if one.count is None or one.of is None:
        return {"name": name, "count": hidden, "share": "–"}
    share = "–" if one.share is None or one.low is None or one.high is None else \
        f"{one.share:.0%} ({one.low:.0%} – {one.high:.0%})"
    return {"name": name, "count": say("evaluation.of", tongue, count=one.count, of=one.of), "share": share}


def _outcome(one: Outcome, tongue: str) -> dict[str, str]:
    hidden = say("evaluation.hidden", tongue)
    change = missing = hidden if one.starters != 0 else "–"
    if one.change is not None and one.low is not None and one.high is not None and one.all_told is not None:
        change = f"{_number(one.change, tongue)} ({_number(one.low, tongue)} – {_number(one.high, tongue)})"
        missing = _number(one.all_told, tongue)
    return {"measure": _measure(one.measure, tongue), "point": say(f"evaluation.{one.point}", tongue),
            "starters": hidden if one.starters is None else str(one.starters), "told": hidden if one.told is None else str(one.told),
            "change": change, "missing": missing}


def _measure(slug: str, tongue: str) -> str:
    """Its name, with the direction in which it gets better."""
    higher = slug in measures() and measures()[slug].better is Direction.HIGHER
    return say(f"evaluation.better_{'higher' if higher else 'lower'}", tongue, name=measure_name(slug, tongue))


def _not_yet(told: Evaluation, tongue: str) -> str:
    """Points that nobody has come to."""
    points = [say(f"evaluation.{cell.name}", tongue) for cell in told.engagement if cell.of == 0]
    return say("evaluation.not_yet", tongue, points=", ".join(points)) if points else ""


def _rate(one: Rate, tongue: str) -> dict[str, str]:
    return {"severity": say(f"insight.clinic.{one.severity}", tongue),
            "events": say("evaluation.hidden", tongue) if one.events is None else str(one.events),
            "per_sessions": _three(one.per_sessions, tongue), "per_year": _three(one.per_year, tongue)}


def _three(rate: tuple[float, float, float] | None, tongue: str) -> str:
    return "–" if rate is None else f"{_number(rate[0], tongue)} ({_number(rate[1], tongue)} – {_number(rate[2], tongue)})"


def _number(value: float, tongue: str) -> str:
    return rounded(value, tongue, up=None).replace("-", "−")


URLS = [path("evaluation/", figures, name="evaluation"), path("evaluation/mine/", mine, name="evaluation-mine")]
