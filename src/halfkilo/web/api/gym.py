"""The gym: tickets that the supervisor checks. Releasing needs none and does not come this way."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja import Router

from halfkilo.units import Side
from halfkilo.web import access, tickets
from halfkilo.web.api.shapes import TicketIn, TicketOut

router = Router(tags=["gym"])


@router.post("/gym/ticket", response=TicketOut)
def ticket(request: HttpRequest, said: TicketIn) -> TicketOut:
    """A ticket to load one exercise on one side in one's own open session, up to what today allows; good for two minutes."""
    given = tickets.ticket(access.own(request), said.session, said.exercise, Side(said.side))
    taught = given.watched.left is not None or given.watched.right is not None
    return TicketOut(ticket=given.text, most_grams=given.most, ends=given.ends, supervisor=settings.SUPERVISOR_URL, taught=taught)
