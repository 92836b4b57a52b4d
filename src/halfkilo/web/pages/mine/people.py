"""People who may see one's record, and letting them go again. At home everybody has a name here; nobody is looked up elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.web import access, accounts, throttle
from halfkilo.web.models import Grant, Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say


def people(request: HttpRequest) -> HttpResponse:
    """Who may see, with a way to end it; and a form for one more."""
    person, tongue = me(request), language(request)
    problem = ""
    if request.method == "POST":
        problem = _end(request, person) if "end" in request.POST else _share(request, person, tongue)
        if not problem:
            return redirect("people")
    grants = Grant.objects.filter(person=person).select_related("account__person").order_by("made")
    shown = [
        {"id": str(one.account.person.pk), "name": one.account.person.name, "role": say(f"mine.role.{one.role}", tongue)} for one in grants
    ]
    return page(
        request,
        "mine/people",
        grants=shown,
        problem=problem,
        name=request.POST.get("name", ""),
        role=request.POST.get("role", "helper"),
        roles=[
            {
                "value": role,
                "words": say(f"mine.role.{role}", tongue),
                "hint": say(f"mine.role.{role}_hint", tongue),
                "on": role == request.POST.get("role", "helper"),
            }
            for role in reversed(access.ROLES)
        ],
        may_add=accounts.may_sign_up(request) and not person.demo,
        status=422 if problem else 200,
    )


def _share(request: HttpRequest, person: Person, tongue: str) -> str:
    """What was not right, or nothing. The same person with the same role again changes nothing."""
    if person.demo:
        return say("mine.people.demo", tongue)
    try:
        throttle.CHANGES.hit(f"share {person.pk}")
    except throttle.TooOften as problem:
        return str(problem)
    name, role = " ".join(request.POST.get("name", "").split()), request.POST.get("role", "")
    other = Person.objects.filter(account__username=name.casefold(), demo=False).first()
    if other is None or other.pk == person.pk or role not in access.ROLES:
        return say("mine.people.nobody", tongue)
    if not Grant.objects.filter(person=person, account_id=other.account_id, role=role, scope=access.ALL).exists():
        access.share(person, other, role)
    messages.success(request, say("mine.people.shared", tongue, name=other.name))
    return ""


def _end(request: HttpRequest, person: Person) -> str:
    grants = Grant.objects.filter(person=person).select_related("account__person")
    other = next((one.account.person for one in grants if str(one.account.person.pk) == request.POST["end"]), None)
    if other is not None:
        access.unshare(person, other)
    return ""
