"""How an endpoint of the control API is made: JSON in, JSON out, and 400 with `{"error"}` where something is wrong."""

from collections.abc import Callable
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.engage.bodies import complaints
from voyado_bis_cli.sandbox.engage.problems import EngageProblem

Handler: TypeAlias = Callable[[Request, bytes], object]
ControlTable: TypeAlias = tuple[tuple[str, str, Handler], ...]
"""Method, path below the control path, and what answers."""


class Command(BaseModel):
    """The body of a control request."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def endpoint_of(handler: Handler) -> Callable[[Request], object]:
    """Return the endpoint: the handler gets the request and its body and returns JSON values."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            return JSONResponse(handler(request, body))
        except ValidationError as error:
            return JSONResponse({"error": "; ".join(complaints(error))}, 400)
        except ShopError as error:
            return JSONResponse({"error": str(error)}, 400)
        except EngageProblem as problem:
            return JSONResponse({"error": problem.message}, problem.status)

    return endpoint
