"""Medicines as the person's own note: name and remark, nothing looked up, nothing advised. They never reach a load."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.journal.kinds import note
from halfkilo.web import access
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.measures import parts, past
from halfkilo.web.pages.start import once
from halfkilo.words import say

MOST = 30
NAME, REMARK = 80, 160


def medicines(request: HttpRequest) -> HttpResponse:
    """The list, one more line for it, and a button beside each to take it off."""
    person = access.reader(request, request.GET.get("person"), parts.MEDICINES)
    own, tongue = person.pk == access.own(request).pk, language(request)
    listed, problem = past.medicines(person), ""
    if request.method == "POST":
        mine = past.medicines(me(request))
        changed = _without(request, mine) if "remove" in request.POST else _with(request, mine)
        if changed is not None:
            once.write(request, me(request), "note", note.Body(past.MEDICINES, past.written(changed)))
            return redirect("measures-medicines")
        problem = say("measures.medicine.named" if len(mine) < MOST else "measures.medicine.most", tongue, most=MOST)
    return page(request, "measures/medicines", listed=listed, problem=problem, whose="" if own else person.name, once=once.fresh(),
                query="" if own else f"?person={person.pk}", name_longest=NAME, remark_longest=REMARK, status=422 if problem else 200)


def _with(request: HttpRequest, listed: tuple[past.Medicine, ...]) -> tuple[past.Medicine, ...] | None:
    """The list with one more; one that is there already gets the new remark."""
    typed = (request.POST.get("name", "").replace(":", " "), request.POST.get("remark", ""))  # a colon parts the two in the note
    name, remark = (" ".join(text.split())[:most].strip() for text, most in zip(typed, (NAME, REMARK), strict=True))
    others = tuple(one for one in listed if one.name.casefold() != name.casefold())
    return (*others, past.Medicine(name, remark)) if name and len(others) < MOST else None


def _without(request: HttpRequest, listed: tuple[past.Medicine, ...]) -> tuple[past.Medicine, ...]:
    return tuple(one for one in listed if one.name != request.POST["remove"])
