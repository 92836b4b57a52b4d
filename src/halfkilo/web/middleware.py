"""What every request passes: a limit on its size, headers, and the question whether somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from halfkilo.web.problems import problem

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = "camera=(self), microphone=(self), screen-wake-lock=(self), fullscreen=(self), geolocation=(), payment=(), usb=(), " \
         "serial=(), hid=(), browsing-topics=()"


class BodyLimit:
    """Turns bodies away that are too large, by their announced length, before a byte of them is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit():
            return problem(400, "Length not understood", "The length of what was sent is not a number. Send it again.")
        most = largest(request.path_info)
        if int(length) > most:
            return problem(413, "Too large", f"This is {int(length) // 1_000_000} MB; at most {most // 1_048_576} MiB are taken. "
                           "Send it in smaller pieces.")
        return self.get_response(request)


def largest(path: str) -> int:
    """How many bytes a request to `path` may carry."""
    return int(settings.LARGEST_IMPORT if path.startswith("/import") else settings.LARGEST_BODY)


class Headers:
    """Nothing of a person stays in a cache; the camera, the microphone and the wake lock are for this site only."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        patch_vary_headers(response, ["Cookie"])
        return response


class SignedIn(LoginRequiredMiddleware):
    """Every view needs a signed-in account unless it says otherwise (`login_not_required`); the API answers for itself."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """A redirect to the sign-in page, or None to go on."""
        if request.path_info.startswith("/api/"):
            return None
        answer: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        return answer
