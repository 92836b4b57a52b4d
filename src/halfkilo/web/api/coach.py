"""The coach beside the camera: what a page says first. What a camera sees goes to the supervisor, never here."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from halfkilo.units import Side
from halfkilo.web import access, coach
from halfkilo.web.api.catalogue import known
from halfkilo.web.api.shapes import Id, In, Out, Slug

router = Router(tags=["form"])


class HelloIn(In):
    """What is done, in which session of one's own."""

    session: Id
    exercise: Slug
    side: Literal["left", "right", "both"]


class HelloOut(Out):
    """For a `hello` at the supervisor's `/form`: a ticket that can load nothing, and the own baseline, if there is one."""

    ticket: str
    supervisor: str
    baseline: dict[str, Any] | None
    mirrored: bool
    old: bool


@router.post("/form/hello", response=HelloOut)
def hello(request: HttpRequest, said: HelloIn) -> HelloOut:
    """A ticket for a camera or a screen of this session, and the person's own way of this exercise and side."""
    found = coach.hello(access.own(request), said.session, known(said.exercise).slug, Side(said.side))
    return HelloOut(supervisor=settings.SUPERVISOR_URL, ticket=found.ticket, baseline=found.baseline, mirrored=found.mirrored,
                    old=found.old)
