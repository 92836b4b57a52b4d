"""Recordings of form: kept only because the person asked, as landmarks. What a camera sees while training does not come this way."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from ninja.errors import HttpError
from pydantic import BaseModel

from halfkilo.form.recordings import store
from halfkilo.form.recordings.incoming import NotTaken
from halfkilo.units import Side
from halfkilo.web import access, form_kept
from halfkilo.web.api.shapes import Id, Slug

router = Router(tags=["form"])
FILE = {"type": "string", "format": "binary", "description": "landmarks, a frame a line; plain or gzip"}
BODY = {"required": True, "content": {"application/octet-stream": {"schema": FILE}}}


class RecordingOut(BaseModel):
    """seconds, frames: what was kept. repetitions: how many the engine counted in it. new: False when it was there already."""

    id: str
    seconds: int
    frames: int
    repetitions: int
    new: bool


@router.post("/form/recordings", response={201: RecordingOut}, openapi_extra={"requestBody": BODY})
def keep(request: HttpRequest, exercise: Annotated[Slug, Query()], side: Side = Side.BOTH, id: Annotated[Id | None, Query()] = None,
         session: Annotated[Id | None, Query()] = None, number: Annotated[int, Query(ge=0, le=99)] = 0,
         grams: Annotated[int, Query(ge=0, le=200_000)] = 0) -> Status[RecordingOut]:
    """Keep one set as landmarks, for looking back: JSON Lines as in docs/form.md, plain or gzip, at most ten minutes. The same id with the
    same points does nothing."""
    wish = form_kept.Wish(exercise, side, id or "", session or "", number, grams)
    try:
        kept, new = form_kept.take(access.own(request), wish, request.body)
    except NotTaken as problem:
        raise HttpError({"full": 409, "other": 409, "large": 413}.get(problem.reason, 422), str(problem)) from problem
    about = kept.about
    counted = len(kept.engine.repetitions)
    return Status(201, RecordingOut(id=about.id, seconds=about.seconds, frames=about.frames, repetitions=counted, new=new))


@router.delete("/form/recordings/{id}", response={204: None})
def delete(request: HttpRequest, id: Id) -> HttpResponse:
    """Delete one of one's own, at once and for good; a stranger's is not here."""
    person = access.own(request)
    kept = form_kept.one(person, id)  # type: ignore[arg-type]  # checked by its pattern
    store.erase(kept.folder.parent, kept.about.id)
    return HttpResponse(status=204)
