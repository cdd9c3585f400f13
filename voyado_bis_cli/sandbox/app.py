"""The sandbox over HTTP: one ASGI app on one port. Whoever runs it runs it on one thread, which owns the database."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from voyado_bis_cli.sandbox.centra.app import centra_routes
from voyado_bis_cli.sandbox.control import ControlApi
from voyado_bis_cli.sandbox.cross_origin import OpenToBrowsers
from voyado_bis_cli.sandbox.engage.log_api import IntegrationLogApi
from voyado_bis_cli.sandbox.engage.openapi import openapi_routes
from voyado_bis_cli.sandbox.engage.rest import VERSIONS, EngageApi
from voyado_bis_cli.sandbox.engage.subscription_api import SubscriptionApi
from voyado_bis_cli.sandbox.faults.middleware import FaultInjector
from voyado_bis_cli.sandbox.pages.site import Pages
from voyado_bis_cli.sandbox.recorder import Recorder
from voyado_bis_cli.sandbox.world import World


def create_app(world: World) -> ASGIApp:
    """Put every route of the sandbox on one app, and the journal around it.

    Faults strike between the two: the journal has to see what the client saw. The pages are around all of it.
    """
    engage = [
        route
        for version in VERSIONS
        for route in EngageApi(
            world.db, world.tenant, world.gate, version=version, wrapped_lists=world.settings.wrapped_lists
        ).routes()
    ]
    subscription_api = SubscriptionApi(world.db, world.tenant, world.settings.subscription_fields)
    app = Starlette(
        routes=[
            *centra_routes(world.db, world.clock, world.settings, world.limits),
            *engage,
            Route("/subscription-api", subscription_api.endpoint, methods=["POST"]),
            *world.feeds.routes(),
            Route("/integration-log", IntegrationLogApi(world.tenant.log, world.gate).endpoint),
            *ControlApi(world).routes(),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )
    systems = Recorder(OpenToBrowsers(FaultInjector(app, world.faults)), world.journal, world.clock)
    # not a Mount for the rest: it does not match a path with a line break, which then no journal would know of
    return Router([*Pages(world).routes(), *openapi_routes()], redirect_slashes=False, default=systems)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # Starlette calls the handler of this type
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    what = f"The sandbox itself failed at {request.method} {request.url.path}: {type(error).__name__}: {error}"
    return JSONResponse({"error": what}, 500)
