"""A clinician's people, those first who ask for a look. All from the summaries beside the heads: no state is decoded here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from halfkilo.journal.entry import dump
from halfkilo.journal.state import FOLD
from halfkilo.web import access, clock
from halfkilo.web.access import Sight
from halfkilo.web.models import Grant, Head, Person
from halfkilo.web.pages.clinic.needs import Need, needs, sentence
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.store import decode, rebuild
from halfkilo.web.summary import VERSION, summary_of
from halfkilo.web.templatetags.dates import day
from halfkilo.words import say

PAGE = 50
SHOWN = ("all", "asked", "flare", "silent", "waiting")
"""What can be picked out, besides a name."""
COLUMNS = ("person_id", "person__name", "person__zone", "scope", "person__head__fold", "person__head__summary")


@dataclass(frozen=True)
class Case:
    """One of a clinician's people."""

    id: UUID
    name: str
    needs: list[Need]
    told: dict[str, Any]
    sight: Sight

    @property
    def order(self) -> tuple[int, int, str]:
        """Most pressing first, then who has more reasons, then by name."""
        return -(self.needs[0].weight if self.needs else 0), -len(self.needs), self.name.casefold()


def caseload(request: HttpRequest) -> HttpResponse:
    """Everybody who shares with this account as their clinician, by need."""
    tongue, words, only = language(request), request.GET.get("q", "").strip()[:80], request.GET.get("only", "all")
    everybody = cases(me(request))
    found = [case for case in everybody if words.casefold() in case.name.casefold() and _wanted(case, only)]
    shown = Paginator(sorted(found, key=lambda case: case.order), PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "clinic/caseload",
        title=say("clinic.caseload.title", tongue),
        lead=_lead(everybody, tongue),
        rows=[_row(case, tongue) for case in shown],
        shown=shown,
        any=bool(everybody),
        q=words,
        only=only,
        picks=[{"value": value, "words": say(f"clinic.pick.{value}", tongue), "here": value == only} for value in SHOWN],
    )


def cases(clinician: Person) -> list[Case]:
    """All of a clinician's people, unsorted: one statement, and one more for those whose summary is of another version."""
    grants = Grant.objects.filter(account_id=clinician.account_id, role="clinician")
    rows = list(grants.values_list(*COLUMNS))
    told = {row[0]: json.loads(row[5]) for row in rows}
    old = [row[0] for row in rows if row[4] != FOLD or told[row[0]].get("v") != VERSION]
    told |= _made_anew(old)
    days: dict[str, Any] = {}
    out = []
    for id, name, zone, scope, *_ in rows:
        if zone not in days:
            days[zone] = clock.local(zone or clock.site_zone()).date()
        sight = Sight(Person(id=id, name=name), "clinician", access.parts_of(scope))
        out.append(Case(id, name, needs(told[id], sight, days[zone]), told[id], sight))
    return out


def _made_anew(people: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Summaries of an older version, made from the state and kept, unless an entry came in meanwhile, which keeps a newer one."""
    out = {}
    for head in Head.objects.filter(pk__in=people):
        state = decode(head.state) if head.fold == FOLD else rebuild(head.pk)
        out[head.pk] = summary_of(state)
        Head.objects.filter(pk=head.pk, seq=head.seq).update(summary=dump(out[head.pk]).decode())
    return out


def _wanted(case: Case, only: str) -> bool:
    return only not in SHOWN[1:] or any(need.kind == only for need in case.needs)


def _lead(everybody: Sequence[Case], tongue: str) -> str:
    """One sentence above all: how many, and how many ask for a look."""
    pressing = sum(bool(case.needs) and case.needs[0].weight >= 30 for case in everybody)
    return say("clinic.caseload.lead" if pressing else "clinic.caseload.calm", tongue, n=len(everybody), look=pressing)


def _row(case: Case, tongue: str) -> dict[str, Any]:
    said = [{"words": sentence(need, tongue), "grave": need.grave} for need in case.needs[:3]]
    return {"url": reverse("clinic-person", args=[case.id]), "name": case.name, "needs": said, "quiet": _quiet(case, tongue)}


def _quiet(case: Case, tongue: str) -> str:
    """What there is to say beside the needs: the last session, and how the mornings are."""
    last = case.told["last"] if case.sight.sees("training") else None
    said = [say("clinic.row.last", tongue, on=day(last))] if last else []
    if case.sight.sees("pain"):
        said += [say("clinic.row.pain", tongue, region=region, pain=pain) for region, pain in list(case.told["pain"].items())[:2]]
    return " ".join(said)
