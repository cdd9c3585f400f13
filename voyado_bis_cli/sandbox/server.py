"""Runs a sandbox: in the foreground until a signal, or in a thread of this process for the length of a block."""

import errno
import os
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from voyado_bis_cli.errors import BisError, UsageError
from voyado_bis_cli.sandbox.app import create_app
from voyado_bis_cli.sandbox.connection import DroppableConnection
from voyado_bis_cli.sandbox.environment import environment
from voyado_bis_cli.sandbox.settings import Settings
from voyado_bis_cli.sandbox.world import World

_BACKLOG = 128
_HIGHEST_PORT = 65_535
_START_WITHIN = 10.0  # seconds
_LAST_ANSWERS_WITHIN = 2  # seconds


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that answers at `url`."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        """Everything a profile needs to use it, as `BIS_…` variables."""
        return environment(self.url)


def serve(settings: Settings, *, host: str = "127.0.0.1", port: int = 8787, on_ready: Callable[[str], None]) -> None:
    """Serve a sandbox until SIGINT or SIGTERM, then stop cleanly and return; call from the main thread.

    `on_ready` is told the URL as soon as the sandbox answers there. Port 0 takes a free one. Raises UsageError where
    the address cannot be had, ConfigError where the state cannot be kept.
    """
    listener = _listener(host, port)
    try:
        world = World(settings)
    except BaseException:
        listener.close()
        raise
    try:
        _Server(world, listener, on_ready).run_on_listener()
    finally:
        world.close()
        listener.close()


@contextmanager
def private_sandbox(settings: Settings | None = None) -> Generator[RunningSandbox]:
    """Run a sandbox on a free loopback port, in a thread, for the length of the block."""
    listener = _listener("127.0.0.1", 0)
    try:
        world = World(settings or Settings())
    except BaseException:
        listener.close()
        raise
    ready = threading.Event()
    server = _Server(world, listener, lambda _url: ready.set())
    thread = threading.Thread(target=server.run_on_listener, name="sandbox", daemon=True)
    thread.start()
    try:
        if not ready.wait(_START_WITHIN):
            raise BisError(f"The private sandbox did not start within {_START_WITHIN:.0f} seconds.")
        yield RunningSandbox(server.url)
    finally:
        server.should_exit = True
        thread.join()
        world.close()
        listener.close()


class _Server(uvicorn.Server):
    """uvicorn, silent, on a socket of ours, and returning after a signal instead of raising it again."""

    def __init__(self, world: World, listener: socket.socket, on_ready: Callable[[str], None]) -> None:
        super().__init__(
            uvicorn.Config(
                create_app(world),
                http=DroppableConnection,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_LAST_ANSWERS_WITHIN,
            )
        )
        self._listener = listener
        self._on_ready = on_ready
        self.url = _url(listener)

    def run_on_listener(self) -> None:
        self.run(sockets=[self._listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready(self.url)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._stop) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.force_exit = self.should_exit  # the second signal does not wait for open connections
        self.should_exit = True


def _listener(host: str, port: int) -> socket.socket:
    """Listen at an address.

    The protocol is named because asyncio turns Nagle's algorithm off only for sockets that say they are TCP; without
    it each answer waits 40 ms.
    """
    if not 0 <= port <= _HIGHEST_PORT:  # the resolver would quietly take another one
        raise _unavailable(host, port, f"ports go from 0 to {_HIGHEST_PORT}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unavailable(host, port, error) from error
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _unavailable(host, port, error) from error
    return listener


def _unavailable(host: str, port: int, error: OSError | str) -> UsageError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return UsageError(
            f"Port {port} on {host} is taken, perhaps by a sandbox that is already running.",
            hint="Choose another port: bis sandbox serve --port 8788. Port 0 takes a free one.",
        )
    return UsageError(f"The sandbox cannot listen on {host}, port {port}: {error}.", hint="Choose another address.")


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if listener.family == socket.AF_INET6:
        host = f"[{host}]"
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104  # all interfaces: name one
