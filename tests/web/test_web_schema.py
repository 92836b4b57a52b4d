"""Whatever fits the API's description is answered as described, and what does not fit is refused: schemathesis over every route.

Bounded here; many more cases in the campaign.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from halfkilo.web.wsgi import application
from tests.conftest import Cast
from tests.web.clients import signed_in

TOKEN = "a" * 32

BEYOND = {"/api/sign-up", "/api/password", "/api/pin", "/api/form/recordings"}
"""Whether a password or PIN is too easy to guess, or bytes are points of a body, can't be said in a schema."""


SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", application)

browser: dict[str, str] = {}
"""Cookies of Asha's browser, as long as a test runs."""


@SCHEMA.auth()
class Browser:
    """Requests come from Asha's browser, from a page of this site."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> dict[str, str]:
        """Her cookies now."""
        return browser

    def set(self, case: schemathesis.Case, data: dict[str, str], context: schemathesis.AuthContext) -> None:
        """Put them on the request, with the site's token."""
        case.cookies = {**(case.cookies or {}), **data}
        case.headers = {**(case.headers or {}), "X-CSRFToken": TOKEN}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application runs inside the test's transaction, so it must not close the connection after a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
def test_the_api_does_what_it_says(case: schemathesis.Case, cast: Cast) -> None:
    check(case, cast)


@pytest.mark.campaign
@SCHEMA.parametrize()
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_it_says_at_length(case: schemathesis.Case, cast: Cast) -> None:
    check(case, cast)


def check(case: schemathesis.Case, cast: Cast) -> None:
    """One request as Asha from a page of this site; nothing may break, nothing unfit may be let in."""
    browser.update({name: morsel.value for name, morsel in signed_in(cast.asha).cookies.items()} | {"halfkilo_csrf": TOKEN})
    case.call_and_validate(excluded_checks=[unsupported_method, *([positive_data_acceptance] if case.path in BEYOND else [])])
