"""What a front end on another origin, such as a development server, may call from a browser."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

SUBSCRIPTION_API = "/subscription-api"


class OpenToBrowsers:
    """ASGI middleware that lets pages of any origin post to the Subscription API, and reads nothing else to them.

    Assumed: the guide lets the form in the front end post there, so the real one answers other origins. Errors carry
    the headers too, or a browser would show a 503 as a broken connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(app, allow_origins=["*"], allow_methods=["POST"], allow_headers=["Content-Type"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        is_open = scope["type"] == "http" and scope["path"] == SUBSCRIPTION_API
        await (self._open if is_open else self._app)(scope, receive, send)
