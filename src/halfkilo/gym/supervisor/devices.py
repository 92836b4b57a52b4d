"""The site's way to the devices: what is there, looking for new ones, trying, keeping, forgetting, checking, choosing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from halfkilo import strict
from halfkilo.gym.errors import Refused
from halfkilo.gym.supervisor.fleet import LOOK_MOST_S, Fleet
from halfkilo.strict import Malformed, Many, Range, Text
from halfkilo.units import Side

_Name = Annotated[str, Text(200, empty=False)]


@dataclass(frozen=True)
class Look:
    """Listen for so many seconds."""

    seconds: Annotated[int, Range(1, LOOK_MOST_S)] = 4


@dataclass(frozen=True)
class Try:
    """See `Fleet.try_`."""

    device: _Name
    address: _Name
    serves: Side = Side.BOTH
    agreement: Annotated[str, Text(200)] = ""


@dataclass(frozen=True)
class Name:
    """One device."""

    name: _Name


@dataclass(frozen=True)
class Names:
    """One machine, or two with one cable each."""

    names: Annotated[tuple[str, ...], Many(2)]


class DeviceDoor:
    """`GET /devices`; `POST /devices/look|try|keep|forget|check|use|inspected`. refusal: what turns everybody but the site away."""

    def __init__(self, fleet: Fleet, refusal: Callable[[Request], Response | None]) -> None:
        self._fleet, self._refusal = fleet, refusal

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        deeds: dict[str, tuple[type[Any], Callable[[Any], Awaitable[Any]]]] = {
            "look": (Look, self._look), "try": (Try, self._try), "keep": (Name, self._keep), "forget": (Name, self._forget),
            "check": (Name, self._check), "use": (Names, self._use), "inspected": (Name, self._inspected),
        }
        posts = [Route(f"/devices/{name}", self._post(shape, deed), methods=["POST"]) for name, (shape, deed) in deeds.items()]
        return [Route("/devices", self._list), *posts]

    async def _list(self, request: Request) -> Response:
        return self._refusal(request) or JSONResponse({"devices": self._fleet.devices()})

    def _post(self, shape: type[Any], deed: Callable[[Any], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
            try:
                done = await deed(strict.read(shape, await request.json()))
            except Refused as error:
                return JSONResponse({"error": str(error), "reason": error.reason.value}, 409)
            except (Malformed, ValueError, RecursionError) as error:
                return JSONResponse({"error": f"not understood: {error}"[:300], "reason": "unreadable"}, 400)
            except OSError as error:
                return JSONResponse({"error": f"the disk is not writable ({error.strerror})", "reason": "disk"}, 503)
            return JSONResponse({"done": done, "devices": self._fleet.devices()})

        return answer

    async def _look(self, said: Look) -> list[dict[str, Any]]:
        return await self._fleet.look(said.seconds)

    async def _try(self, said: Try) -> str:
        return self._fleet.try_(said.device, said.address, said.serves, said.agreement)

    async def _keep(self, said: Name) -> None:
        self._fleet.keep(said.name)

    async def _forget(self, said: Name) -> None:
        await self._fleet.forget(said.name)

    async def _check(self, said: Name) -> bool:
        return await self._fleet.check(said.name)

    async def _use(self, said: Names) -> None:
        self._fleet.use(said.names)

    async def _inspected(self, said: Name) -> None:
        self._fleet.inspected(said.name)
