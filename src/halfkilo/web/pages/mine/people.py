"""People who may see one's record, which parts, when they last looked, and letting them go again. Who has an account here can be named;
everybody else gets a code that the person hands over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.web import access, accounts, throttle, trail
from halfkilo.web.models import Grant, Invitation, Person, Trace
from halfkilo.web.pages.clinic import invite
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say


def people(request: HttpRequest) -> HttpResponse:
    """Who may see and what, with a way to end it; and a form for one more."""
    person, tongue = me(request), language(request)
    problems: dict[str, str] = {}
    code = ""
    if request.method == "POST":
        if "end" in request.POST or "withdraw" in request.POST:
            _end(request, person)
            return redirect("people")
        problems, code = _share(request, person, tongue)
        if not problems and not code:
            return redirect("people")
    return page(
        request,
        "clinic/people",
        grants=_grants(person, tongue),
        waiting=[
            {"id": one.pk, "role": say(f"clinic.role_short.{one.role}", tongue), "until": _day(one.until)} for one in invite.waiting(person)
        ],
        problem=problems.get("name", ""),
        parts_problem=problems.get("part", ""),
        code=code,
        days=invite.DAYS,
        link=request.build_absolute_uri(reverse("invited")),
        name="" if code else request.POST.get("name", ""),
        roles=_roles(request, tongue),
        parts=_parts(request, tongue),
        may_add=accounts.may_sign_up(request) and not person.demo,
        status=422 if problems else 200,
    )


def _grants(person: Person, tongue: str) -> list[dict[str, Any]]:
    looked = dict(Trace.objects.filter(person=person, who__isnull=False).exclude(role="own").values_list("who").annotate(last=Max("at")))
    out = []
    for one in Grant.objects.filter(person=person).select_related("account__person").order_by("made"):
        other = one.account.person
        sight = access.Sight(person, one.role, access.parts_of(one.scope))
        parts = [say(f"clinic.part.{part}", tongue) for part in access.PARTS if sight.sees(part)]
        out.append(
            {
                "id": str(other.pk),
                "name": other.name,
                "role": say(f"clinic.role_short.{one.role}", tongue),
                "parts": parts,
                "looked": _day(looked[other.pk]) if other.pk in looked else "",
            }
        )
    return out


def _roles(request: HttpRequest, tongue: str) -> list[dict[str, Any]]:
    chosen = request.POST.get("role", "helper")
    return [
        {
            "value": role,
            "words": say(f"clinic.role_short.{role}", tongue),
            "hint": say(f"clinic.role_hint.{role}", tongue),
            "on": role == chosen,
        }
        for role in reversed(access.ROLES)
    ]


def _parts(request: HttpRequest, tongue: str) -> list[dict[str, Any]]:
    chosen = request.POST.getlist("part") if request.method == "POST" else access.PARTS
    return [{"value": part, "words": say(f"clinic.part.{part}", tongue), "on": part in chosen} for part in access.PARTS]


def _share(request: HttpRequest, person: Person, tongue: str) -> tuple[dict[str, str], str]:
    """What was not right, field by field, and a code where one was asked for. The same person with the same role again changes nothing."""
    if person.demo:
        return {"name": say("clinic.people.demo", tongue)}, ""
    name, role = " ".join(request.POST.get("name", "").split()), request.POST.get("role", "")
    scope = access.scope_of(request.POST.getlist("part"))
    if not scope:
        return {"part": say("clinic.people.parts_none", tongue)}, ""
    if role not in access.ROLES:
        return {"name": say("clinic.people.nobody", tongue)}, ""
    try:
        if not name:
            return {}, invite.invite(person, role, scope)
        throttle.CHANGES.hit(f"share {person.pk}")
    except throttle.TooOften as problem:
        return {"name": str(problem)}, ""
    other = Person.objects.filter(account__username=name.casefold(), demo=False).first()
    if other is None or other.pk == person.pk:
        return {"name": say("clinic.people.nobody", tongue)}, ""
    if not Grant.objects.filter(person=person, account_id=other.account_id, role=role, scope=scope).exists():
        access.share(person, other, role, scope)
        trail.did(person, person, "own", "shared", role)
    messages.success(request, say("clinic.people.shared", tongue, name=other.name))
    return {}, ""


def _end(request: HttpRequest, person: Person) -> None:
    if "withdraw" in request.POST:
        Invitation.objects.filter(person=person, pk=request.POST["withdraw"] if request.POST["withdraw"].isdigit() else 0).delete()
        return
    grants = Grant.objects.filter(person=person).select_related("account__person")
    other = next((one.account.person for one in grants if str(one.account.person.pk) == request.POST["end"]), None)
    if other is not None:
        access.unshare(person, other)
        trail.did(person, person, "own", "ended")


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
