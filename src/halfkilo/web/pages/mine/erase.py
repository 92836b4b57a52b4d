"""Leaving: deleting everything for good, and letting the made-up person go."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.web import access, accounts, erasure
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say


def delete(request: HttpRequest) -> HttpResponse:
    """Everything about oneself, after typing one's name."""
    person, problem = me(request), ""
    if person.demo:
        return redirect("leave")
    if request.method == "POST":
        if " ".join(request.POST.get("name", "").split()).casefold() == person.name.casefold():
            return _erase(request, person)
        problem = say("mine.delete.name", language(request), name=person.name)
    return page(request, "mine/delete", name=person.name, problem=problem, status=422 if problem else 200)


def leave(request: HttpRequest) -> HttpResponse:
    """Stop looking around; the made-up person may stay for others or be deleted."""
    person = me(request)
    if not person.demo:
        return redirect("more")
    if request.method == "POST":
        if "delete" in request.POST:
            return _erase(request, person)
        accounts.sign_out(request)
        return redirect("welcome")
    return page(request, "mine/leave", name=person.name)


def _erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign out first: a session that is written again after its row went would be an error on top of a goodbye."""
    accounts.sign_out(request)
    erasure.erase(person)
    return redirect("goodbye")


@login_not_required
def goodbye(request: HttpRequest) -> HttpResponse:
    """It is gone."""
    if access.own_or_none(request) is not None:
        return redirect("home")
    return page(request, "mine/goodbye", home=reverse("welcome"))
