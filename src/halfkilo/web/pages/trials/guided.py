"""The guided tests. The page is a form that can be filled in by hand; with script it leads through the test, one thing at a time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.gym.trials import figures
from halfkilo.journal.kinds import measured
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import score
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.web.pages.start import once
from halfkilo.web.pages.trials.kinds import BALANCE, BALANCE_SERIES, STRENGTH, STRENGTH_SERIES, Standing, measure_of, of, standing
from halfkilo.words import say

_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?")


def strength(request: HttpRequest) -> HttpResponse:
    """Isometric strength: one movement, one side, three pulls."""
    return _guided(request, STRENGTH, STRENGTH_SERIES)


def balance(request: HttpRequest) -> HttpResponse:
    """Supported balance: one stance, three stands."""
    return _guided(request, BALANCE, BALANCE_SERIES)


def _guided(request: HttpRequest, slug: str, every: tuple[str, ...]) -> HttpResponse:
    person, tongue = me(request), language(request)
    today = standing(person, tongue)
    if not today.open(slug):
        return redirect("trials")
    open_to = [series for series in every if not (today.beside and series == "one_ahead")]
    series = request.GET.get("of", "")
    if series not in open_to:
        options = [{"url": f"?of={one}", "words": of(one, tongue)} for one in open_to]
        return page(request, "trials/choose", title=say(f"trial.{slug}", tongue), options=options, slug=slug)
    problems: dict[str, str] = {}
    if request.method == "POST":
        answer = _take(request, person, slug, series, today, tongue, problems)
        if answer is not None:
            return answer
    return page(request, "trials/guided", status=422 if problems else 200, **_shown(request, slug, series, today, tongue, problems))


def _shown(request: HttpRequest, slug: str, series: str, today: Standing, tongue: str, problems: dict[str, str]) -> dict[str, Any]:
    kind = "pull" if slug == STRENGTH else "stand"
    fields = [
        {
            "name": f"value-{n}",
            "label": say(f"trial.form.{kind}", tongue, n=n),
            "value": request.POST.get(f"value-{n}", ""),
            "problem": problems.get(f"value-{n}", ""),
        }
        for n in range(1, figures.PULLS + 1)
    ]
    return {
        "title": of(series, tongue),
        "kicker": say(f"trial.{slug}", tongue),
        "setup": setup(slug, series, today, tongue),
        "fields": fields,
        "strong": slug == STRENGTH,
        "problem": problems.get("all", ""),
        "pain_problem": problems.get("pain", ""),
        "once": once.fresh(),
        "words": page_words(tongue, "trial"),
        "terms": _terms(slug, series, today),
    }


def setup(slug: str, series: str, today: Standing, tongue: str) -> list[str]:
    """What to prepare, line by line."""
    place = series.partition(".")[0]
    if slug == STRENGTH:
        return [
            say(f"trial.setup.{place}", tongue),
            *(say(f"trial.setup.strength_{n}", tongue) for n in (1, 2, 3)),
            say("trial.setup.strength_4", tongue, line=today.line),
        ]
    lines = [say("trial.setup.balance_1", tongue), say(f"trial.setup.{place}", tongue)]
    lines += [say(f"trial.setup.balance_{n}", tongue) for n in (2, 3)]
    return lines + ([say("trial.setup.balance_4", tongue)] if today.beside else [])


def _terms(slug: str, series: str, today: Standing) -> dict[str, Any]:
    """What the module of the page needs: figures from their one home."""
    return {
        "trial": "strength" if slug == STRENGTH else "balance",
        "series": series,
        "line": today.line,
        "wanted": figures.PULLS if slug == STRENGTH else figures.STANDS,
        "most": figures.PULLS_MOST,
        "least": figures.PULLS_LEAST,
        "pull_s": figures.PULL_S,
        "stand_s": figures.STAND_S,
        "settle_s": figures.SETTLE_S,
        "rest_s": figures.REST_S,
        "judge": reverse("trial-judge"),
        "ticket": reverse("gym-ticket"),
        "back": reverse("trials"),
    }


def _take(
    request: HttpRequest, person: Person, slug: str, series: str, today: Standing, tongue: str, problems: dict[str, str]
) -> HttpResponse | None:
    """The form: the results that are there, kept as one entry; None with problems said."""
    read = {f"{series}.{n}": _value(request, slug, n, tongue, problems) for n in range(1, figures.PULLS + 1)}
    values = {item: value for item, value in read.items() if value is not None}
    pain = score(request, "pain", problems)
    if not problems and len(values) < figures.PULLS_LEAST:
        problems["all"] = say("trial.form.few", tongue)
    if problems:
        return None
    once.write(request, person, "measured", measured.Body(today.on, slug, values))
    over = "&over=1" if pain is not None and pain > today.line else ""
    return redirect(f"{reverse('trial-result')}?of={series}{over}")


def _value(request: HttpRequest, slug: str, n: int, tongue: str, problems: dict[str, str]) -> int | None:
    """One result in the measure's own unit, from kilograms or mm/s as people write them."""
    text = request.POST.get(f"value-{n}", "").strip()
    if not text:
        return None
    found = _NUMBER.fullmatch(text)
    if found is None:
        problems[f"value-{n}"] = say("trial.form.unread", tongue, text=text[:20], example="12.5" if slug == STRENGTH else "14.2")
        return None
    exact = Decimal(f"{found[1]}.{found[2] or 0}") * (1000 if slug == STRENGTH else 10)
    least = figures.LIGHT_G if slug == STRENGTH else 1
    if not least <= exact <= measure_of(slug).most:
        problems[f"value-{n}"] = say("trial.form.range", tongue, text=text[:20])
        return None
    return int(exact.to_integral_value())
