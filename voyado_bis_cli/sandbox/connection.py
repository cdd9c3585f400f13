"""HTTP connections that the app may drop, so that a client loses an answer as it would on a bad line."""

import os
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

EXTENSION = "voyado_bis_cli.connection"
_NO_LINGERING = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class DroppableConnection(H11Protocol):
    """uvicorn's HTTP/1.1, with an ASGI extension through which the app resets the connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app = self.app

        async def with_extension(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[EXTENSION] = {"reset": self._reset}
            await app(scope, receive, send)

        self.app = with_extension

    def _reset(self) -> None:
        """Close without an answer: with nothing to linger for, the peer gets RST instead of an orderly end."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)
        self.transport.abort()


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset the connection of a request and return once it is gone; whatever is sent after that goes nowhere."""
    cast("Callable[[], None]", scope["extensions"][EXTENSION]["reset"])()
    while (await receive())["type"] != "http.disconnect":
        pass
