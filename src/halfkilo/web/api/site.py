"""The API itself: its routes, and how errors are told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from halfkilo.strict import Malformed
from halfkilo.web.access import NOBODY
from halfkilo.web.accounts import AccountError, Reason
from halfkilo.web.api import account, catalogue, coach, day, form, gym, record
from halfkilo.web.api.wire import CompactRenderer, SignedInPerson, StrictParser
from halfkilo.web.problems import problem
from halfkilo.web.service import Refused
from halfkilo.web.store import StoreError
from halfkilo.web.throttle import TooOften
from halfkilo.web.tickets import NoTicket

ABOUT = ("Everything a page of halfkilo can do with a person's record. Entries follow the journal's schema (`/api/schema`); "
         "loads are whole grams per cable or dumbbell; times carry their offset.")

PROBLEM = {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {
    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
    "errors": {"type": "array", "items": {"type": "object", "properties": {"place": {"type": "string"}, "problem": {"type": "string"}}}}}}

PROBLEMS = {400: "not JSON that can be read", 401: "not signed in", 403: "not from a page of this site, or not allowed",
            404: "not here, or not for you", 409: "not possible now", 413: "too large", 422: "something does not fit",
            429: "tried too often; `Retry-After` says how many seconds to wait"}


class Described(NinjaAPI):
    """An API whose description also names its problems."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """OpenAPI 3.1 with every problem an operation may answer with."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in schema["paths"].values():
            for operation in path.values():
                said = {status: {"description": text, "content": content} for status, text in PROBLEMS.items()}
                operation["responses"] = {**said, **operation["responses"]}
        return schema


api = Described(title="halfkilo", version="1", description=ABOUT, openapi_url="/openapi.json", docs_url=None, urls_namespace="api",
               auth=SignedInPerson(), parser=StrictParser(), renderer=CompactRenderer())
for router in (day.router, record.router, catalogue.router, gym.router, form.router, coach.router, account.router):
    api.add_router("", router)

STATUS = {Reason.CLOSED: 403, Reason.NOT_RIGHT: 403, Reason.USED_UP: 403, Reason.DEMO: 403, Reason.NAME_TAKEN: 409}


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Not here", str(error) or NOBODY)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "Not signed in", "Sign in and try again.")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    said = getattr(request, "not_json", None) if error.status_code == 400 else None
    titles = {400: "Not understood", 403: "Not from this site"}
    return problem(error.status_code, titles.get(error.status_code, "Not possible"), said or str(error))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"place": _place(one["loc"]), "problem": one["msg"]} for one in error.errors]
    said = "; ".join(f"{one['place']}: {one['problem']}" for one in errors[:3])
    return problem(422, "Something does not fit", said, errors=errors)


@api.exception_handler(Malformed)
def _malformed(request: HttpRequest, error: Malformed) -> HttpResponse:
    return problem(422, "Something does not fit", str(error), errors=[{"place": error.place, "problem": error.problem}])


@api.exception_handler(AccountError)
def _account(request: HttpRequest, error: AccountError) -> HttpResponse:
    return problem(STATUS.get(error.reason, 422), "Not possible", str(error), errors=[{"place": error.field, "problem": str(error)}])


@api.exception_handler(TooOften)
def _too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    response = problem(429, "Too often", str(error))
    response.headers["Retry-After"] = str(error.wait)
    return response


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "Too large", f"At most {settings.LARGEST_BODY // 1_048_576} MiB are taken. Send it in smaller pieces.")


@api.exception_handler(Refused)
@api.exception_handler(NoTicket)
@api.exception_handler(StoreError)
def _conflict(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(409, "Not possible now", str(error))


def _place(where: tuple[Any, ...]) -> str:
    """`("body", "entries", 3, "id")` -> `body.entries[3].id`; Ninja's own names of parameters are left out."""
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text.removeprefix("body.said.").removeprefix("query.asked.")
